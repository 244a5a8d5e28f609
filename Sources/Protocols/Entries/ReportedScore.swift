import Faults
import Scores

/// What the authors of an entry say it scores: means over subjects, in the task's unit (docs/semantics.md,
/// section 1.11).
public struct ReportedScore: Sendable, Encodable, Equatable {
  /// The cohorts that scores are about.
  public static let cohorts = ["healthy", "onfh"]
  /// The trials that scores are about: all of them, or those of one cadence.
  public static let subsets = Subset.allCases.map(\.rawValue)

  /// The cohort, one of ``cohorts``.
  public let cohort: String
  /// The trials of the cohort, one of ``subsets``.
  public let subset: String
  /// The root of the mean squared error.
  public let rmse: Double
  /// The mean absolute error.
  public let mae: Double
  /// The coefficient of determination.
  public let r2: Double
  /// The standard deviation of ``rmse`` over subjects.
  public let rmseDeviation: Double?
  /// The standard deviation of ``mae`` over subjects.
  public let maeDeviation: Double?
  /// The standard deviation of ``r2`` over subjects.
  public let r2Deviation: Double?
  /// How many subjects the means are over.
  public let subjects: Int?
  /// Where it is said.
  public let source: String

  /// Reads a manifest's list, in which each cohort's trials are reported once.
  static func all(_ sections: [Settings]) throws -> [ReportedScore] {
    var (scores, first) = ([ReportedScore](), [[String]: Settings]())
    for section in sections {
      let score = try ReportedScore(section)
      if let twin = first.updateValue(section, forKey: [score.cohort, score.subset]) {
        let place = twin.fault("cohort", "").place.map { " at \($0)" } ?? ""
        throw section.fault(
          "cohort",
          "'reported' has the cohort '\(score.cohort)' with the subset '\(score.subset)' twice, first\(place). Remove one."
        )
      }
      scores.append(score)
    }
    return scores
  }

  init(_ settings: Settings) throws {
    let errors = 0.0...1e6
    cohort = try settings.choice("cohort", of: ReportedScore.cohorts)
    subset = try settings.choice("subset", of: ReportedScore.subsets)
    rmse = try settings.number("rmse", in: errors)
    mae = try settings.number("mae", in: errors)
    r2 = try settings.number("r2", in: -1e6...1)
    rmseDeviation = try settings.number(ifPresent: "rmse_sd", in: errors)
    maeDeviation = try settings.number(ifPresent: "mae_sd", in: errors)
    r2Deviation = try settings.number(ifPresent: "r2_sd", in: errors)
    subjects = try settings.integer(ifPresent: "n", in: 1...1_000_000)
    source = try settings.text("source")
  }
}
