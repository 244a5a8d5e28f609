import Tensors

/// The order of trials in every epoch, as PyTorch's loaders draw it from the generator that has made the weights
/// (docs/semantics.md, section 7b).
struct BatchOrder {
  private var generator: TorchGenerator
  private let trials: Int
  private let batch: Int
  private let validates: Bool

  init(_ generator: TorchGenerator, trials: Int, batch: Int, validates: Bool) {
    self.generator = generator
    self.trials = trials
    self.batch = batch
    self.validates = validates
  }

  /// The batches of the next epoch, the last one partial.
  mutating func nextEpoch() -> [[Int]] {
    // A loader draws a seed for its workers first, then one for the order; the validation loader draws the former.
    _ = generator.nextInteger()
    var shuffle = TorchGenerator(seed: generator.nextInteger())
    let order = shuffle.permutation(trials)
    if validates { _ = generator.nextInteger() }
    return stride(from: 0, to: trials, by: batch).map { Array(order[$0..<min($0 + batch, trials)]) }
  }
}
