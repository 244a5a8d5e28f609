import Files
import Foundation
import Tensors
import Weights
import Zoo

/// A compiled architecture that learns by gradient descent.
public struct NetworkLearner: Learner {
  /// The name of the entry.
  public let entry: String
  /// The architecture with its hyperparameters.
  public let configured: ConfiguredArchitecture
  /// What it predicts.
  public let task: any PredictionTask
  /// The weights that it starts from; nil to draw them.
  let start: TensorPlan?

  /// Takes an architecture for a task.
  public init(entry: String, configured: ConfiguredArchitecture, task: any PredictionTask) {
    self.init(entry: entry, configured: configured, task: task, start: nil)
  }

  /// Takes an architecture that starts from the weights of another network.
  init(entry: String, configured: ConfiguredArchitecture, task: any PredictionTask, start: TensorPlan?) {
    self.start = start
    self.entry = entry
    self.configured = configured
    self.task = task
  }

  public func learn(_ study: Study, _ context: JobContext) throws -> Learnt {
    let recipe = study.recipe
    let trainer = Trainer(
      configured.architecture, recipe: recipe, seed: study.seed, threads: context.threads, lesson: study.lesson,
      start: start)
    let file = ProgressFile(folder: study.folder, fingerprint: study.fingerprint)
    let saved = file.read(into: TrainingProgress(parameters: trainer.parameters, rates: recipe.rates))
    let log = study.folder.appending(path: "log.jsonl")
    let progress = try trainer.train(
      study.lesson, validation: study.validation, epochs: study.epochs, from: saved, interruption: context.interruption
    ) { progress in
      try AtomicFile.write(progress.history.map(JSONText.line).reduce(Data(), +), to: log)
      try file.write(progress)
      if let record = progress.history.last {
        context.report(
          .epoch(
            job: study.job, record: record, of: study.epochs, bestEpoch: progress.bestEpoch,
            bestLoss: progress.bestLoss))
      }
    }
    let artifact = try artifact(progress.best, study)
    return Learnt(
      bestEpoch: progress.bestEpoch, epochs: progress.history.count,
      bestValidationLoss: study.validation == nil ? nil : progress.bestLoss,
      model: try TrainedNetwork(artifact, configured.architecture))
  }

  public func restore(from folder: URL) throws -> any TrainedModel {
    try TrainedNetwork(Artifact.read(TrainedNetwork.file(in: folder)), configured.architecture)
  }

  public func discardProgress(in folder: URL) { ProgressFile(folder: folder, fingerprint: "").remove() }

  private func artifact(_ weights: [Weight], _ study: Study) throws -> Artifact {
    try Artifact(
      entry: entry, architecture: type(of: configured.architecture).name, task: task.name,
      configuration: configured.configuration.canonicalJSON, standardisation: study.lesson.standardisation,
      inputs: task.inputs, outputs: task.outputs, unit: task.unit, rawUnit: task.rawUnit, frames: study.lesson.frames,
      weights: weights, provenance: study.provenance)
  }
}

/// A network with its weights.
struct TrainedNetwork: TrainedModel {
  let artifact: Artifact
  private let predictor: Predictor

  init(_ artifact: Artifact, _ architecture: any Architecture) throws {
    self.artifact = artifact
    predictor = try artifact.predictor(for: architecture)
  }

  static func file(in folder: URL) -> URL { folder.appending(path: "weights.safetensors") }

  func predict(_ angles: [Float], frames: Int, _ context: JobContext) throws -> [Float] {
    predictor.predict(angles, frames: frames, threads: context.threads)
  }

  func keep(in folder: URL) throws -> String {
    try artifact.write(to: Self.file(in: folder))
    return try digest()
  }

  func digest() throws -> String { try artifact.digest() }
}
