import GRDB
import Runs

/// Writes comparisons into the tables, inside a transaction that is open.
struct ComparisonTables {
  let database: Database

  /// Writes the paired tests of an examination, unless they are there already.
  ///
  /// - Returns: whether anything was written.
  func record(_ finished: FinishedComparison) throws -> Bool {
    let previous = try Row.fetchOne(
      database,
      sql: """
        SELECT id, sha256 FROM comparisons WHERE examination = ?
          AND id NOT IN (SELECT supersedes FROM comparisons WHERE supersedes IS NOT NULL)
        """, arguments: [finished.examination])
    if let previous, previous["sha256"] == finished.sha256 { return false }
    let superseded: Int64? = previous?["id"]
    let comparison = finished.comparison
    try database.execute(
      sql: """
        INSERT INTO comparisons (examination, task, protocol, cohort, split, runs, sha256, supersedes)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        finished.examination, comparison.task, comparison.rules.fingerprint, comparison.cohort, comparison.split,
        comparison.runs.joined(separator: "\n"), finished.sha256, superseded,
      ])
    return true
  }
}
