import CKernels

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
    let sizes = fitting { () throws(ShapeFault) in
      try RecurrenceSizes("lstm", shape, [inputWeight, stateWeight, inputBias, stateBias].map(\.shape), gates: 4)
    }
    let (rows, hidden) = (sizes.trials, sizes.hidden)
    // Time comes first inside, so that a frame of all trials is one matrix.
    let x = transposed(0)
    let gates = x.linear(inputWeight, inputBias + stateBias)
    let activated = Storage(part: 0..<gates.count, of: gates.storage)
    let cells = Storage(count: sizes.frames * sizes.state)
    let states = Tensor(uninitialised: [sizes.frames, rows, hidden])
    let weight = PackedWeight(stateWeight)
    for t in 0..<sizes.frames {
      let gate = activated.base + t * sizes.gate
      if t > 0 {
        weight.addProduct(states.pointer + (t - 1) * sizes.state, to: gate, rows: rows)
      }
      ck_lstm_cell(
        gate, t > 0 ? cells.base + (t - 1) * sizes.state : nil, cells.base + t * sizes.state,
        states.pointer + t * sizes.state, Int64(rows), Int64(hidden))
    }
    return states.recorded(from: gates, stateWeight) { dStates, tape in
      // Backwards in time: the gates' memory becomes their gradient.
      let turned = PackedWeight(stateWeight, isTransposed: true)
      let dCell = Storage.zeros(sizes.state)
      for t in (0..<sizes.frames).reversed() {
        let gate = activated.base + t * sizes.gate
        ck_lstm_cell_backward(
          gate, t > 0 ? cells.base + (t - 1) * sizes.state : nil, cells.base + t * sizes.state,
          dStates.base + t * sizes.state, dCell.base, Int64(rows), Int64(hidden))
        if t > 0 {
          turned.addProduct(gate, to: dStates.base + (t - 1) * sizes.state, rows: rows)
        }
      }
      tape.add(to: stateWeight) { dw in
        sizes.addStateWeightGradient(activated.base + sizes.gate, states.pointer, into: dw)
      }
      tape.hand(activated, to: gates)
    }.transposed(0)
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

  /// Adds the gradient of the recurrent weight: each frame's gate gradients times the state before.
  func addStateWeightGradient(
    _ gateGradients: UnsafePointer<Float>, _ states: UnsafePointer<Float>,
    into dw: UnsafeMutablePointer<Float>
  ) {
    guard frames > 1 else { return }
    gemm(
      Matrix(gateGradients, rowStride: gates * hidden).transposed, Matrix(states, rowStride: hidden),
      into: dw,
      rowStride: hidden, rows: gates * hidden, columns: hidden, inner: (frames - 1) * trials, beta: 1)
  }
}
