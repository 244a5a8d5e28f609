import Runs
import Tensors

/// All that a training needs to go on from the end of an epoch.
struct TrainingProgress: Sendable {
  /// The weights after the last epoch.
  var weights: [Weight]
  /// The weights of the best epoch; in a training without validation those of the last one.
  var best: [Weight]
  /// The mean of the weights over the training, where one is kept.
  var average: [Weight]?
  /// What the optimiser remembers.
  var optimiser: AdamW.State
  /// A record of every finished epoch.
  var history: [EpochRecord] = []
  /// The epoch with the lowest validation loss, from 1; 0 before the first.
  package var bestEpoch = 0
  /// The lowest validation loss.
  var bestLoss = Double.infinity

  init(parameters: Parameters, rates: AdamW.Rates) {
    weights = parameters.weights
    best = weights
    optimiser = AdamW(rates, for: parameters).state
  }

  /// Whether the validation loss has not improved for `patience` epochs; never without a patience.
  func isDone(patience: Int?) -> Bool {
    guard let patience else { return false }
    return history.count - bestEpoch >= patience && !history.isEmpty
  }

  mutating func finish(
    _ record: EpochRecord, weights: [Weight], average: [Weight]? = nil, optimiser: AdamW.State, improvement: Double
  ) {
    history.append(record)
    self.weights = weights
    self.average = average
    self.optimiser = optimiser
    let kept = average ?? weights
    guard let loss = record.validationLoss else {
      best = kept
      bestEpoch = record.epoch
      return
    }
    if loss < bestLoss - improvement {
      (best, bestEpoch, bestLoss) = (kept, record.epoch, loss)
    }
  }
}
