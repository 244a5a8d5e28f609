import Faults
import Foundation
import Protocols
import Runs
import Tensors
import Zoo

/// Trains one network by a protocol's recipe, from its first epoch or from where an earlier run stopped.
///
/// docs/semantics.md, sections 1.4, 6 and 7b: initial weights and batch orders are those of PyTorch's CPU generator;
/// the loss is the mean squared error; AdamW follows a clipped gradient; a fold stops when its validation loss has not
/// improved for a while.
struct TrainingLoop {
  let recipe: TrainingRecipe
  let seed: UInt64
  let threads: Int
  let shards: Shards
  let model: any SequenceModel
  let parameters: Parameters
  let generator: TorchGenerator
  /// The places of the parameters that stay as they are.
  let frozen: Set<Int>
  /// What an entry of the open track does in its own way; nil for the protocol's.
  let open: OpenTraining?
  /// How trials are varied.
  let augmentation: OpenTraining.Augmentation

  /// Builds the network in a fresh scope; with a start, its first numbers are those of another network.
  init(
    _ architecture: some Architecture, recipe: TrainingRecipe, seed: UInt64, threads: Int, trainingSet: TrainingSet,
    start: TensorPlan? = nil, open: OpenTraining? = nil, augmentation: OpenTraining.Augmentation? = nil
  ) {
    self.open = open
    self.augmentation = augmentation ?? open?.augmentation ?? .init()
    let scope = Scope(seed: seed)
    model = architecture.model(inputs: trainingSet.inputCount, outputs: trainingSet.outputCount, in: scope)
    parameters = scope.parameters
    start?.start(parameters)
    frozen = start?.frozen ?? []
    generator = scope.generator
    self.recipe = recipe
    self.seed = seed
    self.threads = threads
    shards = Shards(threads: threads)
  }

  /// Trains.
  ///
  /// - Parameters:
  ///   - training set: what is learnt.
  ///   - validation: what decides when to stop; nil to train all epochs.
  ///   - epochs: the most epochs.
  ///   - saved: where an earlier run stopped.
  ///   - interruption: looked at before every batch.
  ///   - save: called after every epoch with all that a later run needs to go on.
  /// - Returns: the progress after the last epoch.
  /// - Throws: ``Fault`` when the loss is not a number; ``Interrupted``.
  func train(
    _ trainingSet: TrainingSet, validation: TrainingSet?, epochs: Int, from saved: TrainingProgress?,
    interruption: Interruption,
    save: (TrainingProgress) throws -> Void
  ) throws -> TrainingProgress {
    var progress = saved ?? TrainingProgress(parameters: parameters, rates: recipe.rates)
    parameters.load(progress.weights)
    var optimiser = AdamW(recipe.rates, for: parameters)
    optimiser.state = progress.optimiser
    let data = TrainingTensors(trainingSet)
    let heldOut = validation.map(TrainingTensors.init)
    let gradient = BatchGradient(for: parameters, shards: shards)
    var order = BatchOrder(generator, trials: trainingSet.trials, batch: recipe.batch, validates: validation != nil)
    for _ in progress.history { _ = order.nextEpoch() }
    var average = open?.averaging.map { WeightAverage($0, from: progress.average) }

    while progress.history.count < epochs, !progress.isDone(patience: validation == nil ? nil : recipe.patience) {
      let start = ContinuousClock.now
      let epoch = progress.history.count + 1
      var (losses, norms) = ([Double](), [Double]())
      if let open {
        // By the most epochs of a fold, so that a final training of fewer has the same rates.
        optimiser.rates.learningRate =
          recipe.rates.learningRate * open.rateFactor(epoch: epoch, of: recipe.epochs)
      }
      for (number, batch) in order.nextEpoch().enumerated() {
        try interruption.check()
        let trials =
          augmentation.isNothing
          ? data.batch(batch) : augmentation.batch(trainingSet, batch, epoch: epoch, seed: seed)
        let (loss, norm) = step(trials, gradient, &optimiser)
        guard loss.isFinite, norm.isFinite else {
          throw Fault(
            .data,
            "The loss is \(loss) (gradient norm \(norm)) in epoch \(epoch), batch \(number + 1); the weights of epoch "
              + "\(epoch - 1) are kept. A lower learning rate or another configuration may help.")
        }
        losses.append(Double(loss))
        norms.append(Double(norm))
        average?.take(step: parameters.weights)
      }
      let last = parameters.weights
      average?.take(epoch: epoch, last)
      // What is kept is what is judged.
      if let mean = average?.weights { parameters.load(mean) }
      let validationLoss = try heldOut.map { try meanLoss($0, interruption) }
      if let validationLoss, !validationLoss.isFinite {
        throw Fault(
          .data,
          "The validation loss is \(validationLoss) in epoch \(epoch); the weights of epoch \(epoch - 1) are kept.")
      }
      let record = EpochRecord(
        epoch: epoch, loss: mean(losses), validationLoss: validationLoss, gradientNorm: mean(norms),
        seconds: start.duration(to: .now) / .seconds(1), threads: threads, megabytes: ProcessMemory.peakMegabytes)
      parameters.load(last)
      progress.finish(
        record, weights: last, average: average?.weights, optimiser: optimiser.state,
        improvement: recipe.minimalImprovement)
      try save(progress)
    }
    return progress
  }

  private func step(
    _ batch: TrainingTensors, _ gradient: BatchGradient, _ optimiser: inout AdamW
  ) -> (loss: Float, norm: Float) {
    let number = optimiser.state.steps + 1
    let loss = gradient.accumulate(batch.trials) { [model, seed, loss = open?.loss] shard in
      let pass = Pass.training(seed: seed, step: number, firstTrial: shard.lowerBound)
      let (predicted, target) = (model(batch.x.slice(shard), pass), batch.y.slice(shard))
      return loss?(predicted, target, over: batch.y.count)
        ?? predicted.meanSquaredError(target, over: batch.y.count)
    }
    for place in frozen { gradient.gradients.clear(place) }
    let norm = gradient.gradients.norm
    if loss.isFinite, norm.isFinite {
      optimiser.step(
        parameters, gradient.gradients, clip: Gradients.clipFactor(norm: norm, limit: Float(recipe.clip)),
        skipping: frozen)
    }
    return (loss, norm)
  }

  /// The plain mean of the batches' losses: the last, partial batch counts as much as a whole one.
  private func meanLoss(_ data: TrainingTensors, _ interruption: Interruption) throws -> Double {
    var losses = [Double]()
    for start in stride(from: 0, to: data.trials, by: recipe.batch) {
      try interruption.check()
      let batch = data.slice(start..<min(start + recipe.batch, data.trials))
      let parts = shards.map(batch.trials) { [model] _, shard in
        model(batch.x.slice(shard), .evaluation)
          .meanSquaredError(batch.y.slice(shard), over: batch.y.count).scalar
      }
      losses.append(Double(parts.reduce(0, +)))
    }
    return mean(losses)
  }

  private func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(max(numbers.count, 1)) }
}
