import CKernels

extension Tensor {
  /// One GRU layer over a sequence, from a state of zeros, with PyTorch's gates in the order r, z, n.
  ///
  /// `n = tanh(W_n x + b_n + r (U_n h + c_n))`, `h' = (1 - z) n + z h`: the state's bias stands inside the reset
  /// gate's product, as in `torch.nn.GRU`.
  ///
  /// - Parameters:
  ///   - inputWeight: `[3 hidden, inputs]`.
  ///   - stateWeight: `[3 hidden, hidden]`.
  ///   - inputBias: `[3 hidden]`.
  ///   - stateBias: `[3 hidden]`.
  /// - Returns: the state of every frame, `[batch, frames, hidden]`, for this tensor's `[batch, frames, inputs]`.
  public func gru(
    inputWeight: Tensor, stateWeight: Tensor, inputBias: Tensor, stateBias: Tensor
  ) -> Tensor {
    gruSteps(inputWeight, stateWeight, inputBias, stateBias, from: nil).transposed(0)
  }

  /// One GRU layer over a sequence that goes on from a state, and the state after it.
  ///
  /// The frames of a sequence one by one, each from the state after the one before, give what the whole sequence gives.
  ///
  /// - Parameters:
  ///   - inputWeight: `[3 hidden, inputs]`.
  ///   - stateWeight: `[3 hidden, hidden]`.
  ///   - inputBias: `[3 hidden]`.
  ///   - stateBias: `[3 hidden]`.
  ///   - state: where the sequence starts, `[batch, hidden]`.
  /// - Returns: the state of every frame, `[batch, frames, hidden]`, for this tensor's `[batch, frames, inputs]`, and the
  ///   last one, `[batch, hidden]`.
  public func gru(
    inputWeight: Tensor, stateWeight: Tensor, inputBias: Tensor, stateBias: Tensor, from state: Tensor
  ) -> (states: Tensor, last: Tensor) {
    let states = gruSteps(inputWeight, stateWeight, inputBias, stateBias, from: state)
    return (states.transposed(0), shape[1] > 0 ? states[shape[1] - 1] : state)
  }

  /// The states of all frames, time first.
  private func gruSteps(
    _ inputWeight: Tensor, _ stateWeight: Tensor, _ inputBias: Tensor, _ stateBias: Tensor, from state: Tensor?
  ) -> Tensor {
    let sizes = fitting { () throws(ShapeFault) in
      let sizes = try RecurrenceSizes(
        "gru", shape, [inputWeight, stateWeight, inputBias, stateBias].map(\.shape), gates: 3)
      if let state { try sizes.require([state.shape], for: "gru") }
      return sizes
    }
    let (rows, hidden) = (sizes.trials, sizes.hidden)
    let x = transposed(0)
    let gates = x.linear(inputWeight, inputBias)
    let activated = Storage(part: 0..<gates.count, of: gates.storage)
    let recurrent = Storage(count: sizes.frames * sizes.gate)
    let states = Tensor(uninitialised: [sizes.frames, rows, hidden])
    let weight = PackedWeight(stateWeight)
    // Within `states`, which are held to the end: `t` is a frame.
    func before(_ t: Int) -> UnsafeMutablePointer<Float>? {
      t > 0 ? states.pointer + (t - 1) * sizes.state : state?.pointer
    }
    for t in 0..<sizes.frames {
      let part = recurrent.base + t * sizes.gate
      ck_fill_rows(stateBias.pointer, part, Int64(rows), Int64(3 * hidden))
      if let before = before(t) { weight.addProduct(before, to: part, rows: rows) }
      ck_gru_cell(
        activated.base + t * sizes.gate, part, before(t), states.pointer + t * sizes.state, Int64(rows), Int64(hidden))
    }
    return states.recorded(from: [gates, stateWeight, stateBias] + (state.map { [$0] } ?? [])) { dStates, tape in
      let turned = PackedWeight(stateWeight, isTransposed: true)
      for t in (0..<sizes.frames).reversed() {
        let (part, dState) = (recurrent.base + t * sizes.gate, dStates.base + t * sizes.state)
        ck_gru_cell_backward(
          activated.base + t * sizes.gate, part, before(t), dState, Int64(rows), Int64(hidden))
        if t > 0 {
          let dBefore = dStates.base + (t - 1) * sizes.state
          addNumbers(dState, into: dBefore, count: sizes.state)
          turned.addProduct(part, to: dBefore, rows: rows)
        }
      }
      if let state, sizes.frames > 0 {
        tape.add(to: state) { dBefore in
          addNumbers(dStates.base, into: dBefore, count: sizes.state)
          turned.addProduct(recurrent.base, to: dBefore, rows: rows)
        }
      }
      tape.add(to: stateWeight) { dw in
        sizes.addStateWeightGradient(recurrent.base, states.pointer, from: state?.pointer, into: dw)
      }
      tape.add(to: stateBias) {
        ck_sum_rows(recurrent.base, $0, Int64(sizes.frames * rows), Int64(3 * hidden))
      }
      tape.hand(activated, to: gates)
    }
  }
}
