import Tensors

extension Misfit {
  static let layers = [
    Misfit("MultiHeadAttention: 10 features do not divide among 4 heads.") {
      _ = MultiHeadAttention(10, heads: 4, dropout: 0, in: scope)
    },
    Misfit("MultiHeadAttention: 8 features do not divide among 0 heads.") {
      _ = MultiHeadAttention(8, heads: 0, dropout: 0, in: scope)
    },
    Misfit("MultiHeadAttention: the input is [batch, frames, 8], not [5, 8].") {
      _ = MultiHeadAttention(8, heads: 2, dropout: 0, in: scope)(ones(5, 8), .evaluation)
    },
    Misfit("MultiHeadAttention: the input is [batch, frames, 8], not [2, 5, 6].") {
      _ = MultiHeadAttention(8, heads: 2, dropout: 0, in: scope)(ones(2, 5, 6), .evaluation)
    },
    Misfit("Convolution: 6 inputs and 4 outputs do not divide into 4 groups.") {
      _ = Convolution(6, 4, kernel: 3, groups: 4, padding: .zeros, in: scope)
    },
    Misfit("Convolution: 6 inputs and 4 outputs do not divide into 0 groups.") {
      _ = Convolution(6, 4, kernel: 3, groups: 0, padding: .zeros, in: scope)
    },
    Misfit("convolved: the input is [batch, frames, inputs], not [9, 4].") {
      _ = Convolution(4, 4, kernel: 3, padding: .circular, in: scope)(ones(9, 4))
    },
    Misfit("convolved: the weight [4, 4, 3] does not fit the 5 inputs of [2, 9, 5] in 1 groups.") {
      _ = Convolution(4, 4, kernel: 3, padding: .circular, in: scope)(ones(2, 9, 5))
    },
    Misfit("convolved: the weight [4, 2, 3] does not fit the 4 inputs of [2, 9, 4] in 0 groups.") {
      _ = ones(2, 9, 4).convolved(ones(4, 2, 3), nil, groups: 0, padding: .zeros)
    },
    Misfit("convolved: the weight [3, 2, 3] does not fit the 4 inputs of [2, 9, 4] in 2 groups.") {
      _ = ones(2, 9, 4).convolved(ones(3, 2, 3), nil, groups: 2, padding: .zeros)
    },
    Misfit("convolved: the weight is [outputs, inputs / groups, kernel], none of them 0, not [4, 4].") {
      _ = ones(2, 9, 4).convolved(ones(4, 4), nil, padding: .causal)
    },
    Misfit("convolved: the weight is [outputs, inputs / groups, kernel], none of them 0, not [4, 4, 0].") {
      _ = ones(2, 9, 4).convolved(ones(4, 4, 0), nil, padding: .causal)
    },
    Misfit("convolved: the bias [3] does not fit the 5 outputs of the weight [5, 4, 3].") {
      _ = ones(2, 9, 4).convolved(ones(5, 4, 3), ones(3), padding: .causal)
    },
    Misfit("convolved: the taps of the weight [5, 4, 3] cannot be 0 frames apart.") {
      _ = ones(2, 9, 4).convolved(ones(5, 4, 3), nil, dilation: 0, padding: .causal)
    },
    Misfit("convolved: the taps of the weight [5, 4, 3] cannot be \(Int.max) frames apart.") {
      _ = ones(2, 9, 4).convolved(ones(5, 4, 3), nil, dilation: .max, padding: .circular)
    },
  ]

  static let recurrences = [
    Misfit("LSTMLayers: -1 layers of 8 features; at least one of each is needed.") {
      _ = LSTMLayers(4, hidden: 8, layers: -1, dropout: 0, in: scope)
    },
    Misfit("GRULayers: 1 layers of 0 features; at least one of each is needed.") {
      _ = GRULayers(4, hidden: 0, layers: 1, dropout: 0, in: scope)
    },
    Misfit("lstm: the input is [batch, frames, inputs], not [5, 4].") {
      _ = LSTMLayers(4, hidden: 2, layers: 1, dropout: 0, in: scope)(ones(5, 4), .evaluation)
    },
    Misfit(
      "lstm: the weights and biases [[8, 4], [8, 2], [8], [8]] do not fit the input [2, 5, 3]; they are [4 hidden, 3], "
        + "[4 hidden, hidden], [4 hidden] and [4 hidden]."
    ) { _ = LSTMLayers(4, hidden: 2, layers: 1, dropout: 0, in: scope)(ones(2, 5, 3), .evaluation) },
    Misfit(
      "lstm: the weights and biases [[8, 3], [8, 2], [8], [1]] do not fit the input [2, 5, 3]; they are [4 hidden, 3], "
        + "[4 hidden, hidden], [4 hidden] and [4 hidden]."
    ) {
      _ = ones(2, 5, 3).lstm(inputWeight: ones(8, 3), stateWeight: ones(8, 2), inputBias: ones(8), stateBias: ones(1))
    },
    Misfit(
      "gru: the weights and biases [[6, 3], [6, 2], [6], [2]] do not fit the input [2, 5, 3]; they are [3 hidden, 3], "
        + "[3 hidden, hidden], [3 hidden] and [3 hidden]."
    ) {
      _ = ones(2, 5, 3).gru(inputWeight: ones(6, 3), stateWeight: ones(6, 2), inputBias: ones(6), stateBias: ones(2))
    },
    Misfit(
      "gru: the weights and biases [[6, 3], [], [6], [6]] do not fit the input [2, 5, 3]; they are [3 hidden, 3], "
        + "[3 hidden, hidden], [3 hidden] and [3 hidden]."
    ) { _ = ones(2, 5, 3).gru(inputWeight: ones(6, 3), stateWeight: ones(), inputBias: ones(6), stateBias: ones(6)) },
    Misfit("selectiveScan: the input is [batch, frames, channels], not [5, 4].") {
      scan(x: ones(5, 4), a: ones(4, 3), b: ones(5, 3), skip: ones(4))
    },
    Misfit("selectiveScan: a [3] is not [channels, states] of the input [2, 5, 4], with at most 256 states.") {
      scan(x: ones(2, 5, 4), a: ones(3), b: ones(2, 5, 3), skip: ones(4))
    },
    Misfit("selectiveScan: a [4, 257] is not [channels, states] of the input [2, 5, 4], with at most 256 states.") {
      scan(x: ones(2, 5, 4), a: ones(4, 257), b: ones(2, 5, 257), skip: ones(4))
    },
    Misfit(
      "selectiveScan: delta [2, 5, 4], b [2, 5, 3], c [2, 5, 3] and skip [1] do not fit the input [2, 5, 4] and a [4, 3]."
    ) { scan(x: ones(2, 5, 4), a: ones(4, 3), b: ones(2, 5, 3), skip: ones(1)) },
    Misfit(
      "selectiveScan: delta [2, 5, 4], b [2, 1, 3], c [2, 1, 3] and skip [4] do not fit the input [2, 5, 4] and a [4, 3]."
    ) { scan(x: ones(2, 5, 4), a: ones(4, 3), b: ones(2, 1, 3), skip: ones(4)) },
  ]

  private static func scan(x: Tensor, a: Tensor, b: Tensor, skip: Tensor) {
    _ = x.selectiveScan(delta: x, a: a, b: b, c: b, skip: skip)
  }
}
