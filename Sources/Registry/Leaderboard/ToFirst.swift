import Foundation
import GRDB
import Runs
import Scores

extension Leaderboard {
  /// A row held against the first of its table, paired by subject.
  public struct ToFirst: Codable, Sendable, Equatable {
    /// The metric that is tested, which is the one that ranks.
    public var metric: Metric
    /// The subset of trials that is tested.
    public var subset: String
    /// The number of subjects for whom both have a number.
    public var n: Int
    /// Wilcoxon's two-sided p-value.
    public var pValue: Double
    /// The p-value after Holm's correction over the pairs of the table's ranked rows.
    public var adjusted: Double
  }
}

extension Leaderboard.Group {
  /// Tests every ranked row against the first of its track, and says what the tests are.
  mutating func testAgainstFirst(_ metric: Metric, _ subset: String, _ registry: RegistryIndex) throws {
    for isFixed in [true, false] { try testAgainstFirst(metric, subset, registry, isFixed: isFixed) }
    if rows.contains(where: { !$0.isFixed }) {
      notes.append(
        "track: 'open' entries train by rules of their own on the same people, and are ranked among themselves; 'declared' "
          + "ones say that they train by the protocol's recipe.")
    }
  }

  private mutating func testAgainstFirst(
    _ metric: Metric, _ subset: String, _ registry: RegistryIndex, isFixed: Bool
  ) throws {
    let ranked = rows.indices.filter { rows[$0].rank != nil && rows[$0].isFixed == isFixed }
    guard !isReported, ranked.count > 1 else { return }
    let isHealthy = rows.contains { $0.healthy[subset] != nil }
    let tested = isHealthy ? cohort : external ?? cohort
    let entries = try registry.file.read { database in
      try ranked.map { place in
        Comparison.NamedTables(
          String(place),
          try tables(database, rows[place].runs, isHealthy ? .healthy : tested.population, tested, subset))
      }
    }
    let pairs = Comparison.family(entries, metric, subset, nil)
    for pair in pairs where pair.first == entries.first?.name {
      guard let place = Int(pair.second) else { continue }
      rows[place].toFirst = .init(
        metric: metric, subset: subset, n: pair.n, pValue: pair.pValue, adjusted: pair.adjusted)
    }
    notes += significanceNotes(metric, subset, pairs: pairs.count, isFixed: isFixed)
  }

  private func significanceNotes(
    _ metric: Metric, _ subset: String, pairs: Int, isFixed: Bool
  ) -> [String] {
    let tests = rows.filter { $0.isFixed == isFixed }.compactMap(\.toFirst)
    guard let most = tests.map(\.n).max() else { return [] }
    var note =
      (isFixed ? "" : "open track, ")
      + "p to first: Wilcoxon's signed-rank test of \(metric.title) (\(subset)) over subjects, two-sided, against the first, "
      + (pairs == 1
        ? "one pair, so no correction" : "corrected by Holm's method over the \(pairs) pairs of ranked rows")
      + ". \(Stars.meaning)."
    // All differences of one sign are the strongest evidence that so many subjects can give.
    let least = min(1, Double(pairs) * exp2(1 - Double(most)))
    if least >= Stars.limit {
      note +=
        " With \(most) \(most == 1 ? "subject" : "subjects") no p can be below "
        + "\(String(format: "%.2g", least)), so there can be no star."
    }
    return [note]
  }

  private func tables(
    _ database: Database, _ runs: [String], _ population: Population, _ cohort: Leaderboard.Cohort, _ subset: String
  ) throws -> [ScoreTable] {
    try runs.compactMap { run in
      let scores = try Row.fetchAll(
        database.cachedStatement(
          sql: """
            SELECT subject, scores.trials AS trials, rmse, mae, r2
            FROM runs JOIN results ON results.run = runs.id JOIN scores ON scores.result = results.id
            WHERE runs.name = ? AND results.population = ? AND results.cohort = ? AND subset = ? AND output = ''
              AND NOT EXISTS (SELECT 1 FROM results later WHERE later.supersedes = results.id)
            ORDER BY subject
            """), arguments: [run, population.rawValue, cohort.fingerprint, subset]
      ).map { row in
        SubjectScore(
          subject: row["subject"], subset: subset, output: nil, trials: row["trials"], rmse: row["rmse"],
          mae: row["mae"], r2: row["r2"])
      }
      return scores.isEmpty ? nil : ScoreTable(scores: scores)
    }
  }
}
