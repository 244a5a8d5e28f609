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
    lstmSteps(inputWeight, stateWeight, inputBias, stateBias, from: nil).transposed(0)
  }

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
    let steps = lstmSteps(inputWeight, stateWeight, inputBias, stateBias, from: state)
    let frames = shape[1]
    // The cell stands behind the states.
    let states = steps.slice(0..<frames)
    guard frames > 0 else { return (states.transposed(0), state) }
    return (states.transposed(0), LSTMState(hidden: steps[frames - 1], cell: steps[frames]))
  }

  /// The states of all frames, time first, and behind them the last cell where the layer starts from a state.
  private func lstmSteps(
    _ inputWeight: Tensor, _ stateWeight: Tensor, _ inputBias: Tensor, _ stateBias: Tensor, from state: LSTMState?
  ) -> Tensor {
    let sizes = fitting { () throws(ShapeFault) in
      let sizes = try RecurrenceSizes(
        "lstm", shape, [inputWeight, stateWeight, inputBias, stateBias].map(\.shape), gates: 4)
      if let state { try sizes.require([state.hidden.shape, state.cell.shape], for: "lstm") }
      return sizes
    }
    let (rows, hidden) = (sizes.trials, sizes.hidden)
    // Time comes first inside, so that a frame of all trials is one matrix.
    let x = transposed(0)
    let gates = x.linear(inputWeight, inputBias + stateBias)
    let activated = Storage(part: 0..<gates.count, of: gates.storage)
    let cells = Storage(count: sizes.frames * sizes.state)
    let states = Tensor(uninitialised: [sizes.frames + (state == nil ? 0 : 1), rows, hidden])
    let weight = PackedWeight(stateWeight)
    // Within `states` and `cells`, which are held to the end: `t` is a frame, or the first, before which is nothing.
    func before(_ t: Int) -> (hidden: UnsafeMutablePointer<Float>?, cell: UnsafeMutablePointer<Float>?) {
      let at = (t - 1) * sizes.state
      return t > 0 ? (states.pointer + at, cells.base + at) : (state?.hidden.pointer, state?.cell.pointer)
    }
    for t in 0..<sizes.frames {
      let gate = activated.base + t * sizes.gate
      let before = before(t)
      if let hidden = before.hidden { weight.addProduct(hidden, to: gate, rows: rows) }
      ck_lstm_cell(
        gate, before.cell, cells.base + t * sizes.state, states.pointer + t * sizes.state, Int64(rows), Int64(hidden))
    }
    if state != nil, let cell = before(sizes.frames).cell {
      (states.pointer + sizes.frames * sizes.state).update(from: cell, count: sizes.state)
    }
    let arguments = [gates, stateWeight] + (state.map { [$0.hidden, $0.cell] } ?? [])
    return states.recorded(from: arguments) { dStates, tape in
      // Backwards in time: the gates' memory becomes their gradient.
      let turned = PackedWeight(stateWeight, isTransposed: true)
      let dCell = Storage.zeros(sizes.state)
      if state != nil {
        dCell.base.update(from: dStates.base + sizes.frames * sizes.state, count: sizes.state)
      }
      for t in (0..<sizes.frames).reversed() {
        let gate = activated.base + t * sizes.gate
        ck_lstm_cell_backward(
          gate, before(t).cell, cells.base + t * sizes.state, dStates.base + t * sizes.state, dCell.base, Int64(rows),
          Int64(hidden))
        if t > 0 {
          turned.addProduct(gate, to: dStates.base + (t - 1) * sizes.state, rows: rows)
        }
      }
      if let state {
        if sizes.frames > 0 { tape.add(to: state.hidden) { turned.addProduct(activated.base, to: $0, rows: rows) } }
        tape.add(to: state.cell) { addNumbers(dCell.base, into: $0, count: sizes.state) }
      }
      tape.add(to: stateWeight) { dw in
        sizes.addStateWeightGradient(activated.base, states.pointer, from: state?.hidden.pointer, into: dw)
      }
      tape.hand(activated, to: gates)
    }
  }
}

/// The sizes of one recurrent layer; rows are trials.
struct RecurrenceSizes: Sendable {
  let trials, frames, hidden, gates: Int

  /// Checks the shapes of the weights and biases of the input and of the state, in this order.
  init(_ operation: String, _ x: [Int], _ parameters: [[Int]], gates: Int) throws(ShapeFault) {
    try requireShape(x.count == 3, "\(operation): the input is [batch, frames, inputs], not \(x).")
    let hidden = parameters[1].last ?? 0
    let rows = gates * hidden
    try requireShape(
      parameters == [[rows, x[2]], [rows, hidden], [rows], [rows]],
      "\(operation): the weights and biases \(parameters) do not fit the input \(x); they are "
        + "[\(gates) hidden, \(x[2])], [\(gates) hidden, hidden], [\(gates) hidden] and [\(gates) hidden].")
    (trials, frames, self.hidden, self.gates) = (x[0], x[1], hidden, gates)
  }

  /// The numbers of one frame's state.
  var state: Int { trials * hidden }
  /// The numbers of one frame's gates.
  var gate: Int { trials * gates * hidden }

  /// Checks the shapes of what a layer starts from.
  func require(_ states: [[Int]], for operation: String) throws(ShapeFault) {
    for state in states {
      try requireShape(
        state == [trials, hidden],
        "\(operation): a state of \(state) does not fit; it is [batch, hidden], here [\(trials), \(hidden)].")
    }
  }

  /// Adds the gradient of the recurrent weight: each frame's gate gradients times the state before.
  ///
  /// The pointers are to the tensors of these sizes that the caller holds.
  func addStateWeightGradient(
    _ gateGradients: UnsafePointer<Float>, _ states: UnsafePointer<Float>, from first: UnsafePointer<Float>?,
    into dw: UnsafeMutablePointer<Float>
  ) {
    func add(_ gradients: UnsafePointer<Float>, _ states: UnsafePointer<Float>, _ frames: Int) {
      gemm(
        Matrix(gradients, rowStride: gates * hidden).transposed, Matrix(states, rowStride: hidden), into: dw,
        rowStride: hidden, rows: gates * hidden, columns: hidden, inner: frames * trials, beta: 1)
    }
    if let first, frames > 0 { add(gateGradients, first, 1) }
    if frames > 1 { add(gateGradients + gate, states, frames - 1) }
  }
}
