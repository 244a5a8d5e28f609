/// The parameters of one recurrent layer: `[gates * hidden, inputs]`, `[gates * hidden, hidden]` and twice
/// `[gates * hidden]`.
struct RecurrentWeights: Sendable {
  let inputWeight, stateWeight, inputBias, stateBias: Tensor
}

/// A recurrent layer on its way through a sequence, of which it takes as many frames at a time as are known.
///
/// Time comes first: a frame of all trials is one matrix of the gates `[frames, trials, gates * hidden]` and of the states
/// `[frames, trials, hidden]`.
protocol RecurrentRun {
  /// Begins a sequence whose gates and states have their place.
  init(_ sizes: RecurrenceSizes, _ weights: RecurrentWeights, gates: Storage, states: Storage)

  /// What is added to the products with the input.
  static func bias(of weights: RecurrentWeights) -> Tensor

  /// Goes on through the frames behind those it has run, of which `gates` has the products with the input; they become
  /// the gates themselves, and `states` gets the layer's output.
  func advance(_ frames: Range<Int>)
}

/// The sizes of one recurrent layer; rows are trials.
struct RecurrenceSizes: Sendable {
  let trials, frames, hidden, gates: Int

  init(trials: Int, frames: Int, hidden: Int, gates: Int) {
    (self.trials, self.frames, self.hidden, self.gates) = (trials, frames, hidden, gates)
  }

  /// Checks the shapes of an input and of the weights.
  init(_ operation: String, _ x: [Int], _ weights: RecurrentWeights, gates: Int) throws(ShapeFault) {
    try requireShape(x.count == 3, "\(operation): the input is [batch, frames, inputs], not \(x).")
    let parameters = [weights.inputWeight, weights.stateWeight, weights.inputBias, weights.stateBias].map(\.shape)
    let hidden = parameters[1].last ?? 0
    let rows = gates * hidden
    try requireShape(
      parameters == [[rows, x[2]], [rows, hidden], [rows], [rows]],
      "\(operation): the weights and biases \(parameters) do not fit the input \(x); they are "
        + "[\(gates) hidden, \(x[2])], [\(gates) hidden, hidden], [\(gates) hidden] and [\(gates) hidden].")
    self.init(trials: x[0], frames: x[1], hidden: hidden, gates: gates)
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
