import Cohorts
import Faults
import Protocols
import Runs
import Scores
import Weights

/// Trials that training may use: the only cohort that a training job accepts.
///
/// Patients are held in an ``ExternalCohort``, which cannot be turned into this type.
public struct HealthyCohort: Sendable {
  private let cohort: Cohort
  private let targets: [Float]
  /// What a person should know of the cohort: guesses, what was mended and what is odd.
  public let remarks: [String]
  /// What marks the scores that are made of it.
  let marks: [String]

  /// Takes a cohort with targets.
  ///
  /// - Parameter population: whose trials a person says these are; nil for what the file or its name says.
  /// - Throws: ``Fault`` (data) when the cohort has no targets, something in it is impossible, or its people are not said
  ///   to be healthy.
  public init(_ cohort: Cohort, population: Population? = nil) throws {
    let stated = try cohort.statedPopulation(option: population)
    guard stated.population == .healthy else {
      throw Fault(
        .data, at: .file(cohort.source),
        "its people are '\(stated.population)', as its \(stated.origin.rawValue) says, and training takes healthy people "
          + "only; if they are, say --population healthy.")
    }
    let isGuess = stated.origin == .name && !cohort.isSynthetic
    try self.init(checked: cohort, remarks: isGuess ? stated.notice.map { [$0] } ?? [] : [])
  }

  /// Takes people of any population to adapt weights to, which is another examination than training on them.
  /// - Throws: as ``init(_:population:)`` but for the population.
  init(adaptingTo cohort: Cohort) throws { try self.init(checked: cohort, remarks: []) }

  private init(checked cohort: Cohort, remarks: [String]) throws {
    let soundness = Soundness(of: cohort)
    self.remarks = remarks + (try soundness.required())
    marks = soundness.marks
    self.cohort = cohort
    targets = try cohort.targetsForScoring
  }

  private init(_ whole: HealthyCohort, trials: [Int]) throws {
    (remarks, marks) = (whole.remarks, whole.marks)
    cohort = try whole.cohort.selecting(trials)
    targets = try cohort.targetsForScoring
  }

  /// The trials that a protocol selects.
  /// - Throws: ``Fault`` (data) when there are none.
  public func selecting(_ selection: TrialSelection) throws -> HealthyCohort {
    let trials = selection.trials(subjects: subjects, cadences: cadences)
    guard !trials.isEmpty else {
      throw Fault(
        .data, at: .file(cohort.source),
        "none of its \(cohort.trials) trials has one of the cadences "
          + "\((selection.cadences ?? []).joined(separator: ", ")) that the protocol examines.")
    }
    return try HealthyCohort(self, trials: trials)
  }

  /// What the targets are.
  public var task: any PredictionTask { cohort.task }
  /// The subject of each trial.
  public var subjects: [String] { cohort.subjects }
  /// What rules may know of each trial when they divide.
  public var facts: [TrialFacts] { cohort.facts }
  /// The cadence label of each trial.
  public var cadences: [String] { cohort.cadences.map(\.rawValue) }
  /// What a run's description says of it.
  public var summary: RunDescription.CohortSummary { cohort.summary }

  /// The trials of a part, to learn from.
  ///
  /// - Parameters:
  ///   - trials: indices of trials, in the order in which batches count them.
  ///   - standardisation: how inputs are standardised; nil to take it from these trials.
  ///   - epsilon: what is added to a standard deviation that is taken from these trials.
  func trainingSet(_ trials: [Int], standardisation: Standardisation? = nil, epsilon: Double) -> TrainingSet {
    let (frames, inputs, outputs) = (task.frames, task.inputs.count, task.outputs.count)
    let angles = gather(cohort.inputs, trials, each: frames * inputs)
    let used = standardisation ?? Standardisation(of: angles, inputs: inputs, epsilon: Float(epsilon))
    let names = Set(trials.map { subjects[$0] }).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    return TrainingSet(
      standardisation: used, inputs: used.apply(angles), targets: gather(targets, trials, each: frames * outputs),
      groups: trials.map { numbers[subjects[$0]] ?? 0 }, frames: frames, inputCount: inputs, outputCount: outputs)
  }

  /// The trials of people whom weights have not seen.
  /// - Throws: ``Fault`` of kind `data` when nobody is left, or one was seen and that is refused.
  func unseen(by trainedOn: TrainedOn?, among trials: [Int], _ policy: SeenPolicy) throws -> UnseenTrials {
    try cohort.unseen(by: trainedOn, among: trials, policy)
  }

  /// What training on some of the trials sees.
  func trainedOn(_ trials: [Int]) -> TrainedOn { cohort.trainedOn(trials) }

  /// The trials of a part, to be tested on: inputs to predict from, and targets that only scoring reads.
  func evaluationSet(_ trials: [Int]) throws -> EvaluationSet {
    EvaluationSet(
      try cohort.selecting(trials),
      targets: gather(targets, trials, each: task.frames * task.outputs.count))
  }
}

extension Cohort {
  /// The targets in the task's learnt unit.
  /// - Throws: ``Fault`` (data) when there are none.
  var targetsForScoring: [Float] {
    get throws {
      guard let targets = normalisedTargets else {
        throw Fault(.data, at: .file(source), "there are no targets ('Y') in it; training and scoring need them.")
      }
      return targets
    }
  }

  /// What a run's description says of a cohort.
  var summary: RunDescription.CohortSummary {
    let file = source.split(separator: "/").last.map(String.init) ?? source
    return .init(
      name: described?.name ?? (file.hasSuffix(".npz") ? String(file.dropLast(4)) : file), doi: described?.doi,
      labels: remarks.labels, fingerprint: fingerprint, trials: trials, subjects: Set(subjects).count,
      isSynthetic: isSynthetic)
  }
}

private func gather(_ numbers: [Float], _ trials: [Int], each: Int) -> [Float] {
  var gathered = [Float]()
  gathered.reserveCapacity(trials.count * each)
  for trial in trials { gathered.append(contentsOf: numbers[trial * each..<(trial + 1) * each]) }
  return gathered
}
