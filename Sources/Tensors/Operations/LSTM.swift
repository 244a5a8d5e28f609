import CKernels

/// What an LSTM layer carries from one frame to the next.
public struct LSTMState: Sendable {
  /// What the layer has put out last, `[batch, hidden]`.
  public let hidden: Tensor
  /// The cell, `[batch, hidden]`.
  public let cell: Tensor

  /// Makes a state of its two halves, `[batch, hidden]` each.
  public init(hidden: Tensor, cell: Tensor) {
    self.hidden = hidden
    self.cell = cell
  }
}

extension Tensor {
  /// One LSTM layer over a sequence, from a state of zeros, with PyTorch's gates in the order i, f, g, o
  /// (docs/semantics.md, section 2).
  ///
  /// - Parameters:
  ///   - inputWeight: `[4 hidden, inputs]`.
  ///   - stateWeight: `[4 hidden, hidden]`.
  ///   - inputBias: `[4 hidden]`.
  ///   - stateBias: `[4 hidden]`; both biases are added.
  /// - Returns: the state of every frame, `[batch, frames, hidden]`, for this tensor's `[batch, frames, inputs]`.
  public func lstm(
    inputWeight: Tensor, stateWeight: Tensor, inputBias: Tensor, stateBias: Tensor
  ) -> Tensor {
    lstm(
      RecurrentWeights(inputWeight: inputWeight, stateWeight: stateWeight, inputBias: inputBias, stateBias: stateBias))
  }

  func lstm(_ weights: RecurrentWeights) -> Tensor { lstmSteps(weights, from: nil).transposed(0) }

  /// One LSTM layer over a sequence that goes on from a state, and the state after it.
  ///
  /// The frames of a sequence one by one, each from the state after the one before, give what the whole sequence gives.
  ///
  /// - Parameters:
  ///   - inputWeight: `[4 hidden, inputs]`.
  ///   - stateWeight: `[4 hidden, hidden]`.
  ///   - inputBias: `[4 hidden]`.
  ///   - stateBias: `[4 hidden]`; both biases are added.
  ///   - state: where the sequence starts, `[batch, hidden]` twice.
  /// - Returns: the state of every frame, `[batch, frames, hidden]`, for this tensor's `[batch, frames, inputs]`, and the
  ///   state after the last frame.
  public func lstm(
    inputWeight: Tensor, stateWeight: Tensor, inputBias: Tensor, stateBias: Tensor, from state: LSTMState
  ) -> (states: Tensor, last: LSTMState) {
    lstm(
      RecurrentWeights(inputWeight: inputWeight, stateWeight: stateWeight, inputBias: inputBias, stateBias: stateBias),
      from: state)
  }

  func lstm(_ weights: RecurrentWeights, from state: LSTMState) -> (states: Tensor, last: LSTMState) {
    let steps = lstmSteps(weights, from: state)
    let frames = shape[1]
    // The cell stands behind the states.
    let states = steps.slice(0..<frames)
    guard frames > 0 else { return (states.transposed(0), state) }
    return (states.transposed(0), LSTMState(hidden: steps[frames - 1], cell: steps[frames]))
  }

  /// The states of all frames, time first, and behind them the last cell where the layer starts from a state.
  private func lstmSteps(_ weights: RecurrentWeights, from state: LSTMState?) -> Tensor {
    let sizes = fitting { () throws(ShapeFault) in
      let sizes = try RecurrenceSizes("lstm", shape, weights, gates: 4)
      if let state { try sizes.require([state.hidden.shape, state.cell.shape], for: "lstm") }
      return sizes
    }
    // Time comes first inside, so that a frame of all trials is one matrix.
    let x = transposed(0)
    let stateWeight = weights.stateWeight
    let gates = x.linear(weights.inputWeight, LSTMRun.bias(of: weights))
    let states = Tensor(uninitialised: [sizes.frames + (state == nil ? 0 : 1), sizes.trials, sizes.hidden])
    let run = LSTMRun(
      sizes, weights, gates: Storage(part: 0..<gates.count, of: gates.storage), states: states.storage, from: state)
    run.advance(0..<sizes.frames)
    if state != nil, let cell = run.before(sizes.frames).cell {
      (states.pointer + sizes.frames * sizes.state).update(from: cell, count: sizes.state)
    }
    let arguments = [gates, stateWeight] + (state.map { [$0.hidden, $0.cell] } ?? [])
    return states.recorded(from: arguments) { dStates, tape in
      // Backwards in time: the gates' memory becomes their gradient.
      let activated = run.gates
      let turned = PackedWeight(stateWeight, isTransposed: true)
      let dCell = Storage.zeros(sizes.state)
      if state != nil {
        dCell.base.update(from: dStates.base + sizes.frames * sizes.state, count: sizes.state)
      }
      for t in (0..<sizes.frames).reversed() {
        let gate = activated.base + t * sizes.gate
        ck_lstm_cell_backward(
          gate, run.before(t).cell, run.cells.base + t * sizes.state, dStates.base + t * sizes.state, dCell.base,
          Int64(sizes.trials), Int64(sizes.hidden))
        if t > 0 {
          turned.addProduct(gate, to: dStates.base + (t - 1) * sizes.state, rows: sizes.trials)
        }
      }
      if let state {
        if sizes.frames > 0 {
          tape.add(to: state.hidden) { turned.addProduct(activated.base, to: $0, rows: sizes.trials) }
        }
        tape.add(to: state.cell) { addNumbers(dCell.base, into: $0, count: sizes.state) }
      }
      tape.add(to: stateWeight) { dw in
        sizes.addStateWeightGradient(activated.base, run.states.base, from: state?.hidden.pointer, into: dw)
      }
      tape.hand(activated, to: gates)
    }
  }
}

/// An LSTM layer on its way through a sequence.
struct LSTMRun: RecurrentRun {
  let sizes: RecurrenceSizes
  let gates, states, cells: Storage
  private let weight: PackedWeight
  private let first: LSTMState?

  init(_ sizes: RecurrenceSizes, _ weights: RecurrentWeights, gates: Storage, states: Storage) {
    self.init(sizes, weights, gates: gates, states: states, from: nil)
  }

  init(
    _ sizes: RecurrenceSizes, _ weights: RecurrentWeights, gates: Storage, states: Storage, from first: LSTMState?
  ) {
    (self.sizes, self.gates, self.states, self.first) = (sizes, gates, states, first)
    cells = Storage(count: sizes.frames * sizes.state)
    weight = PackedWeight(weights.stateWeight)
  }

  static func bias(of weights: RecurrentWeights) -> Tensor { weights.inputBias + weights.stateBias }

  /// What the layer has before a frame, within `states` and `cells`; nothing before the first one of a new sequence.
  func before(_ frame: Int) -> (hidden: UnsafeMutablePointer<Float>?, cell: UnsafeMutablePointer<Float>?) {
    let at = (frame - 1) * sizes.state
    return frame > 0 ? (states.base + at, cells.base + at) : (first?.hidden.pointer, first?.cell.pointer)
  }

  func advance(_ frames: Range<Int>) {
    for t in frames {
      let gate = gates.base + t * sizes.gate
      let before = before(t)
      if let hidden = before.hidden { weight.addProduct(hidden, to: gate, rows: sizes.trials) }
      ck_lstm_cell(
        gate, before.cell, cells.base + t * sizes.state, states.base + t * sizes.state, Int64(sizes.trials),
        Int64(sizes.hidden))
    }
  }
}
