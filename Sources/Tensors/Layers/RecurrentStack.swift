extension RecurrentWeights {
  /// Makes them under PyTorch's names, for example `weight_ih_l0`, in its order; every number is uniform within
  /// `1 / sqrt(hidden)` (docs/semantics.md, section 2).
  init(_ inputs: Int, _ hidden: Int, gates: Int, suffix: String, in scope: Scope) {
    let initial = Initialiser.uniform(1 / Double(hidden).squareRoot())
    let rows = gates * hidden
    inputWeight = scope.parameter("weight_ih_\(suffix)", [rows, inputs], initial)
    stateWeight = scope.parameter("weight_hh_\(suffix)", [rows, hidden], initial)
    inputBias = scope.parameter("bias_ih_\(suffix)", [rows], initial)
    stateBias = scope.parameter("bias_hh_\(suffix)", [rows], initial)
  }
}

/// Recurrent layers one on top of the other, in one or both directions.
struct RecurrentStack: Sendable {
  let layers: [[RecurrentWeights]]
  private let dropout: [Dropout]
  let hidden, gates: Int

  init(
    _ inputs: Int, hidden: Int, layers: Int, gates: Int, isBidirectional: Bool, dropout: Double, named stack: String,
    in scope: Scope
  ) {
    fitting { () throws(ShapeFault) in
      try requireShape(
        layers > 0 && hidden > 0, "\(stack): \(layers) layers of \(hidden) features; at least one of each is needed.")
    }
    let directions = isBidirectional ? ["", "_reverse"] : [""]
    self.layers = (0..<layers).map { layer in
      directions.map {
        RecurrentWeights(
          layer == 0 ? inputs : hidden * directions.count, hidden, gates: gates, suffix: "l\(layer)\($0)",
          in: scope)
      }
    }
    self.dropout = (0..<layers).map { Dropout(dropout, in: scope[$0]) }
    (self.hidden, self.gates) = (hidden, gates)
  }

  /// How many states there are: one for each direction of each layer.
  var count: Int { layers.count * layers[0].count }

  /// Runs all layers.
  ///
  /// - Parameters:
  ///   - x: `[batch, frames, inputs]`.
  ///   - pass: whether this is training.
  ///   - run: runs one direction of one layer over a sequence; `place` is that of its state, as in PyTorch's `h_n`.
  /// - Returns: `[batch, frames, directions * hidden]`.
  func callAsFunction(
    _ x: Tensor, _ pass: Pass, _ run: (_ x: Tensor, _ weights: RecurrentWeights, _ place: Int) -> Tensor
  ) -> Tensor {
    var x = x
    for (layer, directions) in layers.enumerated() {
      if layer > 0 { x = dropout[layer - 1](x, pass) }
      let states = directions.enumerated().map { direction, weights in
        let place = layer * directions.count + direction
        return direction == 0 ? run(x, weights, place) : run(x.reversed(axis: 1), weights, place).reversed(axis: 1)
      }
      x = states.count == 1 ? states[0] : .concatenated(states, axis: 2)
    }
    return x
  }

  /// Checks the number of states that a call is given.
  func require(_ states: Int, for stack: String) {
    fitting { () throws(ShapeFault) in
      try requireShape(
        states == count, "\(stack): \(states) states; there are \(count), one for each direction of each layer.")
    }
  }
}
