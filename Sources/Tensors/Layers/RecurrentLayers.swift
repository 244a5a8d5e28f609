/// The parameters of one recurrent layer under PyTorch's names, for example `weight_ih_l0`.
struct RecurrentWeights: Sendable {
  let inputWeight, stateWeight, inputBias, stateBias: Tensor

  /// Draws in PyTorch's order; every number is uniform within `1 / sqrt(hidden)` (docs/semantics.md, section 2).
  init(_ inputs: Int, _ hidden: Int, gates: Int, suffix: String, in scope: Scope) {
    let initial = Initialiser.uniform(1 / Double(hidden).squareRoot())
    let rows = gates * hidden
    inputWeight = scope.parameter("weight_ih_\(suffix)", [rows, inputs], initial)
    stateWeight = scope.parameter("weight_hh_\(suffix)", [rows, hidden], initial)
    inputBias = scope.parameter("bias_ih_\(suffix)", [rows], initial)
    stateBias = scope.parameter("bias_hh_\(suffix)", [rows], initial)
  }
}

private func requireLayers(_ layers: Int, _ hidden: Int, of stack: String) {
  fitting { () throws(ShapeFault) in
    try requireShape(
      layers > 0 && hidden > 0, "\(stack): \(layers) layers of \(hidden) features; at least one of each is needed.")
  }
}

/// LSTM layers one on top of the other, as PyTorch's `nn.LSTM` (docs/semantics.md, section 2).
public struct LSTMLayers: Sendable {
  private let layers: [RecurrentWeights]
  private let dropout: [Dropout]

  /// Makes the parameters `weight_ih_l0`, `weight_hh_l0`, `bias_ih_l0`, `bias_hh_l0`, `weight_ih_l1`, ...
  ///
  /// - Parameters:
  ///   - inputs: the features of an input frame.
  ///   - hidden: the features of the state.
  ///   - layers: the number of layers.
  ///   - dropout: the probability of dropping an output of every layer but the last in training.
  ///   - scope: where the parameters are made.
  public init(_ inputs: Int, hidden: Int, layers: Int, dropout: Double, in scope: Scope) {
    requireLayers(layers, hidden, of: "LSTMLayers")
    self.layers = (0..<layers).map {
      RecurrentWeights($0 == 0 ? inputs : hidden, hidden, gates: 4, suffix: "l\($0)", in: scope)
    }
    self.dropout = (0..<layers).map { Dropout(dropout, in: scope[$0]) }
  }

  /// Maps `[batch, frames, inputs]` to the last layer's states, `[batch, frames, hidden]`.
  public func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor {
    var x = x
    for (i, layer) in layers.enumerated() {
      if i > 0 { x = dropout[i - 1](x, pass) }
      x = x.lstm(
        inputWeight: layer.inputWeight, stateWeight: layer.stateWeight, inputBias: layer.inputBias,
        stateBias: layer.stateBias)
    }
    return x
  }
}

/// GRU layers one on top of the other, in one or both directions, as PyTorch's `nn.GRU`.
public struct GRULayers: Sendable {
  private let layers: [[RecurrentWeights]]
  private let dropout: [Dropout]

  /// Makes the parameters `weight_ih_l0`, ..., and with `isBidirectional` also `weight_ih_l0_reverse`, ...
  ///
  /// - Parameters:
  ///   - inputs: the features of an input frame.
  ///   - hidden: the features of the state of one direction.
  ///   - layers: the number of layers.
  ///   - isBidirectional: whether each layer also runs backwards in time; its output is then twice as wide.
  ///   - dropout: the probability of dropping an output of every layer but the last in training.
  ///   - scope: where the parameters are made.
  public init(
    _ inputs: Int, hidden: Int, layers: Int, isBidirectional: Bool = false, dropout: Double, in scope: Scope
  ) {
    requireLayers(layers, hidden, of: "GRULayers")
    let directions = isBidirectional ? ["", "_reverse"] : [""]
    self.layers = (0..<layers).map { layer in
      directions.map {
        RecurrentWeights(
          layer == 0 ? inputs : hidden * directions.count, hidden, gates: 3, suffix: "l\(layer)\($0)",
          in: scope)
      }
    }
    self.dropout = (0..<layers).map { Dropout(dropout, in: scope[$0]) }
  }

  /// Maps `[batch, frames, inputs]` to the last layer's states, `[batch, frames, directions * hidden]`.
  public func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor {
    var x = x
    for (i, directions) in layers.enumerated() {
      if i > 0 { x = dropout[i - 1](x, pass) }
      let states = directions.enumerated().map { direction, weights in
        let states = (direction == 0 ? x : x.reversed(axis: 1)).gru(
          inputWeight: weights.inputWeight, stateWeight: weights.stateWeight, inputBias: weights.inputBias,
          stateBias: weights.stateBias)
        return direction == 0 ? states : states.reversed(axis: 1)
      }
      x = states.count == 1 ? states[0] : .concatenated(states, axis: 2)
    }
    return x
  }
}
