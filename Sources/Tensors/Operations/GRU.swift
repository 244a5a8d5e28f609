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
    let sizes = fitting { () throws(ShapeFault) in
      try RecurrenceSizes("gru", shape, [inputWeight, stateWeight, inputBias, stateBias].map(\.shape), gates: 3)
    }
    let (rows, hidden) = (sizes.trials, sizes.hidden)
    let x = transposed(0)
    let gates = x.linear(inputWeight, inputBias)
    let activated = Storage(part: 0..<gates.count, of: gates.storage)
    let recurrent = Storage(count: sizes.frames * sizes.gate)
    let states = Tensor(uninitialised: [sizes.frames, rows, hidden])
    let weight = PackedWeight(stateWeight)
    for t in 0..<sizes.frames {
      let part = recurrent.base + t * sizes.gate
      ck_fill_rows(stateBias.pointer, part, Int64(rows), Int64(3 * hidden))
      if t > 0 {
        weight.addProduct(states.pointer + (t - 1) * sizes.state, to: part, rows: rows)
      }
      ck_gru_cell(
        activated.base + t * sizes.gate, part, t > 0 ? states.pointer + (t - 1) * sizes.state : nil,
        states.pointer + t * sizes.state, Int64(rows), Int64(hidden))
    }
    return states.recorded(from: gates, stateWeight, stateBias) { dStates, tape in
      let turned = PackedWeight(stateWeight, isTransposed: true)
      for t in (0..<sizes.frames).reversed() {
        let (part, dState) = (recurrent.base + t * sizes.gate, dStates.base + t * sizes.state)
        let before = t > 0 ? states.pointer + (t - 1) * sizes.state : nil
        ck_gru_cell_backward(
          activated.base + t * sizes.gate, part, before, dState, Int64(rows), Int64(hidden))
        if t > 0 {
          let dBefore = dStates.base + (t - 1) * sizes.state
          addNumbers(dState, into: dBefore, count: sizes.state)
          turned.addProduct(part, to: dBefore, rows: rows)
        }
      }
      tape.add(to: stateWeight) { dw in
        sizes.addStateWeightGradient(recurrent.base + sizes.gate, states.pointer, into: dw)
      }
      tape.add(to: stateBias) {
        ck_sum_rows(recurrent.base, $0, Int64(sizes.frames * rows), Int64(3 * hidden))
      }
      tape.hand(activated, to: gates)
    }.transposed(0)
  }
}
