import CKernels

/// AdamW, to the letter of PyTorch's (docs/semantics.md, section 6): decoupled decay of every parameter, epsilon added
/// after the bias correction.
///
/// Loshchilov and Hutter, "Decoupled weight decay regularization", ICLR 2019.
public struct AdamW: Sendable {
  /// The rates of one optimiser.
  public struct Rates: Sendable, Equatable {
    /// The learning rate.
    public var learningRate: Double
    /// The decay of weights per unit of learning rate.
    public var weightDecay: Double
    /// How much of the mean gradient is kept at each step.
    public var beta1: Double
    /// How much of the mean squared gradient is kept at each step.
    public var beta2: Double
    /// What is added to the root of the mean squared gradient.
    public var epsilon: Double

    /// Makes rates; the defaults are PyTorch's.
    public init(
      learningRate: Double, weightDecay: Double, beta1: Double = 0.9, beta2: Double = 0.999,
      epsilon: Double = 1e-8
    ) {
      self.learningRate = learningRate
      self.weightDecay = weightDecay
      self.beta1 = beta1
      self.beta2 = beta2
      self.epsilon = epsilon
    }
  }

  /// What an optimiser remembers, for a run that is to be resumed.
  public struct State: Sendable, Equatable {
    /// The number of steps taken.
    public var steps: Int
    /// The mean gradient of each parameter.
    public var mean: [[Float]]
    /// The mean squared gradient of each parameter.
    public var meanSquare: [[Float]]

    /// Makes a state from its parts.
    public init(steps: Int, mean: [[Float]], meanSquare: [[Float]]) {
      self.steps = steps
      self.mean = mean
      self.meanSquare = meanSquare
    }
  }

  /// The rates, which may change from step to step.
  public var rates: Rates
  /// What the optimiser remembers.
  public var state: State

  /// Makes an optimiser that has taken no step yet.
  public init(_ rates: Rates, for parameters: Parameters) {
    self.rates = rates
    let zeros = parameters.tensors.map { [Float](repeating: 0, count: $0.count) }
    state = State(steps: 0, mean: zeros, meanSquare: zeros)
  }

  /// Takes one step.
  ///
  /// - Parameters:
  ///   - parameters: what is changed.
  ///   - gradients: the gradient of the loss.
  ///   - clip: what every gradient is multiplied by first; see ``Gradients/clipFactor(norm:limit:)``.
  ///   - frozen: the places of parameters that stay as they are.
  public mutating func step(
    _ parameters: Parameters, _ gradients: Gradients, clip: Float = 1, skipping frozen: Set<Int> = []
  ) {
    fitting { () throws(ShapeFault) in try require(parameters, gradients) }
    state.steps += 1
    let correction1 = 1 - power(rates.beta1, state.steps)
    let correction2 = 1 - power(rates.beta2, state.steps)
    for (i, tensor) in parameters.tensors.enumerated() where !frozen.contains(i) {
      ck_adamw(
        tensor.pointer, gradients.pointer(i), &state.mean[i], &state.meanSquare[i], clip, rates.learningRate,
        rates.weightDecay, rates.beta1, rates.beta2, Float(rates.epsilon), correction1, correction2,
        Int64(tensor.count))
    }
  }

  // The state may have come from a file, and the kernel takes its word for the counts.
  private func require(_ parameters: Parameters, _ gradients: Gradients) throws(ShapeFault) {
    let count = parameters.tensors.count
    try requireShape(
      gradients.count == count && state.mean.count == count && state.meanSquare.count == count,
      "AdamW: \(count) parameters, \(gradients.count) gradients and a state of \(state.mean.count) and "
        + "\(state.meanSquare.count) do not belong together.")
    for (i, tensor) in parameters.tensors.enumerated() {
      try requireShape(
        gradients.shapes[i] == tensor.shape && state.mean[i].count == tensor.count
          && state.meanSquare[i].count == tensor.count,
        "AdamW: '\(parameters.names[i])' has shape \(tensor.shape), its gradient \(gradients.shapes[i]) and its state "
          + "\(state.mean[i].count) and \(state.meanSquare[i].count) numbers.")
    }
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, square, rest) = (1.0, base, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return result
  }
}
