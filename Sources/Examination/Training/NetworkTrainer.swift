import Faults
import Formats
import Foundation
import Jobs
import Protocols
import Runs
import Tensors
import Weights
import Zoo

/// A compiled architecture that learns by gradient descent.
public struct NetworkTrainer: EntryTrainer {
  /// The name of the entry.
  public let entry: String
  /// The architecture with its hyperparameters.
  public let configured: ConfiguredArchitecture
  /// What it predicts.
  public let task: any PredictionTask
  /// The weights that it starts from; nil to draw them.
  let start: TensorPlan?
  /// How it trains where it does not by the protocol's recipe.
  let open: OpenTraining?

  /// Takes an architecture for a task.
  public init(entry: String, configured: ConfiguredArchitecture, task: any PredictionTask) {
    self.init(entry: entry, configured: configured, task: task, start: nil)
  }

  /// Takes an architecture that starts from the weights of another network.
  init(
    entry: String, configured: ConfiguredArchitecture, task: any PredictionTask, start: TensorPlan?,
    open: OpenTraining? = nil
  ) {
    self.start = start
    self.open = open
    self.entry = entry
    self.configured = configured
    self.task = task
  }

  public func train(_ request: TrainingRequest, _ context: JobContext) throws -> TrainingResult {
    let recipe = request.recipe
    if let objection = TrainingMemory.objection(configured, task) { throw Fault(.data, at: .part(entry), objection) }
    let start = try open?.pretraining.map { try pretrained(request, $0, context) } ?? start
    let trainer = TrainingLoop(
      configured.architecture, recipe: recipe, seed: request.seed, threads: context.threads,
      trainingSet: request.trainingSet,
      start: start, open: open)
    let file = ProgressFile(folder: request.folder, fingerprint: request.fingerprint)
    let saved = file.read(into: TrainingProgress(parameters: trainer.parameters, rates: recipe.rates))
    try Folder.make(request.folder)
    let progress = try trainer.train(
      request.trainingSet, validation: request.validation, epochs: request.epochs, from: saved,
      interruption: context.interruption
    ) { progress in
      // A home that has gone in the meantime is not made anew in its place.
      try Folder.checkThere(request.folder)
      try RunWriter.write(progress.history, in: request.folder)
      try file.write(progress)
      if let record = progress.history.last {
        context.report(.step(job: request.job, try JobStep(record, of: request.epochs, best: progress.bestEpoch)))
      }
    }
    let artifact = try artifact(progress.best, request)
    return TrainingResult(
      bestEpoch: progress.bestEpoch, epochs: progress.history.count,
      bestValidationLoss: request.validation == nil ? nil : progress.bestLoss,
      model: try TrainedNetwork(artifact, configured.architecture))
  }

  public func restore(from folder: URL) throws -> any TrainedModel {
    try TrainedNetwork(Artifact.read(TrainedNetwork.file(in: folder)), configured.architecture)
  }

  public func kept(in folder: URL) -> URL { TrainedNetwork.file(in: folder) }

  public func discardProgress(in folder: URL) {
    ProgressFile(folder: folder, fingerprint: "").remove()
    try? FileManager.default.removeItem(at: folder.appending(path: Self.pretrainingFolder))
  }

  private func artifact(_ weights: [Weight], _ request: TrainingRequest) throws -> Artifact {
    try Artifact(
      entry: entry, architecture: type(of: configured.architecture).name, task: task.name,
      configuration: configured.configuration.json, standardisation: request.trainingSet.standardisation,
      inputs: task.inputs, outputs: task.outputs, unit: task.unit, rawUnit: task.rawUnit,
      frames: request.trainingSet.frames,
      weights: weights, provenance: request.provenance, trainedOn: request.trainedOn)
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

  static func file(in folder: URL) -> URL { folder.appending(path: RunFolder.weightsFile) }

  func predict(_ angles: [Float], frames: Int, _ context: JobContext) throws -> [Float] {
    predictor.predict(angles, frames: frames, threads: context.threads)
  }

  func keep(in folder: URL) throws -> String {
    try artifact.write(to: Self.file(in: folder))
    return try digest()
  }

  func digest() throws -> String { try artifact.digest() }

  var standardisation: Standardisation? { artifact.standardisation }
  var trainedOn: TrainedOn? { artifact.trainedOn }
  var run: String? { artifact.provenance["run"] }
}

extension JobStep {
  /// The machine-readable line of an epoch.
  private struct Line: Encodable {
    var epoch: EpochRecord
    var epochs: Int
    var bestEpoch: Int
  }

  /// Describes an epoch.
  ///
  /// - Parameters:
  ///   - record: what the epoch did.
  ///   - epochs: the most epochs.
  ///   - best: the epoch with the lowest validation loss so far.
  init(_ record: EpochRecord, of epochs: Int, best: Int) throws {
    let validation = record.validationLoss.map { String(format: ", validation %.4f (best epoch %d)", $0, best) } ?? ""
    self.init(
      number: record.epoch, most: epochs, seconds: record.seconds,
      text: String(format: "epoch %d of %d, loss %.4f", record.epoch, epochs, record.loss) + validation,
      json: String(
        decoding: try JSONText.line(Line(epoch: record, epochs: epochs, bestEpoch: best)).dropLast(), as: UTF8.self))
  }
}
