import Formats
import Foundation
import Processes
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
  /// How it trains where it does not by the protocol's recipe; nil where it does.
  let training: OpenTraining?
  /// How its predictions come about.
  let origin: RunDescription.Origin

  /// Makes an entry of any trainer.
  public init(entry: RunDescription.Entry, task: any PredictionTask, trainer: any EntryTrainer) {
    self.init(entry: entry, task: task, trainer: trainer, origin: .trained)
  }

  init(
    entry: RunDescription.Entry, task: any PredictionTask, trainer: any EntryTrainer, origin: RunDescription.Origin,
    training: OpenTraining? = nil
  ) {
    self.training = training
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
    try self.init(manifest, among: types, code: code, sandbox: nil)
  }

  /// Makes an entry of a manifest, whose program runs in a sandbox.
  init(
    _ manifest: Manifest, among types: [any Architecture.Type], code: CodeDigests, sandbox: ProgramSandbox?
  ) throws {
    if case .process(let command, let timeLimit) = manifest.implementation {
      try self.init(
        program: ProcessTrainer(manifest, command: command, timeLimit: timeLimit, walls: sandbox), manifest)
      return
    }
    let configured = try manifest.configured(among: types)
    let architecture = type(of: configured.architecture).name
    let configuration = configured.configuration.canonicalJSON
    let digest = try code.digest(of: architecture)
    self.init(
      entry: .init(
        name: manifest.name, architecture: architecture, configuration: configuration,
        parameters: configured.parameterCount(of: manifest.task),
        fingerprint: Self.fingerprint(architecture, manifest.task, configuration, digest, manifest.training),
        code: digest, engine: engineVersion, track: manifest.training.map { _ in manifest.track },
        training: manifest.training?.canonical),
      task: manifest.task, trainer: Self.trainer(manifest, configured), origin: .trained, training: manifest.training)
  }

  private static func trainer(_ manifest: Manifest, _ configured: ConfiguredArchitecture) -> any EntryTrainer {
    let network = NetworkTrainer(
      entry: manifest.name, configured: configured, task: manifest.task, start: nil, open: manifest.training)
    let count = manifest.training?.ensemble ?? 1
    return count > 1 ? EnsembleTrainer(member: network, count: count) : network
  }

  private init(program: ProcessTrainer, _ manifest: Manifest) {
    self.init(
      entry: .init(
        name: program.entry, architecture: "process", configuration: program.configuration.canonical, parameters: nil,
        fingerprint: Self.fingerprint("process", program.task, program.configuration.canonical, program.command.digest),
        code: program.command.digest, engine: engineVersion, track: manifest.isBaseline ? nil : manifest.track),
      task: program.task, trainer: program, origin: manifest.isBaseline ? .baseline : .trained)
  }

  /// SHA-256 of all that makes an entry what it is, names left out.
  private static func fingerprint(
    _ architecture: String, _ task: any PredictionTask, _ configuration: String, _ code: String,
    _ training: OpenTraining? = nil
  ) -> String {
    let own = training.map { "training \($0.canonical)\n" } ?? ""
    return Digest.sha256(
      of: Data("\(architecture)\n\(task.name)\n\(configuration)\n\(code)\nengine \(engineVersion)\n\(own)".utf8))
  }
}

extension Catalogue {
  /// The fingerprint of every entry as it would be trained now, by its name.
  ///
  /// An entry whose program or architecture is not there is left out: of it nothing can be said.
  public func currentFingerprints(among types: [any Architecture.Type], code: CodeDigests) -> [String: String] {
    var fingerprints = [String: String]()
    for entry in entries {
      fingerprints[entry.name] = try? TrainableEntry.fingerprint(of: entry, among: types, code: code)
    }
    return fingerprints
  }
}

extension TrainableEntry {
  /// The fingerprint that an entry's runs have now.
  fileprivate static func fingerprint(
    of manifest: Manifest, among types: [any Architecture.Type], code: CodeDigests
  ) throws -> String {
    if case .process(let command, let timeLimit) = manifest.implementation {
      let program = try ProcessTrainer(manifest, command: command, timeLimit: timeLimit)
      return TrainableEntry(program: program, manifest).entry.fingerprint
    }
    let configured = try manifest.configured(among: types)
    let architecture = type(of: configured.architecture).name
    return fingerprint(
      architecture, manifest.task, configured.configuration.canonicalJSON, try code.digest(of: architecture),
      manifest.training)
  }
}
