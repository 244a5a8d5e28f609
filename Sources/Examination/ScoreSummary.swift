import Foundation
import Protocols
import Runs
import Scores

/// The scores of runs as a table: mean and standard deviation over subjects.
public struct ScoreSummary: Sendable {
  /// The names of the columns.
  public static let heading = ["entry", "seed", "population", "subset", "n", "RMSE", "MAE", "R2"]
  /// The places of the columns that hold numbers.
  public static let numbers: Set = [1, 4, 5, 6, 7]

  /// What the table is about.
  public let title: String
  /// Where the targets come from; nil where the cohort does not say.
  public let labels: String?
  /// The cells: healthy scores first, the lowest mean RMSE at the top; of each the subsets.
  public let rows: [[String]]

  /// Summarises what the runs of an examination have scored so far.
  public init(_ examination: ExaminationPlan) {
    title = "\(examination.task.name) in \(examination.task.unit), protocol \(examination.named.name)"
    labels = nil
    rows = Self.rows(examination.runs.flatMap(\.allScores))
  }

  /// Summarises the scores of one run by a protocol, and over all trials those of a baseline.
  public init(_ scores: RunScores, _ named: NamedProtocol, baseline: RunScores? = nil) {
    let unit = (try? PredictionTasks.named(scores.description.task))?.unit ?? ""
    title = "\(scores.description.task) in \(unit), protocol \(named.name), cohort \(scores.cohort.name)"
    labels = scores.cohort.labels
    rows = Self.rows([scores]) + (baseline.map { Self.rows([$0]).prefix(1) } ?? [])
  }

  private static func rows(_ scores: [RunScores]) -> [[String]] {
    scores.sorted { rank($0) < rank($1) }.flatMap { scores in
      let entry = [
        scores.description.entry.name, String(scores.description.seed), scores.population.rawValue,
      ]
      return scores.table.subsets.map { subset in
        let rows = scores.table.rows(subset)
        let cells = Metric.allCases.map { metric in
          Summary(rows.map { $0[metric] }, Bootstrap(samples: 0, seed: 0))?.text(of: rows.count) ?? "-"
        }
        return entry + [subset, String(rows.count)] + cells
      }
    }
  }

  private static func rank(_ scores: RunScores) -> Double {
    let rmse = Summary.mean(scores.table.rows().map(\.rmse))
    return scores.population == .healthy ? rmse : rmse + 1e9
  }
}
