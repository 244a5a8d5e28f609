extension Tensor {
  /// Each row of the last axis divided by the root of its mean square, epsilon inside the root.
  ///
  /// As PyTorch's `rms_norm` (Zhang and Sennrich, "Root mean square layer normalization", NeurIPS 2019).
  ///
  /// - Parameters:
  ///   - gain: `[features]`.
  ///   - epsilon: what is added to the mean square; by default PyTorch's, the distance from 1 to the next number.
  /// - Returns: `[..., features]`, as this tensor.
  public func rmsNorm(_ gain: Tensor, epsilon: Float = .ulpOfOne) -> Tensor {
    fitting { () throws(ShapeFault) in
      try requireShape(
        gain.rank == 1 && gain.shape.last == shape.last,
        "rmsNorm: the gain \(gain.shape) does not fit the last axis of the input \(shape).")
    }
    let root = (squared().mean(axis: -1) + epsilon).squareRoot()
    return self / root.reshaped(shape.dropLast() + [1]) * gain
  }
}
