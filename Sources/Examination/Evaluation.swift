import Cohorts
import Faults
import Formats
import Foundation
import Jobs
import Protocols
import Runs
import Scores
import Weights
import Zoo

/// The scoring of weights or predictions that are there already, kept as a run of its own.
public struct Evaluation: Sendable {
  private let named: NamedProtocol
  private let cohort: Cohort
  private let population: Population
  private let home: HomeFolder

  /// Prepares an evaluation.
  ///
  /// - Parameters:
  ///   - named: which trials are tested on: the test part of the protocol's division, all for `zero-shot`.
  ///   - cohort: the trials with their targets.
  ///   - population: whose trials they are.
  public init(_ named: NamedProtocol, cohort: Cohort, population: Population, home: HomeFolder) {
    self.named = named
    self.cohort = cohort
    self.population = population
    self.home = home
  }

  /// Scores weights.
  /// - Throws: ``Fault`` of kind `data` when they are of another task or the cohort has no targets.
  public func scores(
    of artifact: Artifact, among types: [any Architecture.Type], _ context: JobContext
  ) throws -> (scores: RunScores, folder: RunFolder) {
    guard artifact.task == cohort.task.name else {
      throw Fault(
        .data,
        "\(cohort.source) holds targets of \(cohort.task.name); the weights of '\(artifact.entry)' predict "
          + "\(artifact.task).")
    }
    let predictor = try artifact.predictor(among: types)
    let digest = try artifact.digest()
    let entry = RunDescription.Entry(
      name: artifact.entry, architecture: artifact.architecture, configuration: artifact.configuration,
      parameters: artifact.weights.reduce(0) { $0 + $1.values.count }, fingerprint: digest)
    return try record(.weights, entry, artifact: digest) { exam, _ in
      predictor.predict(exam.angles, frames: Cohort.frames, threads: context.threads)
    }
  }

  /// Scores a file of predictions.
  /// - Throws: ``Fault`` of kind `data` when they do not fit the cohort.
  public func scores(ofPredictions url: URL) throws -> (scores: RunScores, folder: RunFolder) {
    let predictions = try PredictionsFile(url, for: cohort)
    let entry = RunDescription.Entry(
      name: url.deletingPathExtension().lastPathComponent, architecture: "predictions", configuration: "{}",
      parameters: nil, fingerprint: try Digest.sha256(ofFile: url))
    return try record(.predictions, entry, artifact: nil) { _, trials in predictions.values(of: trials) }
  }

  private func record(
    _ origin: RunDescription.Origin, _ entry: RunDescription.Entry, artifact: String?,
    predict: (EvaluationSet, [Int]) throws -> [Float]
  ) throws -> (scores: RunScores, folder: RunFolder) {
    let whole = try HealthyCohort(cohort)
    let selected = named.rules.selection.trials(subjects: whole.subjects, cadences: whole.cadences)
    let subjects = selected.map { whole.subjects[$0] }
    let divisions = try named.rules.divisions(of: subjects)
    let trials = divisions.flatMap(\.test).map { selected[$0] }
    guard !trials.isEmpty else {
      throw Fault(.data, "\(cohort.source): the protocol '\(named.name)' selects none of its \(cohort.trials) trials.")
    }
    let description = RunDescription(
      origin: origin, entry: entry, task: cohort.task.name, rules: .init(named), cohort: cohort.summary,
      split: try .init(divisions, of: subjects), seed: 0)
    let folder = RunFolder(
      home.runs.appending(path: "\(entry.name)-\(named.name)-\(description.fingerprint.prefix(8))"))
    let exam = try whole.evaluationSet(trials)
    let evaluated = try exam.evaluate(predict(exam, trials))
    try folder.begin(description, threads: 1)
    try evaluated.predictions.writeNPZ(to: folder.predictions)
    try JSONText.write(evaluated.curves, to: folder.curves)
    let scores = RunScores(
      run: folder.name, description: description, population: population, cohort: cohort.summary, artifact: artifact,
      table: evaluated.table)
    try JSONText.write(scores, to: folder.scores)
    return (scores, folder)
  }
}

/// Predictions that any program made for a cohort: `Y_pred` `[trials, frames, outputs]` in N/kg or Nm/kg.
private struct PredictionsFile {
  private let values: [Float]
  private let each: Int

  /// Reads the file; `out_cols`, where it is there, gives the order of the outputs, else it is the task's.
  init(_ url: URL, for cohort: Cohort) throws {
    let (file, task) = (url.lastPathComponent, cohort.task)
    let arrays = try NPZ(url)
    func texts(_ name: String) throws -> [String]? { try locating(file) { try arrays.array(name)?.strings } }
    let shape = [cohort.trials, Cohort.frames, task.outputs.count]
    guard let found = try locating(file, { try arrays.shape(of: "Y_pred") }) else {
      throw Fault(
        .data, "\(file): there is no array 'Y_pred' of numbers; expected one of shape \(shape) in \(task.unit).")
    }
    guard found == shape else {
      throw Fault(
        .data,
        "\(file): 'Y_pred' has the shape \(found), expected \(shape): a prediction for every trial of "
          + "\(cohort.source), in its order.")
    }
    if let unit = try texts("unit")?.first, unit != task.unit {
      throw Fault(.data, "\(file): 'unit' is '\(unit)'; predictions are scored in \(task.unit).")
    }
    if let subjects = try texts("subject_id"), subjects != cohort.subjects {
      let trial = zip(subjects, cohort.subjects).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? 0
      throw Fault(
        .data, "\(file): 'subject_id' differs from \(cohort.source) at trial \(trial); predict its trials in its order."
      )
    }
    let names = try texts("out_cols") ?? task.outputs
    let order = task.outputs.compactMap { names.firstIndex(of: $0) }
    guard names.count == task.outputs.count, order.count == task.outputs.count else {
      throw Fault(
        .data,
        "\(file): 'out_cols' is \(names.joined(separator: ", ")); expected "
          + "\(task.outputs.joined(separator: ", ")), in any order.")
    }
    each = Cohort.frames * order.count
    let numbers = try locating(file) { try arrays.floats("Y_pred") ?? [] }
    values = stride(from: 0, to: numbers.count, by: order.count).flatMap { row in order.map { numbers[row + $0] } }
  }

  func values(of trials: [Int]) -> [Float] { trials.flatMap { values[$0 * each..<($0 + 1) * each] } }
}
