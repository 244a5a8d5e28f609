import Faults
import Formats
import Foundation
import Jobs
import Processes
import Protocols

/// A program that learns and predicts, called by the contract in `docs/process-entries.md`.
public struct ProcessTrainer: EntryTrainer {
  /// The seconds that a call may take when the manifest does not say.
  public static let standardTimeLimit: Double = 3600

  /// The name of the entry.
  public let entry: String
  let task: any PredictionTask
  let configuration: JSON
  let command: ProgramCommand
  let timeLimit: Double
  /// The walls that the program runs in.
  let walls: ProgramSandbox?

  /// Takes the command of a manifest.
  /// - Throws: ``Fault`` when the manifest's folder does not hold the program.
  init(_ manifest: Manifest, command: [String], timeLimit: Double?, walls: ProgramSandbox? = nil) throws {
    self.walls = walls
    entry = manifest.name
    task = manifest.task
    configuration = manifest.configuration.json
    self.command = try ProgramCommand(command, folder: manifest.folder, place: manifest.name)
    self.timeLimit = timeLimit ?? Self.standardTimeLimit
  }

  public func train(_ request: TrainingRequest, _ context: JobContext) throws -> TrainingResult {
    let log = request.folder.appending(path: "process.log")
    try? FileManager.default.removeItem(at: log)
    let call = call("fit", log: log)
    return try withScratchFolder { scratch in
      let model = scratch.appending(path: ProgramFiles.model)
      try FileManager.default.createDirectory(at: model, withIntermediateDirectories: true)
      try ProgramFiles.write(request.trainingSet, to: scratch.appending(path: ProgramFiles.training))
      if let validation = request.validation {
        try ProgramFiles.write(validation, to: scratch.appending(path: ProgramFiles.validation))
      }
      try write(question(request), in: scratch)
      try call.run(in: scratch, context.interruption)
      let report = try explaining(call, "left a '\(ProgramFiles.report)' that cannot be used") {
        try ProgramFiles.report(in: scratch, epochs: request.epochs)
      }
      let files = try explaining(call, "left a model that cannot be kept") { try ModelFiles(in: model) }
      let trained = TrainedProgram(
        trainer: self, folder: request.folder,
        description: .init(
          entry: entry, command: command.digest, configuration: configuration.canonical,
          mean: request.trainingSet.standardisation.mean, deviation: request.trainingSet.standardisation.deviation,
          files: files.entries, provenance: request.provenance),
        trainedOn: request.trainedOn)
      try trained.write(from: model, to: request.folder)
      return TrainingResult(
        bestEpoch: report?.bestEpoch ?? request.epochs, epochs: report?.epochs ?? request.epochs,
        bestValidationLoss: request.validation == nil ? nil : report?.loss, model: trained)
    }
  }

  public var sandbox: String? { walls?.name }

  public func restore(from folder: URL) throws -> any TrainedModel { try TrainedProgram(self, in: folder) }

  public func kept(in folder: URL) -> URL { TrainedProgram.file(in: folder) }

  public func discardProgress(in folder: URL) { TrainedProgram.remove(from: folder) }

  /// A call of the program.
  func call(_ verb: String, log: URL) -> ProgramCall {
    ProgramCall(entry: entry, verb: verb, command: command, timeLimit: timeLimit, log: log, sandbox: walls)
  }

  /// What every call is told.
  func question(_ verb: String, trials: Int, frames: Int) throws -> [String: JSON] {
    [
      "contract": .number("1"), "call": .text(verb), "entry": .text(entry), "task": .text(task.name),
      "inputs": .array(task.inputs.map { .text($0) }), "outputs": .array(task.outputs.map { .text($0) }),
      "unit": .text(task.unit), "trials": .number("\(trials)"), "frames": .number("\(frames)"),
      "configuration": configuration, "time_limit": JSON(timeLimit) ?? .null,
    ]
  }

  func write(_ question: [String: JSON], in folder: URL) throws {
    try AtomicFile.write(
      Data((JSON.object(question).canonical + "\n").utf8), to: folder.appending(path: ProgramFiles.call))
  }

  private func question(_ request: TrainingRequest) throws -> [String: JSON] {
    var question = try question("fit", trials: request.trainingSet.trials, frames: request.trainingSet.frames)
    let recipe = request.recipe
    question["seed"] = .number("\(request.seed)")
    question["epochs"] = .number("\(request.epochs)")
    question["validation_trials"] = request.validation.map { .number("\($0.trials)") } ?? .null
    let numbers = [
      "learning_rate": recipe.rates.learningRate, "weight_decay": recipe.rates.weightDecay,
      "beta1": recipe.rates.beta1, "beta2": recipe.rates.beta2, "epsilon": recipe.rates.epsilon,
      "clip_gradient_norm": recipe.clip, "minimal_improvement": recipe.minimalImprovement,
    ]
    var members = numbers.mapValues { JSON($0) ?? .null }
    members["batch"] = .number("\(recipe.batch)")
    members["patience"] = .number("\(recipe.patience)")
    question["recipe"] = .object(members)
    return question
  }
}

/// Runs `body`; what is wrong with a file of the program becomes a fault of the call.
func explaining<Result>(_ call: ProgramCall, _ what: String, _ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch let fault as Fault where fault.kind == .data || fault.kind == .missing {
    throw call.fault("\(what): \(fault.description)")
  }
}
