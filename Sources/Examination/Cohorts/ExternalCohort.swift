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
  /// What a person should know of the cohort: guesses, what was mended and what is odd.
  public let remarks: [String]
  /// What marks the scores that are made of it.
  let marks: [String]

  /// Takes a cohort with targets.
  /// - Throws: ``Fault`` (data) when the cohort has no targets.
  public init(_ cohort: Cohort, population: Population) throws {
    try self.init(cohort, population: population, saying: [])
  }

  /// Takes a cohort of the people whom a person names, or else the file, its description or its name.
  ///
  /// - Parameter population: whose trials a person says these are.
  /// - Throws: ``Fault`` (data) when the cohort has no targets or something in it is impossible.
  public init(stated cohort: Cohort, option: Population? = nil) throws {
    let tested = try cohort.testedPopulation(option: option)
    try self.init(cohort, population: tested.population, saying: tested.notice.map { [$0] } ?? [])
  }

  /// Takes a cohort that stands beside the healthy people of an examination, whose scores are of the same run.
  ///
  /// Other healthy people than those are `external`, and that is said: a run has one test of healthy people, its own.
  /// - Throws: ``Fault`` (data) when the cohort has no targets or something in it is impossible.
  public init(besideHealthy cohort: Cohort) throws {
    let stated = try cohort.statedPopulation()
    guard stated.population == .healthy else {
      try self.init(stated: cohort)
      return
    }
    let notice =
      stated.origin == .name
      ? "tested as 'external', healthy people who are not the examination's own, by its name alone, since its file does "
        + "not say whose trials it holds; write an array 'population' into it where they are others."
      : "tested as 'external': its people are healthy, as its \(stated.origin.rawValue) says, and not the examination's own."
    try self.init(cohort, population: .external, saying: ["\(cohort.source): \(notice)"])
  }

  private init(_ cohort: Cohort, population: Population, saying notices: [String]) throws {
    let soundness = Soundness(of: cohort)
    remarks = notices + (try soundness.required())
    marks = soundness.marks
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
  /// What rules may know of each trial when they divide.
  public var facts: [TrialFacts] { cohort.facts }

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

extension Cohort {
  /// Whose trials are tested on, and what has to be said of how that is known: of computed people a name is enough.
  ///
  /// - Throws: ``Fault`` (data) when the file says several populations and the person none.
  func testedPopulation(option: Population?) throws -> (population: Population, notice: String?) {
    let stated = try statedPopulation(option: option)
    return (stated.population, stated.origin == .name && isSynthetic ? nil : stated.notice)
  }
}
