import Cohorts
import Protocols
import Runs
import Scores
import Weights

/// Trials that nobody may train on, such as those of patients.
///
/// The cohort inside is private and this type gives out nothing but an ``EvaluationSet``, so a training job that was handed
/// it would not compile.
public struct ExternalCohort: Sendable {
  private let cohort: Cohort
  private let targets: [Float]
  /// Whose trials they are.
  public let population: Population

  /// Takes a cohort with targets.
  /// - Throws: ``Fault`` (data) when the cohort has no targets.
  public init(_ cohort: Cohort, population: Population) throws {
    self.cohort = cohort
    self.population = population
    targets = try cohort.targetsForScoring
  }

  /// What the targets are.
  public var task: any PredictionTask { cohort.task }
  /// What a run's description says of it.
  public var summary: RunDescription.CohortSummary { cohort.summary }
  /// The label of each trial's cadence.
  var cadences: [String] { cohort.cadences.map(\.rawValue) }
  /// The subject of each trial.
  public var subjects: [String] { cohort.subjects }

  /// The trials of people whom a training has not seen.
  /// - Throws: ``Fault`` of kind `data` when nobody is left, or one was seen and that is refused.
  func unseen(by trainedOn: TrainedOn?, among trials: [Int]? = nil, _ policy: SeenPolicy) throws -> UnseenTrials {
    try cohort.unseen(by: trainedOn, among: trials ?? Array(subjects.indices), policy)
  }

  /// Some trials, to be tested on.
  func evaluationSet(_ trials: [Int]) throws -> EvaluationSet {
    let each = targets.count / max(cohort.trials, 1)
    return EvaluationSet(
      try cohort.selecting(trials), targets: trials.flatMap { targets[$0 * each..<($0 + 1) * each] })
  }
}
