import Tensors

extension Misfit {
  static let pairs = [
    Misfit("maximum: [2, 3] and [2, 4] do not broadcast; from the last one on, axes are equal or one of them is 1.") {
      _ = Tensor.maximum(ones(2, 3), ones(2, 4))
    },
    Misfit("where: [3] and [2, 4] do not broadcast; from the last one on, axes are equal or one of them is 1.") {
      _ = Tensor.where(ones(3), ones(2, 4), ones(4))
    },
    Misfit("broadcast: [2, 3] does not become [3]; from the last one on, axes are equal or the first is 1.") {
      _ = ones(2, 3).broadcast(to: [3])
    },
    Misfit("broadcast: [2] does not become [2, 3]; from the last one on, axes are equal or the first is 1.") {
      _ = ones(2).broadcast(to: [2, 3])
    },
    Misfit("clamped: from 2.0 to 1.0 is no range.") { _ = ones(2).clamped(from: 2, to: 1) },
    Misfit("cumulativeSum: the shape [2, 3] has no axis 2; its axes are 0 to 1, or -2 to -1.") {
      _ = ones(2, 3).cumulativeSum(axis: 2)
    },
    Misfit("selected: 3 is not in 0..<3, which is axis 1 of the shape [2, 3].") {
      _ = ones(2, 3).selected([0, 3], axis: 1)
    },
    Misfit("gathered: -1 is not in 0..<3, which is axis 1 of the shape [2, 3].") {
      _ = ones(2, 3).gathered([0, -1], shape: [2, 1], axis: 1)
    },
    Misfit("gathered: 3 indices do not fill the shape [2, 1], which takes 2.") {
      _ = ones(2, 3).gathered([0, 1, 2], shape: [2, 1], axis: 1)
    },
    Misfit("gathered: the result [1, 3] does not fit the tensor [2, 3]; all axes but axis 1 must be equal.") {
      _ = ones(2, 3).gathered([0, 1, 2], shape: [1, 3], axis: 1)
    },
    Misfit("permuted: [0, 0] does not name each axis of the shape [2, 3] once.") { _ = ones(2, 3).permuted([0, 0]) },
    Misfit("stacked: there is no tensor to put together.") { _ = Tensor.stacked([], axis: 0) },
    Misfit("stacked: tensor 1 of shape [3, 2] is not of the shape [2, 3] of tensor 0.") {
      _ = Tensor.stacked([ones(2, 3), ones(3, 2)], axis: 0)
    },
    Misfit("stacked: tensors of shape [2, 3] have no place for a new axis 3; it is 0 to 2, or -3 to -1.") {
      _ = Tensor.stacked([ones(2, 3)], axis: 3)
    },
  ]

  static let normalisations = [
    Misfit("groupNorm: the input is [batch, frames, features], not [5, 4].") {
      _ = GroupNorm(2, 4, in: scope)(ones(5, 4))
    },
    Misfit("groupNorm: the 4 features of [2, 5, 4] do not divide into 3 groups.") {
      _ = GroupNorm(3, 4, in: scope)(ones(2, 5, 4))
    },
    Misfit("groupNorm: gain [6] and bias [6] do not fit the 4 features of [2, 5, 4].") {
      _ = GroupNorm(2, 6, in: scope)(ones(2, 5, 4))
    },
    Misfit("rmsNorm: the gain [4] does not fit the last axis of the input [2, 3].") {
      _ = RMSNorm(4, in: scope)(ones(2, 3))
    },
    Misfit(
      "batchNorm: gain [3], bias [3], mean [3] and variance [1] do not fit the last axis of the input [2, 3]."
    ) { _ = ones(2, 3).batchNorm(ones(3), ones(3), mean: ones(3), variance: ones(1)) },
    Misfit("batchStatistics: a single number, of shape [], has no features.") { _ = ones().batchStatistics() },
    Misfit("orthogonal: a parameter of shape [5] has no rows and columns; that takes two axes.") {
      _ = scope.parameter("w", [5], .orthogonal())
    },
    Misfit("kaimingNormal: a parameter of shape [5] has no fans; that takes two axes or more.") {
      _ = scope.parameter("w", [5], .kaimingNormal())
    },
  ]

  static let attention = [
    Misfit(
      "attention: queries [2, 3, 4], keys [2, 5, 6] and values [2, 5, 4] do not fit; they are [batch, queries, features], "
        + "[batch, keys, features] and [batch, keys, value features]."
    ) { _ = ones(2, 3, 4).attention(over: ones(2, 5, 6), ones(2, 5, 4), heads: 2) },
    Misfit("attention: the features of queries [2, 3, 4] and values [2, 5, 4] do not divide among 3 heads.") {
      _ = ones(2, 3, 4).attention(over: ones(2, 5, 4), ones(2, 5, 4), heads: 3)
    },
    Misfit(
      "attention: the mask [5, 3] does not broadcast to the scores [2, 2, 3, 5], which are [batch, heads, queries, keys]."
    ) { _ = ones(2, 3, 4).attention(over: ones(2, 5, 4), ones(2, 5, 4), heads: 2, mask: ones(5, 3)) },
    Misfit("MultiHeadAttention: the other sequence is [batch, frames, 8], not [2, 5, 6].") {
      _ = MultiHeadAttention(8, heads: 2, dropout: 0, in: scope)(ones(2, 5, 8), over: ones(2, 5, 6), .evaluation)
    },
    Misfit("RelativePositions: a reach of -1 frames; it is 0 to 1048576.") {
      _ = RelativePositions(heads: 2, reach: -1, in: scope)
    },
  ]
}
