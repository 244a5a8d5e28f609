extension Tensor {
  /// Group normalisation: each trial's features in groups, each group over all frames, to mean 0 and variance 1.
  ///
  /// As PyTorch's `group_norm`: biased variance, epsilon inside the root. One group is a layer norm of the whole trial; as
  /// many groups as features are an instance norm. Trials do not know of each other.
  ///
  /// - Parameters:
  ///   - groups: into how many groups the features are divided, in order.
  ///   - gain: `[features]`.
  ///   - bias: `[features]`.
  ///   - epsilon: what is added to the variance.
  /// - Returns: `[batch, frames, features]`, as this tensor.
  public func groupNorm(groups: Int, _ gain: Tensor, _ bias: Tensor, epsilon: Float = 1e-5) -> Tensor {
    fitting { () throws(ShapeFault) in
      try requireShape(rank == 3, "groupNorm: the input is [batch, frames, features], not \(shape).")
      try requireShape(
        groups > 0 && shape[2] % groups == 0,
        "groupNorm: the \(shape[2]) features of \(shape) do not divide into \(groups) groups.")
      try requireShape(
        gain.shape == [shape[2]] && bias.shape == gain.shape,
        "groupNorm: gain \(gain.shape) and bias \(bias.shape) do not fit the \(shape[2]) features of \(shape).")
    }
    let (trials, frames, width) = (shape[0], shape[1], shape[2] / groups)
    let together = frames * width
    let rows = reshaped([trials, frames, groups, width]).permuted([0, 2, 1, 3]).reshaped([trials, groups, together])
    let normal = rows.layerNorm(
      Tensor(repeating: 1, shape: [together]), Tensor(repeating: 0, shape: [together]), epsilon: epsilon)
    let back = normal.reshaped([trials, groups, frames, width]).permuted([0, 2, 1, 3]).reshaped(shape)
    return back * gain + bias
  }
}
