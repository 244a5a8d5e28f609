import Cohorts
import Faults
import Formats
import Foundation
import Jobs
import Processes
import Protocols
import Runs
import Weights
import Zoo

/// What an entry learnt in a run here that is no file of weights: a program's model, or networks that predict together.
public struct TrainedRun: Sendable {
  /// The run.
  public let run: RunFolder
  /// What is predicted.
  public let task: any PredictionTask
  /// How inputs are standardised.
  public let standardisation: Standardisation
  let description: RunDescription
  let model: any TrainedModel

  /// The entry.
  public var entry: String { description.entry.name }

  /// Finds the run that a word means: one by its name, or the only one of an entry that stays in its runs.
  ///
  /// - Parameters:
  ///   - word: an entry's name, or a run's name or path.
  ///   - home: where the runs are.
  ///   - zoo: the entries, and the code that they are made of.
  /// - Returns: nil for an entry with weights of its own, and for whatever is neither.
  /// - Throws: ``Fault`` of kind `missing` when no run has finished, `usage` when several have, and `data` when the run is
  ///   of other code or its files have changed.
  public static func find(_ word: String, in home: HomeFolder, _ zoo: BenchmarkRequest.Installation) throws
    -> TrainedRun?
  {
    let named = (try? home.run(named: word)).flatMap { run in describing(run).map { (run, $0) } }
    let name = named?.1.entry.name ?? word
    guard let manifest = zoo.catalogue.entries.first(where: { $0.name == name }), manifest.staysInRuns else {
      return nil
    }
    if named == nil, InstalledWeights(home.weights).existingFile(of: name) != nil { return nil }
    let entry = try TrainableEntry(manifest, among: zoo.architectures, code: zoo.code, sandbox: zoo.sandbox)
    let all =
      named.map { [$0] }
      ?? home.runNames.compactMap { runName in
        let run = RunFolder(home.runs.appending(path: runName))
        guard let description = describing(run), description.entry.name == name else { return nil }
        return [.trained, .baseline].contains(description.origin) ? (run, description) : nil
      }
    let own = all.filter { $0.1.entry.fingerprint == entry.entry.fingerprint }
    guard !own.isEmpty else {
      let others = all.isEmpty ? "" : " (\(counted(all.count, "run")) of other code or another configuration)"
      throw Fault(
        .missing,
        "No run in \(home.runs.relativePath) holds what '\(name)' learns as it is now\(others); train it: hipzoo train \(name)."
      )
    }
    let finished = own.filter { FileManager.default.fileExists(atPath: entry.trainer.kept(in: models(of: $0)).path) }
    guard let first = finished.first else {
      throw Fault(
        .missing, "The training of '\(name)' in \(own[0].0.name) is not finished; go on with: hipzoo train \(name).")
    }
    guard finished.count == 1 else {
      throw Fault(
        .usage,
        "'\(name)' was trained in \(finished.count) runs; name one of them instead: "
          + "\(finished.map(\.0.name).joined(separator: ", ")).")
    }
    return try TrainedRun(first.0, first.1, entry)
  }

  private init(_ run: RunFolder, _ description: RunDescription, _ entry: TrainableEntry) throws {
    let model = try entry.trainer.restore(from: Self.models(of: (run, description)), of: description)
    guard let standardisation = model.standardisation else {
      throw Fault(.data, at: .file(run.name), "it does not say how inputs are standardised.")
    }
    (self.run, self.description, self.task, self.standardisation) = (run, description, entry.task, standardisation)
    self.model = model
  }

  /// With several divisions each final model is one of several equals; the first stands for them.
  private static func models(of run: (RunFolder, RunDescription)) -> URL {
    run.0.division(0, of: max(run.1.split.divisions.count, 1))
  }

  private static func describing(_ run: RunFolder) -> RunDescription? {
    try? JSONText.read(RunDescription.self, from: run.description)
  }

  /// Predicts trials.
  ///
  /// - Parameter angles: `[trials, frames, inputs]`, in degrees.
  /// - Returns: `[trials, frames, outputs]`, in N/kg or Nm/kg.
  /// - Throws: ``Fault`` when a program fails.
  public func predict(_ angles: [Float], _ context: JobContext) throws -> [Float] {
    try model.predict(angles, frames: task.frames, context)
  }
}

extension Manifest {
  /// Whether what the entry learns is more than one file of weights.
  var staysInRuns: Bool {
    if case .process = implementation { return true }
    return (training?.ensemble ?? 1) > 1
  }
}

extension RunDescription.Entry {
  /// What a run learnt that is tested again as it is.
  init(_ trained: TrainedRun, digest: String) {
    let entry = trained.description.entry
    self.init(
      name: entry.name, architecture: entry.architecture, configuration: entry.configuration,
      parameters: entry.parameters,
      fingerprint: Digest.sha256(of: Data("\(digest)\n\(entry.code ?? "")\nengine \(engineVersion)\n".utf8)),
      code: entry.code, engine: engineVersion,
      weights: WeightsLabel(
        name: entry.name, origin: .trained, source: trained.description.rules.name,
        sourceFingerprint: trained.description.fingerprint), track: entry.statedTrack, training: entry.training)
  }
}
