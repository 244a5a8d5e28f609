import Cohorts
import Protocols
import Runs
import Scores

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
  /// The subject of each trial.
  public var subjects: [String] { cohort.subjects }

  /// All trials, to be tested on.
  var evaluationSet: EvaluationSet { EvaluationSet(cohort, targets: targets) }
}
