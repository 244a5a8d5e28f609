/// How every entry of an examination trains (docs/semantics.md, sections 1.3 to 1.5 and 6).
///
/// What has only one allowed value is in the file all the same, so that the file says the whole recipe.
public struct TrainingRecipe: Sendable, Equatable {
  /// How many epochs a recipe may have.
  public static let allowedEpochs = 1...100_000

  /// The rates of AdamW.
  public struct Optimiser: Sendable, Equatable {
    /// The learning rates that a recipe may have.
    public static let allowedLearningRates = 1e-9...10

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

    /// Makes rates.
    public init(learningRate: Double, weightDecay: Double, beta1: Double, beta2: Double, epsilon: Double) {
      self.learningRate = learningRate
      self.weightDecay = weightDecay
      self.beta1 = beta1
      self.beta2 = beta2
      self.epsilon = epsilon
    }
  }

  /// What is added to the population standard deviation of each input.
  public let standardisationEpsilon: Double
  /// The optimiser's rates.
  public let optimiser: Optimiser
  /// The largest norm of a step's gradient.
  public let clip: Double
  /// The trials of a batch; the last of an epoch may be smaller.
  public let batch: Int
  /// The most epochs.
  public let epochs: Int
  /// After how many epochs without improvement a fold stops.
  public let patience: Int
  /// By how much the validation loss must fall to count as an improvement.
  public let minimalImprovement: Double
  /// The seeds; each makes a run of its own.
  public let seeds: [UInt64]

  /// Collects the parts, each within what a file may say of it.
  package init(
    standardisationEpsilon: Double, optimiser: Optimiser, clip: Double, batch: Int, epochs: Int, patience: Int,
    minimalImprovement: Double, seeds: [UInt64]
  ) {
    self.standardisationEpsilon = standardisationEpsilon
    self.optimiser = optimiser
    self.clip = clip
    self.batch = batch
    self.epochs = epochs
    self.patience = patience
    self.minimalImprovement = minimalImprovement
    self.seeds = seeds
  }

  /// Reads the section `training` of a protocol.
  /// - Throws: `Fault` of kind `data` with file, line and column.
  public init(_ settings: Settings) throws {
    _ = try settings.choice("targets", of: ["divided-by-body-mass"])
    let standardisation = try settings.section("standardisation")
    _ = try standardisation.choice("deviation", of: ["population"])
    standardisationEpsilon = try standardisation.number("epsilon", in: 1e-12...1)
    _ = try settings.choice("loss", of: ["mean-squared-error"])
    let rates = try settings.section("optimiser")
    _ = try rates.choice("name", of: ["adamw"])
    optimiser = Optimiser(
      learningRate: try rates.number("learning_rate", in: Optimiser.allowedLearningRates),
      weightDecay: try rates.number("weight_decay", in: 0...10),
      beta1: try rates.number("beta1", in: 0...0.999999),
      beta2: try rates.number("beta2", in: 0...0.999999999),
      epsilon: try rates.number("epsilon", in: 1e-16...1))
    clip = try settings.number("clip_gradient_norm", in: 1e-6...1e6)
    batch = try settings.integer("batch", in: 1...65536)
    _ = try settings.choice("shuffle", of: ["torch-randperm"])
    epochs = try settings.integer("epochs", in: Self.allowedEpochs)
    patience = try settings.integer("patience", in: 1...100_000)
    minimalImprovement = try settings.number("minimal_improvement", in: 0...1)
    _ = try settings.choice("final_epochs", of: ["median-of-best"])
    seeds = try settings.integers("seeds", in: 0...Int.max).map(UInt64.init)
    guard !seeds.isEmpty, Set(seeds).count == seeds.count else {
      throw settings.fault("seeds", "'seeds' is empty or holds a seed twice; each makes a run of its own.")
    }
  }
}
