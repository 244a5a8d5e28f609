import Protocols
import Tensors
import Zoo

extension ModelUnderTest {
  func determinismViolations() -> [Violation] {
    let x = angles(3, 20)
    var found = [Violation]()
    for (pass, word) in [(Pass.evaluation, "Evaluation"), (training(), "A training pass with the same key")]
    where !model(x, pass).isIdentical(to: model(x, pass)) {
      found.append(
        Violation(
          .determinism,
          "\(word) gives other numbers the second time; take random numbers from 'Dropout' and 'pass', and keep nothing "
            + "from call to call."))
    }
    if !rebuilt().model(x, .evaluation).isIdentical(to: model(x, .evaluation)) {
      found.append(
        Violation(.determinism, "Two builds with the same seed predict differently; something outside decides."))
    }
    return found + (found.isEmpty ? threadViolations() : [])
  }

  /// Whole shards and one that is not, on different numbers of threads.
  private func threadViolations() -> [Violation] {
    let trials = 37
    let (x, target) = (angles(trials, 12), Tensor(repeating: 0.5, shape: [trials, 12, outputs]))
    let standardisation = Standardisation(
      mean: [Float](repeating: 0, count: inputs), deviation: [Float](repeating: 1, count: inputs))
    let predictor = Predictor(model: model, standardisation: standardisation, outputs: outputs)
    func run(_ threads: Int) -> (predictions: [Float], gradients: [Float]) {
      let batch = BatchGradient(for: parameters, shards: Shards(threads: threads))
      let loss = batch.accumulate(trials) { shard in
        model(x.slice(shard), training(firstTrial: shard.lowerBound))
          .meanSquaredError(target.slice(shard), over: target.count)
      }
      let gradients = (0..<batch.gradients.count).flatMap { batch.gradients[$0].values }
      return (predictor.predict(x.values, frames: 12, threads: threads), [loss] + gradients)
    }
    let one = run(1)
    return [2, 4].flatMap { threads in
      let other = run(threads)
      return [("predictions", one.predictions, other.predictions), ("gradients", one.gradients, other.gradients)]
        .filter { !$1.isIdentical(to: $2) }
        .map { Violation(.determinism, "The \($0.0) of \(threads) threads are not those of one.") }
    }
  }
}
