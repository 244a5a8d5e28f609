import CKernels

extension Tensor {
  /// The tensor with its axes in another order.
  ///
  /// - Parameter axes: for each axis of the result the axis that it is here; `[0, 2, 1]` exchanges the last two of three.
  public func permuted(_ axes: [Int]) -> Tensor {
    let x = self
    let order = fitting { () throws(ShapeFault) in
      let order = axes.map { $0 < 0 ? $0 + rank : $0 }
      try requireShape(
        order.sorted() == Array(0..<rank), "permuted: \(axes) does not name each axis of the shape \(shape) once.")
      try requireShape(rank <= 16, "permuted: the shape \(shape) has more than 16 axes.")
      return order
    }
    var strides = [Int64](repeating: 1, count: rank)
    for axis in (0..<Swift.max(rank - 1, 0)).reversed() { strides[axis] = strides[axis + 1] * Int64(shape[axis + 1]) }
    let y = Tensor(uninitialised: order.map { shape[$0] })
    let (sizes, steps) = (y.shape.map(Int64.init), order.map { strides[$0] })
    guard count > 0, rank > 0 else { return reshaped(y.shape) }
    ck_permute(Int32(rank), sizes, steps, x.pointer, y.pointer)
    return y.recorded(from: x) { dy, tape in
      tape.add(to: x) { ck_permute_backward(Int32(sizes.count), sizes, steps, dy.base, $0) }
    }
  }
}
