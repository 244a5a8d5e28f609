import CKernels

// Shapes are aligned at their last axes; an axis of size 1, or one that is not there, is repeated, as in NumPy.
extension Tensor {
  /// The sum of two tensors, with broadcasting.
  public static func + (a: Tensor, b: Tensor) -> Tensor { combine(CK_ADD, a, b) }
  /// The difference of two tensors, with broadcasting.
  public static func - (a: Tensor, b: Tensor) -> Tensor { combine(CK_SUBTRACT, a, b) }
  /// The product of two tensors, number by number, with broadcasting.
  public static func * (a: Tensor, b: Tensor) -> Tensor { combine(CK_MULTIPLY, a, b) }
  /// The quotient of two tensors, number by number, with broadcasting.
  public static func / (a: Tensor, b: Tensor) -> Tensor { combine(CK_DIVIDE, a, b) }

  /// The tensor plus a number.
  public static func + (x: Tensor, number: Float) -> Tensor { x.affine(1, number) }
  /// A number plus the tensor.
  public static func + (number: Float, x: Tensor) -> Tensor { x.affine(1, number) }
  /// The tensor minus a number.
  public static func - (x: Tensor, number: Float) -> Tensor { x.affine(1, -number) }
  /// A number minus the tensor.
  public static func - (number: Float, x: Tensor) -> Tensor { x.affine(-1, number) }
  /// The tensor times a number.
  public static func * (x: Tensor, number: Float) -> Tensor { x.affine(number, 0) }
  /// A number times the tensor.
  public static func * (number: Float, x: Tensor) -> Tensor { x.affine(number, 0) }
  /// The tensor divided by a number.
  public static func / (x: Tensor, number: Float) -> Tensor { x / Tensor([number], shape: []) }
  /// A number divided by the tensor.
  public static func / (number: Float, x: Tensor) -> Tensor { Tensor([number], shape: []) / x }
  /// The negative of the tensor.
  public static prefix func - (x: Tensor) -> Tensor { x.affine(-1, 0) }

  private static func combine(_ op: ck_operator, _ a: Tensor, _ b: Tensor) -> Tensor {
    let plan = fitting { () throws(ShapeFault) in try BroadcastPlan(a.shape, b.shape) }
    let y = Tensor(uninitialised: plan.result)
    guard y.count > 0 else { return y }
    ck_combine(op, plan.rank, plan.shape, plan.aStrides, plan.bStrides, a.pointer, b.pointer, y.pointer)
    return y.recorded(from: a, b) { dy, tape in
      if op == CK_ADD, a.shape == b.shape {
        tape.copy(dy, to: a)
        tape.hand(dy, to: b)
        return
      }
      if op == CK_MULTIPLY, a.shape == b.shape {
        let count = Int64(a.count)
        tape.write(to: a) { da, isFirst in ck_multiply(dy.base, b.pointer, da, count, isFirst ? 1 : 0) }
        ck_multiply_in_place(a.pointer, dy.base, count)
        tape.hand(dy, to: b)
        return
      }
      tape.add(to: a) { da in
        ck_combine_backward(
          op, plan.rank, plan.shape, plan.aStrides, plan.bStrides, a.pointer, b.pointer, dy.base, da, nil)
      }
      tape.add(to: b) { db in
        ck_combine_backward(
          op, plan.rank, plan.shape, plan.aStrides, plan.bStrides, a.pointer, b.pointer, dy.base, nil, db)
      }
    }
  }
}

/// How two shapes are walked together.
///
/// Axes of the result with the strides of both arguments, 0 where one is
/// repeated. Neighbouring axes that both arguments walk alike are merged, so that inner loops are long.
private struct BroadcastPlan: Sendable {
  var result: [Int] = []
  var shape: [Int64] = []
  var aStrides: [Int64] = []
  var bStrides: [Int64] = []

  var rank: Int32 { Int32(shape.count) }

  init(_ left: [Int], _ right: [Int]) throws(ShapeFault) {
    let rank = max(left.count, right.count)
    let a = [Int](repeating: 1, count: rank - left.count) + left
    let b = [Int](repeating: 1, count: rank - right.count) + right
    var aStride = 1
    var bStride = 1
    for (m, n) in zip(a, b).reversed() {
      try requireShape(
        m == n || m == 1 || n == 1,
        "arithmetic: \(left) and \(right) do not broadcast; from the last one on, axes are equal or one of them is 1.")
      let size = m == 1 ? n : m
      result.append(size)
      append(size, m == 1 ? 0 : aStride, n == 1 ? 0 : bStride)
      aStride *= m
      bStride *= n
    }
    result.reverse()
    if shape.isEmpty { append(1, 0, 0, isForced: true) }
    // The kernel counts through as many axes.
    try requireShape(shape.count <= 16, "arithmetic: \(left) and \(right) broadcast along more than 16 axes in turn.")
    shape.reverse()
    aStrides.reverse()
    bStrides.reverse()
  }

  // Axes come innermost first here.
  private mutating func append(_ size: Int, _ aStride: Int, _ bStride: Int, isForced: Bool = false) {
    if size == 1, !isForced { return }
    if let last = shape.indices.last, continues(aStrides[last], last, aStride),
      continues(bStrides[last], last, bStride)
    {
      shape[last] *= Int64(size)
    } else {
      shape.append(Int64(size))
      aStrides.append(Int64(aStride))
      bStrides.append(Int64(bStride))
    }
  }

  private func continues(_ inner: Int64, _ last: Int, _ outer: Int) -> Bool {
    inner == 0 ? outer == 0 : Int64(outer) == inner * shape[last]
  }
}
