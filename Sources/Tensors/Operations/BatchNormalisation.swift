extension Tensor {
  /// Batch normalisation along the last axis, by statistics that are given: `(x - mean) / sqrt(variance + epsilon)`.
  ///
  /// As PyTorch's `batch_norm`, whose running statistics are `mean` and `variance`. There is no layer that keeps those: a
  /// network is a value, keeps nothing from one call to the next, and its trials do not know of each other. Use a layer,
  /// group or RMS norm where a paper leaves the choice, or parameters of your own as statistics.
  ///
  /// - Parameters:
  ///   - gain: `[features]`.
  ///   - bias: `[features]`.
  ///   - mean: `[features]`.
  ///   - variance: `[features]`, not negative.
  ///   - epsilon: what is added to the variance.
  /// - Returns: `[..., features]`, as this tensor.
  public func batchNorm(
    _ gain: Tensor, _ bias: Tensor, mean: Tensor, variance: Tensor, epsilon: Float = 1e-5
  ) -> Tensor {
    fitting { () throws(ShapeFault) in
      try requireShape(
        gain.rank == 1 && gain.shape.last == shape.last
          && [bias, mean, variance].allSatisfy { $0.shape == gain.shape },
        "batchNorm: gain \(gain.shape), bias \(bias.shape), mean \(mean.shape) and variance \(variance.shape) do not fit "
          + "the last axis of the input \(shape).")
    }
    return (self - mean) * (gain / (variance + epsilon).squareRoot()) + bias
  }

  /// The mean and the biased variance of each feature over all trials and frames.
  ///
  /// What is made of them lets the trials of a batch know of each other, which no network may do in evaluation.
  ///
  /// - Returns: `[features]` each, for this tensor's `[..., features]`.
  public func batchStatistics() -> (mean: Tensor, variance: Tensor) {
    fitting { () throws(ShapeFault) in
      try requireShape(rank > 0, "batchStatistics: a single number, of shape [], has no features.")
    }
    let features = shape[rank - 1]
    let rows = reshaped([features > 0 ? count / features : 0, features])
    let mean = rows.mean(axis: 0)
    return (mean, (rows - mean).squared().mean(axis: 0))
  }
}
