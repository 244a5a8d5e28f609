import Faults
import Formats
import Foundation

/// How an entry of the open track trains: the section `training` of its manifest.
///
/// People, split, folds, selection by validation error and scoring are the protocol's all the same; what is not given here
/// is the protocol's, too.
public struct OpenTraining: Sendable, Equatable {
  /// How the learning rate changes over the epochs, after the warm-up.
  public enum Schedule: Sendable, Equatable {
    /// It stays.
    case constant
    /// It falls to nothing along half a cosine, which ends with the last epoch that a fold may have.
    case cosine
    /// It is multiplied by a factor every so many epochs.
    case step(every: Int, factor: Double)
  }

  /// What a step makes smaller; a fold stops by the mean squared error, whatever this is.
  public struct Loss: Sendable, Equatable {
    /// How the error of a number counts.
    public enum Kind: String, Sendable, CaseIterable { case mse, mae, huber }
    /// How the error of a number counts.
    public let kind: Kind
    /// Where Huber's loss turns from a parabola to a line, in N/kg or Nm/kg.
    public let delta: Double
    /// How much the mean squared error of the change from frame to frame is added.
    public let derivative: Double

    /// Makes a loss; each part is what the property of its name says.
    package init(kind: Kind, delta: Double = 0, derivative: Double = 0) {
      (self.kind, self.delta, self.derivative) = (kind, delta, derivative)
    }
  }

  /// How trials are varied, anew in every epoch, before they are learnt.
  public struct Augmentation: Sendable, Equatable {
    /// The largest shift around the cycle, as a share of it; inputs and targets turn together.
    public let timeShift: Double
    /// The standard deviation of what is added to inputs, in their standard deviations.
    public let noise: Double
    /// By how much the inputs of a trial are at most made larger or smaller.
    public let scaling: Double
    /// The largest share of another trial of the batch that is mixed in, inputs and targets alike.
    public let mixing: Double
    /// The share of a trial's frames whose inputs are hidden, in one piece.
    public let masking: Double

    /// Makes an augmentation; each part is what the property of its name says.
    package init(
      timeShift: Double = 0, noise: Double = 0, scaling: Double = 0, mixing: Double = 0, masking: Double = 0
    ) {
      (self.timeShift, self.noise, self.scaling) = (timeShift, noise, scaling)
      (self.mixing, self.masking) = (mixing, masking)
    }
  }

  /// Which weights are kept instead of those of an epoch's last step.
  public enum Averaging: Sendable, Equatable {
    /// A mean over steps in which earlier ones fade; `decay` of it stays at each step.
    case exponential(decay: Double)
    /// The mean of the weights at the ends of epochs, from that epoch on.
    case uniform(from: Int)
  }

  /// A training before the training, in which hidden frames of the training part's own angles are to be filled in.
  public struct Pretraining: Sendable, Equatable {
    /// The epochs.
    public let epochs: Int
    /// The share of a trial's frames that is hidden.
    public let masked: Double
  }

  /// The most epochs that an entry may ask for.
  public static let mostEpochs = 500

  /// The most epochs of a fold.
  public let epochs: Int?
  /// The trials of a batch.
  public let batch: Int?
  /// The learning rate after the warm-up.
  public let learningRate: Double?
  /// The decay of weights per unit of learning rate.
  public let weightDecay: Double?
  /// The epochs in which the learning rate rises to its value.
  public let warmUp: Int
  /// How the learning rate changes.
  public let schedule: Schedule
  /// What a step makes smaller.
  public let loss: Loss
  /// How trials are varied.
  public let augmentation: Augmentation
  /// Which weights are kept; nil for those of the last step.
  public let averaging: Averaging?
  /// How many networks, each of a seed of its own, predict together by their mean.
  public let ensemble: Int
  /// The training before the training.
  public let pretraining: Pretraining?
  /// Every rule in canonical JSON.
  public let canonical: String

