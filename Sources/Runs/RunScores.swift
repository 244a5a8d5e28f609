import Scores

/// The scores of one run on one cohort: `scores.json`, or `external-....json` for a cohort that no training has seen.
public struct RunScores: Codable, Sendable, Equatable {
  /// The name of the run's folder.
  public var run: String
  /// What the run depends on.
  public var description: RunDescription
  /// Whose trials were scored.
  public var population: Population
  /// The cohort whose trials were scored: the run's own or an external one.
  public var cohort: RunDescription.CohortSummary
  /// SHA-256 of the weights file that predicted, where there is one.
  public var artifact: String?
  /// The scores of every subject.
  public var table: ScoreTable
  /// The version of the scoring that made the table; nil for version 0.1's.
  public var scoring: Int?
  /// The people who were left out because what predicted had been trained on them; nil when there was nobody.
  public var leftOut: LeftOut?
  /// What a reader of the scores has to know, a sentence each; nil when there is nothing.
  public var marks: [String]?

  /// People who were not tested because they had been trained on.
  public struct LeftOut: Codable, Sendable, Equatable {
    /// How many people.
    public var people: Int
    /// How many trials they have.
    public var trials: Int

    /// Counts them.
    public init(people: Int, trials: Int) {
      self.people = people
      self.trials = trials
    }
  }

  /// Collects the parts; each is what the property of its name says.
  package init(
    run: String, description: RunDescription, population: Population, cohort: RunDescription.CohortSummary,
    artifact: String?, table: ScoreTable, scoring: Int? = scoringVersion, leftOut: LeftOut? = nil, marks: [String] = []
  ) {
    self.scoring = scoring
    self.leftOut = leftOut
    self.marks = marks.isEmpty ? nil : marks
    self.run = run
    self.description = description
    self.population = population
    self.cohort = cohort
    self.artifact = artifact
    self.table = table
  }
}

/// What became of one fold: `result.json` in its folder.
public struct FoldResult: Codable, Sendable, Equatable {
  /// The epoch with the lowest validation loss, from 1.
  public var bestEpoch: Int
  /// The epochs that were run.
  public var epochs: Int
  /// The lowest validation loss; nil when what learnt did not say.
  public var bestValidationLoss: Double?
  /// The trials that were trained on.
  public var trainingTrials: Int
  /// The trials that were validated on.
  public var validationTrials: Int
  /// The subjects that were validated on.
  public var validationSubjects: Int
  /// The scores of the best epoch's weights on the validation subjects.
  public var scores: ScoreTable

  /// Collects the parts; each is what the property of its name says.
  package init(
    bestEpoch: Int, epochs: Int, bestValidationLoss: Double?, trainingTrials: Int, validationTrials: Int,
    validationSubjects: Int, scores: ScoreTable
  ) {
    self.bestEpoch = bestEpoch
    self.epochs = epochs
    self.bestValidationLoss = bestValidationLoss
    self.trainingTrials = trainingTrials
    self.validationTrials = validationTrials
    self.validationSubjects = validationSubjects
    self.scores = scores
  }
}
