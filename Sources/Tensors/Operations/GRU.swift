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
    gru(
      RecurrentWeights(inputWeight: inputWeight, stateWeight: stateWeight, inputBias: inputBias, stateBias: stateBias))
  }

  func gru(_ weights: RecurrentWeights) -> Tensor { gruSteps(weights, from: nil).transposed(0) }

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
    gru(
      RecurrentWeights(inputWeight: inputWeight, stateWeight: stateWeight, inputBias: inputBias, stateBias: stateBias),
      from: state)
  }

  func gru(_ weights: RecurrentWeights, from state: Tensor) -> (states: Tensor, last: Tensor) {
    let states = gruSteps(weights, from: state)
    return (states.transposed(0), shape[1] > 0 ? states[shape[1] - 1] : state)
  }

  /// The states of all frames, time first.
  private func gruSteps(_ weights: RecurrentWeights, from state: Tensor?) -> Tensor {
    let sizes = fitting { () throws(ShapeFault) in
      let sizes = try RecurrenceSizes("gru", shape, weights, gates: 3)
      if let state { try sizes.require([state.shape], for: "gru") }
      return sizes
    }
    let (stateWeight, stateBias) = (weights.stateWeight, weights.stateBias)
    let x = transposed(0)
    let gates = x.linear(weights.inputWeight, GRURun.bias(of: weights))
    let states = Tensor(uninitialised: [sizes.frames, sizes.trials, sizes.hidden])
    let run = GRURun(
      sizes, weights, gates: Storage(part: 0..<gates.count, of: gates.storage), states: states.storage, from: state)
    run.advance(0..<sizes.frames)
    return states.recorded(from: [gates, stateWeight, stateBias] + (state.map { [$0] } ?? [])) { dStates, tape in
      let (activated, recurrent) = (run.gates, run.recurrent)
      let turned = PackedWeight(stateWeight, isTransposed: true)
      for t in (0..<sizes.frames).reversed() {
        let (part, dState) = (recurrent.base + t * sizes.gate, dStates.base + t * sizes.state)
        ck_gru_cell_backward(
          activated.base + t * sizes.gate, part, run.before(t), dState, Int64(sizes.trials), Int64(sizes.hidden))
        if t > 0 {
          let dBefore = dStates.base + (t - 1) * sizes.state
          addNumbers(dState, into: dBefore, count: sizes.state)
          turned.addProduct(part, to: dBefore, rows: sizes.trials)
        }
      }
      if let state, sizes.frames > 0 {
        tape.add(to: state) { dBefore in
          addNumbers(dStates.base, into: dBefore, count: sizes.state)
          turned.addProduct(recurrent.base, to: dBefore, rows: sizes.trials)
        }
      }
      tape.add(to: stateWeight) { dw in
        sizes.addStateWeightGradient(recurrent.base, run.states.base, from: state?.pointer, into: dw)
      }
      tape.add(to: stateBias) {
        ck_sum_rows(recurrent.base, $0, Int64(sizes.frames * sizes.trials), Int64(3 * sizes.hidden))
      }
      tape.hand(activated, to: gates)
    }
  }
}

/// A GRU layer on its way through a sequence.
struct GRURun: RecurrentRun {
  let sizes: RecurrenceSizes
  let gates, states, recurrent: Storage
  private let weight: PackedWeight
  private let stateBias: Tensor
  private let first: Tensor?

  init(_ sizes: RecurrenceSizes, _ weights: RecurrentWeights, gates: Storage, states: Storage) {
    self.init(sizes, weights, gates: gates, states: states, from: nil)
  }

  init(_ sizes: RecurrenceSizes, _ weights: RecurrentWeights, gates: Storage, states: Storage, from first: Tensor?) {
    (self.sizes, self.gates, self.states, self.first) = (sizes, gates, states, first)
    stateBias = weights.stateBias
    recurrent = Storage(count: sizes.frames * sizes.gate)
    weight = PackedWeight(weights.stateWeight)
  }

  static func bias(of weights: RecurrentWeights) -> Tensor { weights.inputBias }

  /// The state before a frame, within `states`; nothing before the first one of a new sequence.
  func before(_ frame: Int) -> UnsafeMutablePointer<Float>? {
    frame > 0 ? states.base + (frame - 1) * sizes.state : first?.pointer
  }

  func advance(_ frames: Range<Int>) {
    for t in frames {
      let part = recurrent.base + t * sizes.gate
      ck_fill_rows(stateBias.pointer, part, Int64(sizes.trials), Int64(3 * sizes.hidden))
      let before = before(t)
      if let before { weight.addProduct(before, to: part, rows: sizes.trials) }
      ck_gru_cell(
        gates.base + t * sizes.gate, part, before, states.base + t * sizes.state, Int64(sizes.trials),
        Int64(sizes.hidden))
    }
  }
}
