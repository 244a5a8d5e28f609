import Protocols
import Tensors

/// The mean of a network's weights over its training.
///
/// Polyak and Juditsky 1992 for the fading mean; Izmailov and others 2018, "Averaging weights leads to wider optima and better
/// generalization", for the mean over ends of epochs.
package struct WeightAverage {
  let kind: OpenTraining.Averaging
  /// The mean so far; nil before the first weights.
  package private(set) var weights: [Weight]?

  package init(_ kind: OpenTraining.Averaging, from saved: [Weight]?) { (self.kind, weights) = (kind, saved) }

  /// Takes the weights after a step.
  package mutating func take(step weights: [Weight]) {
    guard case .exponential(let decay) = kind else { return }
    mix(weights, share: Float(1 - decay))
  }

  /// Takes the weights after an epoch, from 1.
  package mutating func take(epoch: Int, _ weights: [Weight]) {
    guard case .uniform(let from) = kind else { return }
    // Before the first epoch that counts, the weights stand for their own mean.
    if epoch <= from { self.weights = weights } else { mix(weights, share: 1 / Float(epoch - from + 1)) }
  }

  private mutating func mix(_ new: [Weight], share: Float) {
    guard let old = weights else {
      weights = new
      return
    }
    weights = zip(old, new).map { old, new in
      Weight(
        name: old.name, shape: old.shape, values: zip(old.values, new.values).map { $0 + share * ($1 - $0) })
    }
  }
}
