import Formats
import Foundation
import Protocols
import Runs
import Zoo

/// An entry that takes an examination.
public struct TrainableEntry: Sendable {
  /// The entry, as a run's description names it.
  public let entry: RunDescription.Entry
  /// What it predicts.
  public let task: any PredictionTask
  /// What learns.
  public let trainer: any EntryTrainer
  /// How its predictions come about.
  let origin: RunDescription.Origin

  /// Makes an entry of any trainer.
  public init(entry: RunDescription.Entry, task: any PredictionTask, trainer: any EntryTrainer) {
    self.init(entry: entry, task: task, trainer: trainer, origin: .trained)
  }

  init(
    entry: RunDescription.Entry, task: any PredictionTask, trainer: any EntryTrainer, origin: RunDescription.Origin
  ) {
    self.origin = origin
    self.entry = entry
    self.task = task
    self.trainer = trainer
  }

  /// Makes an entry of a manifest, whose architecture is compiled or a program.
  /// - Parameter code: the digests of the architectures' sources; changed code is another entry.
  /// - Throws: ``Fault`` of kind `data` when the architecture is not compiled or refuses its configuration, `missing`
  ///   when the program is not there.
  public init(_ manifest: Manifest, among types: [any Architecture.Type], code: CodeDigests) throws {
    if case .process(let command, let timeLimit) = manifest.implementation {
      try self.init(program: ProcessTrainer(manifest, command: command, timeLimit: timeLimit))
      return
    }
    let configured = try manifest.configured(among: types)
    let architecture = type(of: configured.architecture).name
    let configuration = configured.configuration.canonicalJSON
    let digest = try code.digest(of: architecture)
    let identity = "\(architecture)\n\(manifest.task.name)\n\(configuration)\n\(digest)\nengine \(engineVersion)\n"
    self.init(
      entry: .init(
        name: manifest.name, architecture: architecture, configuration: configuration,
        parameters: configured.parameters(of: manifest.task).count,
        fingerprint: Digest.sha256(of: Data(identity.utf8)), code: digest, engine: engineVersion),
      task: manifest.task,
      trainer: NetworkTrainer(entry: manifest.name, configured: configured, task: manifest.task))
  }

  private init(program: ProcessTrainer) {
    let identity =
      "process\n\(program.task.name)\n\(program.configuration.canonical)\n\(program.command.digest)\nengine \(engineVersion)\n"
    self.init(
      entry: .init(
        name: program.entry, architecture: "process", configuration: program.configuration.canonical, parameters: nil,
        fingerprint: Digest.sha256(of: Data(identity.utf8)), code: program.command.digest, engine: engineVersion),
      task: program.task, trainer: program)
  }
}
