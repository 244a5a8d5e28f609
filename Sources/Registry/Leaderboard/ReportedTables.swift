import GRDB
import Protocols
import Scores

/// What authors report of their entries, by entry and task.
struct ReportedTables {
  private struct Line {
    var task: String
    var cohort: String
    var subset: String
    var scores: Leaderboard.Scores
    var source: String
  }

  private var lines = [String: [Line]]()

  init(_ database: Database, _ filter: Leaderboard.Filter) throws {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT entry, task, cohort, subset, rmse, rmse_sd, mae, mae_sd, r2, r2_sd, n, source FROM reported
        ORDER BY entry, place
        """)
    while let row = try rows.next() {
      let subset: String = row["subset"]
      guard filter.includesEverySubset || subset == filter.subset else { continue }
      let count: Int? = row["n"]
      func average(_ metric: Metric) -> Leaderboard.Average {
        .init(
          mean: row[metric.rawValue], deviation: row["\(metric.rawValue)_sd"], n: count, low: nil, high: nil)
      }
      lines[row["entry"], default: []].append(
        Line(
          task: row["task"], cohort: row["cohort"], subset: subset,
          scores: .init(rmse: average(.rmse), mae: average(.mae), r2: average(.r2)), source: row["source"]))
    }
  }

  /// The scores of an entry, by cohort and subset.
  func scores(of entry: String, _ task: any PredictionTask) -> [String: [String: Leaderboard.Scores]] {
    var scores = [String: [String: Leaderboard.Scores]]()
    for line in lines[entry] ?? [] where line.task == task.name {
      scores[line.cohort, default: [:]][line.subset] = line.scores
    }
    return scores
  }

  /// The table of a task, or nil when nobody reports anything.
  func group(of task: any PredictionTask) -> Leaderboard.Group? {
    let rows = lines.keys.sorted().compactMap { entry -> Leaderboard.Row? in
      let own = (lines[entry] ?? []).filter { $0.task == task.name }
      let scores = scores(of: entry, task)
      guard !own.isEmpty else { return nil }
      var sources = [String]()
      for line in own where !sources.contains(line.source) { sources.append(line.source) }
      return Leaderboard.Row(
        rank: nil, entry: entry, fingerprint: nil, architecture: "", parameters: nil, origin: nil, seeds: [], runs: [],
        artifacts: [], begun: nil, isSealed: false, isPast: false, marks: [], healthy: scores["healthy"] ?? [:],
        external: scores["onfh"] ?? [:], reported: [:],
        source: sources.joined(separator: "; "))
    }
    guard !rows.isEmpty else { return nil }
    let hasPatients = rows.contains { !$0.external.isEmpty }
    func cohort(_ name: String, _ population: Population) -> Leaderboard.Cohort {
      .init(name: name, fingerprint: nil, population: population, isSynthetic: false)
    }
    return Leaderboard.Group(
      isReported: true, task: task.name, unit: task.unit, protocolName: nil, protocolFingerprint: nil,
      cohort: cohort("reported healthy", .healthy), split: nil,
      external: hasPatients ? cohort("reported onfh", .onfh) : nil,
      rows: rows)
  }
}
