import Examination
import Foundation
import Protocols
import Runs
import Scores

/// The scores of an examination as a table: mean and standard deviation over subjects.
struct ScoreSummary {
  private var title: String
  private var rows: [(scores: RunScores, bootstrap: Bootstrap)]

  init(_ examination: ExaminationPlan) {
    let bootstrap = examination.named.rules.scoring.bootstrap
    rows = examination.runs.flatMap(\.allScores).map { ($0, bootstrap) }
    title = "\(examination.task.name) in \(examination.task.unit), protocol \(examination.named.name)"
  }

  init(_ scores: RunScores, _ named: NamedProtocol) {
    rows = [(scores, named.rules.scoring.bootstrap)]
    let unit = (try? PredictionTasks.named(scores.description.task))?.unit ?? ""
    title = "\(scores.description.task) in \(unit), protocol \(named.name), cohort \(scores.cohort.name)"
  }

  func print() {
    guard !rows.isEmpty else { return }
    Terminal.say(title)
    var table = TextTable(
      ["entry", "seed", "population", "subset", "n", "RMSE", "MAE", "R2"], numbers: [1, 4, 5, 6, 7])
    let sorted = rows.sorted { rank($0) < rank($1) }
    for row in sorted {
      for subset in row.scores.table.subsets {
        let cells = Metric.allCases.map { metric in
          row.scores.table.summary(metric, subset, row.bootstrap)?.text(of: row.scores.table.rows(subset).count) ?? "-"
        }
        table.add(
          [
            row.scores.description.entry.name, String(row.scores.description.seed), row.scores.population.rawValue,
            subset, String(row.scores.table.rows(subset).count),
          ] + cells)
      }
    }
    table.print()
  }

  /// Healthy scores first, the lowest mean RMSE at the top.
  private func rank(_ row: (scores: RunScores, bootstrap: Bootstrap)) -> Double {
    let rmse = Summary.mean(row.scores.table.rows().map(\.rmse))
    return row.scores.population == .healthy ? rmse : rmse + 1e9
  }
}
