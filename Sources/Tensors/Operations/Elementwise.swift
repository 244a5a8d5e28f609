import CKernels

extension Tensor {
  /// The exponential of each number.
  public func exp() -> Tensor { applying(CK_EXP) }
  /// The natural logarithm of each number.
  public func log() -> Tensor { applying(CK_LOG) }
  /// The hyperbolic tangent of each number.
  public func tanh() -> Tensor { applying(CK_TANH) }
  /// `1 / (1 + exp(-x))` of each number.
  public func sigmoid() -> Tensor { applying(CK_SIGMOID) }
  /// `x sigmoid(x)` of each number, also called swish.
  public func silu() -> Tensor { applying(CK_SILU) }
  /// The larger of 0 and each number.
  public func relu() -> Tensor { applying(CK_RELU) }
  /// `x Phi(x)` of each number, with the exact normal distribution function as in PyTorch's default.
  public func gelu() -> Tensor { applying(CK_GELU) }
  /// `log(1 + exp(x))` of each number, and `x` itself above 20 (docs/semantics.md, section 4).
  public func softplus() -> Tensor { applying(CK_SOFTPLUS) }
  /// The square of each number.
  public func squared() -> Tensor { applying(CK_SQUARE) }
  /// The magnitude of each number, with a slope of 0 at 0 itself as in PyTorch.
  public func abs() -> Tensor { applying(CK_ABS) }
  /// The sine of each number, in radians.
  public func sin() -> Tensor { applying(CK_SIN) }
  /// The cosine of each number, in radians.
  public func cos() -> Tensor { applying(CK_COS) }
  /// The square root of each number.
  public func squareRoot() -> Tensor { applying(CK_SQRT) }

  private func applying(_ function: ck_function) -> Tensor {
    let x = self
    let y = Tensor(uninitialised: shape)
    ck_apply(function, x.pointer, y.pointer, Int64(count))
    return y.recorded(from: x) { dy, tape in
      ck_apply_backward(function, x.pointer, y.pointer, dy.base, Int64(x.count))
      tape.hand(dy, to: x)
    }
  }

  /// `a x + b` of each number.
  func affine(_ a: Float, _ b: Float) -> Tensor {
    let x = self
    let y = Tensor(uninitialised: shape)
    ck_affine(a, x.pointer, b, y.pointer, Int64(count))
    return y.recorded(from: x) { dy, tape in
      tape.add(to: x) { ck_add_scaled(a, dy.base, $0, Int64(x.count)) }
    }
  }
}

/// Adds numbers to others, place by place; both pointers are to `count` of them, which the caller holds.
func addNumbers(_ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, count: Int) {
  ck_add_scaled(1, source, target, Int64(count))
}
