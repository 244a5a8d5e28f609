/// How a forward pass is run: to evaluate, or to train with a key for its random numbers.
///
/// A dropout mask depends on what it is for (seed, step, layer, trial) and not on which thread asks first or
/// how a batch is cut up.
public struct Pass: Sendable {
  struct Key: Sendable {
    let seed: UInt64
    let step: UInt32
    let firstTrial: UInt32
  }

  let key: Key?

  /// No dropout.
  public static let evaluation = Pass(key: nil)

  /// Dropout is on.
  ///
  /// - Parameters:
  ///   - seed: the seed of the run.
  ///   - step: the number of the optimiser step.
  ///   - firstTrial: the place in the batch of the first trial that this pass sees.
  public static func training(seed: UInt64, step: Int, firstTrial: Int = 0) -> Pass {
    Pass(
      key: Key(
        seed: seed, step: UInt32(truncatingIfNeeded: step), firstTrial: UInt32(truncatingIfNeeded: firstTrial)
      ))
  }

  /// Whether this is training.
  public var isTraining: Bool { key != nil }
}
