import Formats
import Foundation
import GRDB
import Runs

extension RegistryIndex {
  /// Holds the registry against itself and against the run folders.
  ///
  /// - Returns: a line for everything that is not as it should be; none when all is well.
  /// - Throws: ``Fault`` when the file cannot be read at all.
  public func check() throws -> [String] {
    try file.read { database in
      let (onDisk, runs) = try runsOnDisk(database)
      let findings = try structure(database) + onDisk + filesOnDisk(database) + derived(database)
      return try findings.isEmpty ? edited(runs, database) : findings
    }
  }

  /// SQLite's own checks: pages, indices, STRICT types and CHECK constraints, then foreign keys.
  private func structure(_ database: Database) throws -> [String] {
    let pages = try String.fetchAll(database, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
    let keys = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").map { row in
      "table \(row["table"] as String? ?? "?"), row \(row["rowid"] as Int64? ?? 0): it refers to nothing in "
        + "\(row["parent"] as String? ?? "?")."
    }
    return pages.map { "SQLite: \($0)" } + keys
  }

  /// Runs that only the registry or only the folder knows.
  private func runsOnDisk(_ database: Database) throws -> (findings: [String], runs: [FinishedRun]) {
    let known = Set(try String.fetchAll(database, sql: "SELECT name FROM runs"))
    var findings = [String]()
    var there = Set<String>()
    var runs = [FinishedRun]()
    for folder in try home.runFolders() {
      do {
        guard let run = try FinishedRun(folder) else { continue }
        there.insert(run.name)
        runs.append(run)
        if !known.contains(run.name) {
          findings.append("runs/\(run.name): finished, but not in the registry; run: hipzoo registry rebuild.")
        }
      } catch {
        findings.append("\(error)")
        there.insert(folder.name)
      }
    }
    findings += known.subtracting(there).sorted().map {
      "runs/\($0): in the registry, but its folder has no scores; restore it, or run: hipzoo registry rebuild."
    }
    return (findings, runs)
  }

  /// Digests of score, weights and comparison files.
  private func filesOnDisk(_ database: Database) throws -> [String] {
    let scores = try Row.fetchAll(
      database,
      sql: """
        SELECT 'runs/' || runs.name || '/' || results.file AS path, results.sha256 AS sha256
        FROM results JOIN runs ON runs.id = results.run
        WHERE NOT EXISTS (SELECT 1 FROM results later WHERE later.supersedes = results.id) ORDER BY 1
        """)
    let weights = try Row.fetchAll(
      database,
      sql: """
        SELECT 'runs/' || runs.name || '/' || path AS path, artifact AS sha256
        FROM run_artifacts JOIN runs ON runs.id = run ORDER BY 1
        """)
    let comparisons = try Row.fetchAll(
      database,
      sql: """
        SELECT 'examinations/' || examination || '/comparison.json' AS path, sha256 FROM comparisons
        WHERE NOT EXISTS (SELECT 1 FROM comparisons later WHERE later.supersedes = comparisons.id) ORDER BY 1
        """)
    return (scores + weights + comparisons).compactMap { row in
      let (path, expected): (String, String) = (row["path"], row["sha256"])
      let url = home.url.appending(path: path)
      guard FileManager.default.fileExists(atPath: url.path) else {
        return "\(path): the file is gone; the registry knows it by SHA-256 \(expected)."
      }
      guard let found = try? Digest.sha256(ofFile: url) else { return "\(path): the file cannot be read." }
      return found == expected
        ? nil
        : "\(path): its SHA-256 is \(found), the registry says \(expected); it changed after recording."
    }
  }

  /// Rows that nothing refers to, lines without a summary, and summaries that do not follow from the scores.
  private func derived(_ database: Database) throws -> [String] {
    let orphans = [
      ("board_rows", "id", "runs", "board_row"), ("entries", "id", "board_rows", "entry"),
      ("protocols", "fingerprint", "board_rows", "protocol"), ("splits", "fingerprint", "board_rows", "split"),
    ]
    var findings = [String]()
    for (table, key, other, column) in orphans {
      let keys = try String.fetchAll(
        database,
        sql: "SELECT CAST(\(key) AS TEXT) FROM \(table) WHERE \(key) NOT IN (SELECT \(column) FROM \(other)) ORDER BY 1"
      )
      findings += keys.map { "table \(table), \(key) \($0): nothing in \(other) refers to it." }
    }
    let bare = try String.fetchAll(
      database,
      sql: """
        SELECT DISTINCT runs.name FROM runs JOIN results ON results.run = runs.id
          JOIN scores ON scores.result = results.id AND scores.output = ''
        WHERE NOT EXISTS (SELECT 1 FROM summaries WHERE summaries.board_row = runs.board_row) ORDER BY 1
        """)
    findings += bare.map { "runs/\($0): its scores are not summarised; run: hipzoo registry rebuild." }
    return findings + (try editedSummaries(database))
  }

  /// Summaries that are not what the scores give, counted again.
  private func editedSummaries(_ database: Database) throws -> [String] {
    let lines = try Row.fetchAll(
      database,
      sql:
        "SELECT board_rows.id AS id, entries.name AS name FROM board_rows JOIN entries ON entry = entries.id ORDER BY 2"
    )
    return try lines.compactMap { line in
      let id: Int64 = line["id"]
      let kept = try Row.fetchAll(database, sql: "SELECT * FROM summaries WHERE board_row = ?", arguments: [id])
      let found = Set(kept.map { row in Dictionary(row.map { ($0.0, $0.1) }) { first, _ in first } })
      guard found != Set(try EntrySummaries(database: database).rows(of: id)) else { return nil }
      let name: String = line["name"]
      return "the summary of '\(name)' is not what its scores give; it was edited. Run: hipzoo registry rebuild."
    }
  }
}
