import Faults
import Formats
import Foundation
import GRDB
import Runs

/// The comparison of an examination, read from its folder.
struct FinishedComparison: Sendable {
  let examination: String
  let comparison: Comparison
  let digest: String

  /// - Returns: nil when the examination has not been compared yet.
  init?(_ folder: URL) throws {
    let file = folder.appending(path: "comparison.json")
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    examination = folder.lastPathComponent
    comparison = try JSONText.read(Comparison.self, from: file)
    digest = try Digest.sha256(ofFile: file)
    for run in comparison.runs where run.contains("/") || run.hasPrefix(".") {
      throw Fault(.data, at: .file(file.path), "'\(run)' is no name of a run.")
    }
  }
}

/// Writes comparisons into the tables, inside a transaction that is open.
struct ComparisonTables {
  let database: Database

  /// - Returns: whether anything was written.
  func record(_ finished: FinishedComparison) throws -> Bool {
    let previous = try Row.fetchOne(
      database,
      sql: """
        SELECT id, sha256 FROM comparisons WHERE examination = ?
          AND id NOT IN (SELECT supersedes FROM comparisons WHERE supersedes IS NOT NULL)
        """, arguments: [finished.examination])
    if let previous, previous[1] == finished.digest { return false }
    let superseded: Int64? = previous?[0]
    let comparison = finished.comparison
    try database.execute(
      sql: """
        INSERT INTO comparisons (examination, task, protocol, cohort, split, runs, sha256, supersedes)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        finished.examination, comparison.task, comparison.rules.fingerprint, comparison.cohort, comparison.split,
        comparison.runs.joined(separator: "\n"), finished.digest, superseded,
      ])
    let id = database.lastInsertedRowID
    for pair in comparison.pairs {
      try database.cachedStatement(
        sql: """
          INSERT INTO comparison_pairs (comparison, output, subset, metric, first, second, n, difference, deviation,
            statistic, method, p_value, adjusted, effect_size) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """
      ).execute(arguments: [
        id, pair.output ?? "", pair.subset, pair.metric.rawValue, pair.first, pair.second, pair.n, pair.difference,
        pair.deviation ?? 0, pair.statistic, pair.method, pair.pValue, pair.adjusted, pair.effectSize,
      ])
    }
    return true
  }
}
