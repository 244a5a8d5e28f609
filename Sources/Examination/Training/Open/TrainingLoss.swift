import Protocols
import Tensors

extension OpenTraining.Loss {
  /// The part of the loss that some trials make: sums over their numbers divided by the number of all.
  ///
  /// Huber 1964, Ann Math Stat 35:73, for `huber`.
  ///
  /// - Parameters:
  ///   - predicted: `[trials, frames, outputs]`.
  ///   - target: the same shape.
  ///   - count: the numbers of the whole batch.
  package func callAsFunction(_ predicted: Tensor, _ target: Tensor, over count: Int) -> Tensor {
    let share = Float(1 / Double(max(count, 1)))
    let error = predicted - target
    var loss: Tensor
    switch kind {
    case .mse: loss = predicted.meanSquaredError(target, over: count)
    case .mae: loss = error.abs().sum() * share
    case .huber:
      let size = error.abs()
      let beyond = (size - Float(delta)).relu()
      let within = size - beyond
      loss = (within.squared() * 0.5 + beyond * Float(delta)).sum() * share
    }
    let frames = predicted.shape[1]
    if derivative > 0, frames > 1 {
      let change = error.narrowed(axis: 1, to: 1..<frames) - error.narrowed(axis: 1, to: 0..<frames - 1)
      let ofChanges = Float(derivative * Double(frames) / Double(frames - 1)) * share
      loss = loss + change.squared().sum() * ofChanges
    }
    return loss
  }
}
