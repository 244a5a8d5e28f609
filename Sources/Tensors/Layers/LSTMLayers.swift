/// LSTM layers one on top of the other, in one or both directions, as PyTorch's `nn.LSTM` (docs/semantics.md, section 2).
public struct LSTMLayers: Sendable {
  private let stack: RecurrentStack

  /// Makes the parameters `weight_ih_l0`, `weight_hh_l0`, `bias_ih_l0`, `bias_hh_l0`, `weight_ih_l1` and so on.
  ///
  /// With `isBidirectional` also `weight_ih_l0_reverse` and so on, behind those of the same layer.
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
    stack = RecurrentStack(
      inputs, hidden: hidden, layers: layers, gates: 4, isBidirectional: isBidirectional, dropout: dropout,
      named: "LSTMLayers", in: scope)
  }

  /// Maps `[batch, frames, inputs]` to the last layer's states, `[batch, frames, directions * hidden]`.
  public func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor {
    stack.shared(x, pass, as: LSTMRun.self) ?? stack(x, pass) { x, weights, _ in x.lstm(weights) }
  }

  /// Goes on from states, and gives those after the last frame: for a sequence that comes in parts, or frame by frame.
  ///
  /// - Parameters:
  ///   - x: `[batch, frames, inputs]`.
  ///   - states: one for each direction of each layer, as PyTorch orders them, `[batch, hidden]` twice; nil for zeros.
  ///   - pass: whether this is training.
  /// - Returns: the last layer's states, `[batch, frames, directions * hidden]`, and the states to go on from.
  public func callAsFunction(
    _ x: Tensor, from states: [LSTMState]?, _ pass: Pass
  ) -> (output: Tensor, states: [LSTMState]) {
    let zeros = Tensor(repeating: 0, shape: [x.shape.first ?? 0, stack.hidden])
    var states = states ?? .init(repeating: LSTMState(hidden: zeros, cell: zeros), count: stack.count)
    stack.require(states.count, for: "LSTMLayers")
    let output = stack(x, pass) { x, weights, place in
      let (output, last) = x.lstm(weights, from: states[place])
      states[place] = last
      return output
    }
    return (output, states)
  }
}
