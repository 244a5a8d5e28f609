import CKernels

// Two tensors, number by number, with broadcasting.
extension Tensor {
  /// The smaller of two numbers; equal ones share the gradient, as in PyTorch.
  public static func minimum(_ a: Tensor, _ b: Tensor) -> Tensor { paired(CK_MINIMUM, a, b, "minimum") }
  /// The larger of two numbers; equal ones share the gradient, as in PyTorch.
  public static func maximum(_ a: Tensor, _ b: Tensor) -> Tensor { paired(CK_MAXIMUM, a, b, "maximum") }

  /// Each number to the power of another tensor's.
  public func power(_ exponent: Tensor) -> Tensor { .paired(CK_POWER, self, exponent, "power") }

  /// 1 where the first number is smaller, else 0; no gradient.
  public static func .< (a: Tensor, b: Tensor) -> Tensor { paired(CK_LESS, a.detached, b.detached, ".<") }
  /// 1 where the first number is smaller or equal, else 0; no gradient.
  public static func .<= (a: Tensor, b: Tensor) -> Tensor { paired(CK_LESS_EQUAL, a.detached, b.detached, ".<=") }
  /// 1 where the first number is larger, else 0; no gradient.
  public static func .> (a: Tensor, b: Tensor) -> Tensor { paired(CK_GREATER, a.detached, b.detached, ".>") }
  /// 1 where the first number is larger or equal, else 0; no gradient.
  public static func .>= (a: Tensor, b: Tensor) -> Tensor { paired(CK_GREATER_EQUAL, a.detached, b.detached, ".>=") }
  /// 1 where the numbers are equal, else 0; no gradient.
  public static func .== (a: Tensor, b: Tensor) -> Tensor { paired(CK_EQUAL, a.detached, b.detached, ".==") }

  /// 1 where the tensor is smaller than a number, else 0; no gradient.
  public static func .< (a: Tensor, number: Float) -> Tensor { a .< Tensor([number], shape: []) }
  /// 1 where the tensor is a number or smaller, else 0; no gradient.
  public static func .<= (a: Tensor, number: Float) -> Tensor { a .<= Tensor([number], shape: []) }
  /// 1 where the tensor is larger than a number, else 0; no gradient.
  public static func .> (a: Tensor, number: Float) -> Tensor { a .> Tensor([number], shape: []) }
  /// 1 where the tensor is a number or larger, else 0; no gradient.
  public static func .>= (a: Tensor, number: Float) -> Tensor { a .>= Tensor([number], shape: []) }
  /// 1 where the tensor equals a number, else 0; no gradient.
  public static func .== (a: Tensor, number: Float) -> Tensor { a .== Tensor([number], shape: []) }

  private static func paired(_ op: ck_pair, _ left: Tensor, _ right: Tensor, _ name: String) -> Tensor {
    let both = together([left, right], for: name)
    let (a, b) = (both[0], both[1])
    let y = Tensor(uninitialised: a.shape)
    ck_pair_apply(op, a.pointer, b.pointer, y.pointer, Int64(y.count))
    return y.recorded(from: a, b) { dy, tape in
      let count = Int64(y.count)
      tape.add(to: a) { ck_pair_backward(op, a.pointer, b.pointer, y.pointer, dy.base, $0, nil, count) }
      tape.add(to: b) { ck_pair_backward(op, a.pointer, b.pointer, y.pointer, dy.base, nil, $0, count) }
    }
  }
}
