import Foundation
import Jobs
import Protocols
import Tensors
import Zoo

extension NetworkTrainer {
  /// Trains the network to fill in hidden frames of the training part's own angles; what it has learnt is where the training
  /// proper starts, but for the last layer.
  ///
  /// Nobody but the trials that are trained on is seen, so that a fold's validation people stay unknown.
  func pretrained(
    _ request: TrainingRequest, _ pretraining: OpenTraining.Pretraining, _ context: JobContext
  ) throws -> TensorPlan {
    let set = request.trainingSet.ofInputs
    let loop = TrainingLoop(
      configured.architecture, recipe: request.recipe, seed: request.seed, threads: context.threads, trainingSet: set,
      augmentation: OpenTraining.Augmentation(masking: pretraining.masked))
    let folder = request.folder.appending(path: Self.pretrainingFolder)
    let file = ProgressFile(folder: folder, fingerprint: request.fingerprint)
    let saved = file.read(into: TrainingProgress(parameters: loop.parameters, rates: request.recipe.rates))
    let progress = try loop.train(
      set, validation: nil, epochs: pretraining.epochs, from: saved, interruption: context.interruption
    ) { progress in
      try file.write(progress)
      if let record = progress.history.last {
        context.report(.step(job: request.job, try JobStep(record, of: pretraining.epochs, best: progress.bestEpoch)))
      }
    }
    let scope = Scope(seed: request.seed)
    _ = configured.architecture.model(
      inputs: request.trainingSet.inputCount, outputs: request.trainingSet.outputCount, in: scope)
    return try TensorPlan(parent: progress.best, into: scope.parameters, freeze: [], newHead: true)
  }

  static let pretrainingFolder = "pretraining"
}
