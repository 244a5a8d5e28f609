import CKernels

extension Tensor {
  /// Each number within limits: the nearer limit where it is outside, with a slope of 0 there as in PyTorch.
  ///
  /// - Parameters:
  ///   - low: the lower limit.
  ///   - high: the upper limit.
  public func clamped(from low: Float = -.infinity, to high: Float = .infinity) -> Tensor {
    let x = self
    fitting { () throws(ShapeFault) in try requireShape(low <= high, "clamped: from \(low) to \(high) is no range.") }
    let y = Tensor(uninitialised: shape)
    ck_clamp(low, high, x.pointer, y.pointer, Int64(count))
    return y.recorded(from: x) { dy, tape in
      tape.add(to: x) { ck_clamp_backward(low, high, x.pointer, dy.base, $0, Int64(x.count)) }
    }
  }
}
