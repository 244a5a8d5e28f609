import CKernels

// As PyTorch's `amax` and `amin`: equal numbers share the gradient, and what is not a number is the extreme wherever it
// stands.
extension Tensor {
  /// The largest of all numbers; shape `[]`.
  public func max() -> Tensor { extreme(along: nil, isLargest: true) }
  /// The smallest of all numbers; shape `[]`.
  public func min() -> Tensor { extreme(along: nil, isLargest: false) }
  /// The largest number along one axis, which disappears.
  public func max(axis: Int) -> Tensor { extreme(along: axis, isLargest: true) }
  /// The smallest number along one axis, which disappears.
  public func min(axis: Int) -> Tensor { extreme(along: axis, isLargest: false) }

  private func extreme(along axis: Int?, isLargest: Bool) -> Tensor {
    let x = self
    let sizes = fitting { () throws(ShapeFault) in
      let operation = isLargest ? "max" : "min"
      let sizes = try AxisSizes(axis == nil ? [count] : shape, axis ?? 0, for: operation)
      try requireShape(sizes.size > 0, "\(operation): the shape \(shape) holds no numbers to compare.")
      return sizes
    }
    var rest = axis == nil ? [count] : shape
    rest.remove(at: sizes.axis)
    let y = Tensor(uninitialised: rest)
    let (rows, columns) = (Int64(sizes.size), Int64(sizes.inner))
    let block = sizes.size * sizes.inner
    for i in 0..<sizes.outer {
      ck_extreme(x.pointer + i * block, isLargest ? 1 : 0, y.pointer + i * sizes.inner, rows, columns)
    }
    return y.recorded(from: x) { dy, tape in
      tape.add(to: x) { dx in
        for i in 0..<sizes.outer {
          let at = i * sizes.inner
          ck_extreme_backward(x.pointer + i * block, y.pointer + at, dy.base + at, dx + i * block, rows, columns)
        }
      }
    }
  }
}