  /// Reads the section.
  /// - Throws: `Fault` of kind `data` with file, line and column.
  public init(_ settings: Settings) throws {
    epochs = try settings.integer(ifPresent: "epochs", in: 1...Self.mostEpochs)
    batch = try settings.integer(ifPresent: "batch", in: 1...65536)
    learningRate = try settings.number(
      ifPresent: "learning_rate", in: TrainingRecipe.Optimiser.allowedLearningRates)
    weightDecay = try settings.number(ifPresent: "weight_decay", in: 0...10)
    warmUp = try settings.integer("warm_up", in: 0...Self.mostEpochs, default: 0)
    schedule =
      switch try settings.choice("schedule", of: ["constant", "cosine", "step"], default: "constant") {
      case "cosine": .cosine
      case "step":
        .step(
          every: try settings.integer("step_epochs", in: 1...Self.mostEpochs),
          factor: try settings.number("step_factor", in: 0.0001...1))
      default: .constant
      }
    let kind = try settings.choice("loss", of: Loss.Kind.allCases.map(\.rawValue), default: Loss.Kind.mse.rawValue)
    loss = Loss(
      kind: Loss.Kind(rawValue: kind) ?? .mse,
      delta: kind == Loss.Kind.huber.rawValue ? try settings.number("huber_delta", in: 1e-6...1e3, default: 0.1) : 0,
      derivative: try settings.number("loss_of_derivative", in: 0...1e4, default: 0))
    let varied = try settings.section(ifPresent: "augmentation")
    augmentation = Augmentation(
      timeShift: try varied?.number("time_shift", in: 0...0.5, default: 0) ?? 0,
      noise: try varied?.number("noise", in: 0...10, default: 0) ?? 0,
      scaling: try varied?.number("scaling", in: 0...0.9, default: 0) ?? 0,
      mixing: try varied?.number("mixing", in: 0...0.5, default: 0) ?? 0,
      masking: try varied?.number("masking", in: 0...0.9, default: 0) ?? 0)
    let average = try settings.section(ifPresent: "averaging")
    let decay = try average?.number(ifPresent: "exponential", in: 0.5...0.999999)
    let from = try average?.integer(ifPresent: "uniform_from", in: 1...Self.mostEpochs)
    switch (decay, from) {
    case (let decay?, nil): averaging = .exponential(decay: decay)
    case (nil, let from?): averaging = .uniform(from: from)
    case (nil, nil) where average == nil: averaging = nil
    default:
      throw settings.fault(
        "averaging", "'averaging' holds one of 'exponential' (a decay) and 'uniform_from' (an epoch).")
    }
    ensemble = try settings.integer("ensemble", in: 1...20, default: 1)
    pretraining = try settings.section(ifPresent: "pretraining").map { section in
      Pretraining(
        epochs: try section.integer("epochs", in: 1...Self.mostEpochs),
        masked: try section.number("masked", in: 0.05...0.9, default: 0.3))
    }
    try settings.finish()
    canonical = settings.resolved.canonicalJSON
    if let epochs, let idle = idle(in: epochs) {
      let section = idle.key == "uniform_from" ? average ?? settings : settings
      throw section.fault(idle.key, "\(idle.reason); give more 'epochs', or leave '\(idle.key)' out.")
    }
  }

  /// Looks whether all of it can act in the epochs that a protocol gives.
  /// - Throws: `Fault` of kind `data` naming the entry and the key.
  package func check(of entry: String, epochs: Int) throws {
    guard let idle = idle(in: epochs) else { return }
    throw Fault(
      .data, at: .part(entry),
      "its section 'training': \(idle.reason); name more 'epochs' there, or leave '\(idle.key)' out.")
  }

  /// The first key that could do nothing in so many epochs, and why; nil where all act.
  private func idle(in epochs: Int) -> (key: String, reason: String)? {
    if warmUp >= epochs {
      return (
        "warm_up",
        "'warm_up' is \(warmUp), and after \(counted(epochs, "epoch")) the learning rate has not risen to its value"
      )
    }
    if case .uniform(let first) = averaging, first > epochs {
      return (
        "uniform_from", "'uniform_from' is \(first), and with \(counted(epochs, "epoch")) no mean would ever begin"
      )
    }
    if case .step(let every, _) = schedule, every >= epochs - warmUp {
      return ("step_epochs", "'step_epochs' is \(every), and with \(counted(epochs, "epoch")) no step would ever come")
    }
    return nil
  }

  /// The protocol's recipe with what the entry has of its own.
  package func applied(to recipe: TrainingRecipe) -> TrainingRecipe {
    var optimiser = recipe.optimiser
    optimiser.learningRate = learningRate ?? optimiser.learningRate
    optimiser.weightDecay = weightDecay ?? optimiser.weightDecay
    return TrainingRecipe(
      standardisationEpsilon: recipe.standardisationEpsilon, optimiser: optimiser, clip: recipe.clip,
      batch: batch ?? recipe.batch, epochs: epochs ?? recipe.epochs, patience: recipe.patience,
      minimalImprovement: recipe.minimalImprovement, seeds: recipe.seeds)
  }

  /// What the learning rate is multiplied by in an epoch, from 1, of at most so many.
  package func rateFactor(epoch: Int, of epochs: Int) -> Double {
    if epoch <= warmUp { return Double(epoch) / Double(warmUp + 1) }
    switch schedule {
    case .constant: return 1
    case .cosine:
      let share = Double(epoch - warmUp - 1) / Double(max(epochs - warmUp, 1))
      return 0.5 * (1 + cos(Double.pi * min(max(share, 0), 1)))
    case .step(let every, let factor):
      return (0..<((epoch - warmUp - 1) / every)).reduce(1) { rate, _ in rate * factor }
    }
  }
}
