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
  let named: NamedProtocol
  let cohort: Cohort
  private let population: Population
  private let seen: SeenPolicy
  let home: HomeFolder
  private var notice: String?

  /// Prepares an evaluation.
  ///
  /// - Parameters:
  ///   - named: which trials are tested on: the test part of the protocol's division, all for `zero-shot`.
  ///   - cohort: the trials with their targets.
  ///   - population: whose trials they are.
  ///   - seen: what becomes of people whom the weights were trained on.
  public init(
    _ named: NamedProtocol, cohort: Cohort, population: Population, seen: SeenPolicy = .exclude, home: HomeFolder
  ) {
    self.named = named
    self.cohort = cohort
    self.population = population
    self.seen = seen
    self.home = home
  }

  /// Prepares an evaluation of a cohort whose population its file or name says.
  ///
  /// - Parameter option: whose trials a person says these are.
  /// - Throws: ``Fault`` (data) when the file says several populations and the person none.
  public init(
    _ named: NamedProtocol, stated cohort: Cohort, option: Population?, seen: SeenPolicy = .exclude, home: HomeFolder
  ) throws {
    let tested = try cohort.testedPopulation(option: option)
    self.init(named, cohort: cohort, population: tested.population, seen: seen, home: home)
    notice = tested.notice
  }

  /// What an evaluation leaves.
  public struct Outcome: Sendable {
    /// The scores.
    public let scores: RunScores
    /// The run folder that they were written to.
    public let folder: RunFolder
    /// What a person should know: guesses, what was mended, what is odd, who was left out.
    public let remarks: [String]
  }

  /// Scores weights.
  /// - Throws: ``Fault`` of kind `data` when they are of another task or the cohort has no targets.
  public func scores(
    of artifact: Artifact, among types: [any Architecture.Type], code: CodeDigests, _ context: JobContext
  ) throws -> Outcome {
    guard artifact.task == cohort.task.name else {
      throw Fault(
        .data,
        "\(cohort.source) holds targets of \(cohort.task.name); the weights of '\(artifact.entry)' predict "
          + "\(artifact.task).")
    }
    let predictor = try artifact.predictor(among: types)
    let digest = try artifact.digest()
    let entry = try RunDescription.Entry(artifact, digest: digest, code: code)
    let change = artifact.changedCode(code).map { [$0] } ?? []
    return try record(.weights, entry, artifact: digest, trainedOn: { artifact.trainedOn }, saying: change) { exam, _ in
      predictor.predict(exam.angles, frames: cohort.frames, threads: context.threads)
    }
  }

  /// Scores what a run learnt.
  /// - Throws: ``Fault`` of kind `data` when it is of another task, a program fails or the cohort has no targets.
  public func scores(of trained: TrainedRun, _ context: JobContext) throws -> Outcome {
    guard trained.task.name == cohort.task.name else {
      throw Fault(
        .data,
        "\(cohort.source) holds targets of \(cohort.task.name); '\(trained.entry)' predicts \(trained.task.name).")
    }
    let digest = try trained.model.digest()
    return try record(
      .weights, RunDescription.Entry(trained, digest: digest), artifact: digest, trainedOn: { trained.model.trainedOn }
    ) { exam, _ in try trained.predict(exam.angles, context) }
  }

  /// Scores a file of predictions.
  /// - Throws: ``Fault`` of kind `data` when they do not fit the cohort.
  public func scores(ofPredictions url: URL) throws -> Outcome {
    let predictions = try PredictionsFile(url, for: cohort)
    try Soundness(
      ofPredictions: predictions.values(of: Array(cohort.subjects.indices)), in: url.lastPathComponent, for: cohort
    ).required()
    let entry = RunDescription.Entry(
      name: url.deletingPathExtension().lastPathComponent, architecture: "predictions", configuration: "{}",
      parameters: nil, fingerprint: try Digest.sha256(ofFile: url))
    return try record(.predictions, entry, artifact: nil, trainedOn: nil) { _, trials in predictions.values(of: trials)
    }
  }

  /// The trials that a protocol tests on.
  struct TestedTrials {
    /// Those of the cohort that the protocol selects.
    let selected: [Int]
    /// How the selected ones are divided, as places among them.
    let divisions: [Division]
    /// Those of the cohort that are tested on.
    var asked: [Int] { divisions.flatMap(\.test).map { selected[$0] } }

    func split(of cohort: Cohort) throws -> RunDescription.SplitSummary {
      try .init(divisions, of: selected.map { cohort.subjects[$0] })
    }
  }

  func tested() throws -> TestedTrials {
    let selected = named.rules.selection.trials(
      subjects: cohort.subjects, cadences: cohort.cadences.map(\.rawValue))
    let facts = cohort.facts
    let trials = TestedTrials(
      selected: selected, divisions: try named.rules.checkedDivisions(of: selected.map { facts[$0] }))
    guard !trials.asked.isEmpty else {
      throw Fault(
        .data, at: .file(cohort.source),
        "the protocol '\(named.name)' selects none of its \(cohort.trials) trials.")
    }
    return trials
  }

  func record(
    _ origin: RunDescription.Origin, _ entry: RunDescription.Entry, artifact: String?,
    trainedOn: (() -> TrainedOn?)?, saying marks: [String] = [], predict: (EvaluationSet, [Int]) throws -> [Float]
  ) throws -> Outcome {
    let whole = try ExternalCohort(cohort, population: population)
    let trials = try tested()
    // What made a file of predictions is not known here, nor whom it was trained on.
    let unseen =
      try trainedOn.map { try whole.unseen(by: $0(), among: trials.asked, seen) }
      ?? UnseenTrials(trials: trials.asked, leftOut: nil, marks: ["predictions of a file: what made them is not known"])
    let description = RunDescription(
      origin: origin, entry: entry, task: cohort.task.name, rules: .init(named), cohort: cohort.summary,
      split: try trials.split(of: cohort), seed: 0, population: population.rawValue)
    let folder = home.folder(of: description)
    let set = try whole.evaluationSet(unseen.trials)
    let evaluated = try set.evaluate(predict(set, unseen.trials))
    let writer = RunWriter(folder, description)
    try writer.begin(threads: 1)
    let scores = RunScores(
      run: folder.name, description: description, population: population, cohort: cohort.summary, artifact: artifact,
      table: evaluated.table, leftOut: unseen.leftOut, marks: marks + unseen.marks + whole.marks)
    try evaluated.keep(in: folder.test, scores, by: writer)
    return Outcome(
      scores: scores, folder: folder, remarks: (notice.map { [$0] } ?? []) + marks + whole.remarks + unseen.marks)
  }
}

extension RunDescription.Entry {
  /// Weights that are evaluated as they are, bound to the code that predicts with them.
  /// - Throws: ``Fault`` of kind `software` when the program does not know its own code.
  init(_ artifact: Artifact, digest: String, code: CodeDigests) throws {
    let sources = try code.digest(of: artifact.architecture)
    self.init(
      name: artifact.entry, architecture: artifact.architecture, configuration: artifact.configuration.canonical,
      parameters: artifact.weights.reduce(0) { $0 + $1.values.count },
      fingerprint: Digest.sha256(of: Data("\(digest)\n\(sources)\nengine \(engineVersion)\n".utf8)), code: sources,
      engine: engineVersion, weights: artifact.label)
  }
}
