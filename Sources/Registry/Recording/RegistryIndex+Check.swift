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
      try structure(database) + runsOnDisk(database) + filesOnDisk(database) + derived(database)
    }
  }

  /// SQLite's own checks: pages, indices, STRICT types and CHECK constraints, then foreign keys.
  private func structure(_ database: Database) throws -> [String] {
    let pages = try String.fetchAll(database, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
    let keys = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").map { row in
      "table \(row[0] as String? ?? "?"), row \(row[1] as Int64? ?? 0): it refers to nothing in \(row[2] as String? ?? "?")."
    }
    return pages.map { "SQLite: \($0)" } + keys
  }

  /// Runs that only the registry or only the folder knows.
  private func runsOnDisk(_ database: Database) throws -> [String] {
    let known = Set(try String.fetchAll(database, sql: "SELECT name FROM runs"))
    var findings = [String]()
    var there = Set<String>()
    for folder in try RegistryIndex.folders(in: home.runs) {
      do {
        guard let run = try FinishedRun(RunFolder(folder)) else { continue }
        there.insert(run.name)
        if !known.contains(run.name) {
          findings.append("runs/\(run.name): finished, but not in the registry; run: hipzoo registry rebuild.")
        }
      } catch {
        findings.append("\(error)")
        there.insert(folder.lastPathComponent)
      }
    }
    return findings
      + known.subtracting(there).sorted().map {
        "runs/\($0): in the registry, but its folder has no scores; restore it, or run: hipzoo registry rebuild."
      }
  }

  /// Digests of score and weights files.
  private func filesOnDisk(_ database: Database) throws -> [String] {
    let scores = try Row.fetchAll(
      database,
      sql: """
        SELECT runs.name, results.file, results.sha256 FROM results JOIN runs ON runs.id = results.run
        WHERE NOT EXISTS (SELECT 1 FROM results later WHERE later.supersedes = results.id) ORDER BY 1, 2
        """)
    let weights = try Row.fetchAll(
      database,
      sql: """
        SELECT runs.name, path, artifact FROM run_artifacts JOIN runs ON runs.id = run ORDER BY 1, 2
        """)
    return (scores + weights).compactMap { row in
      let (run, path, expected): (String, String, String) = (row[0], row[1], row[2])
      let url = home.runs.appending(path: run).appending(path: path)
      guard FileManager.default.fileExists(atPath: url.path) else {
        return "runs/\(run)/\(path): the file is gone; the registry knows it by SHA-256 \(expected)."
      }
      guard let found = try? Digest.sha256(ofFile: url) else { return "runs/\(run)/\(path): the file cannot be read." }
      return found == expected
        ? nil
        : "runs/\(run)/\(path): its SHA-256 is \(found), the registry says \(expected); it changed after recording."
    }
  }

  /// Rows that nothing refers to, and standings whose summary is missing.
  private func derived(_ database: Database) throws -> [String] {
    let orphans = [
      ("standings", "id", "runs", "standing"), ("entries", "id", "standings", "entry"),
      ("protocols", "fingerprint", "standings", "protocol"), ("splits", "fingerprint", "standings", "split"),
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
        WHERE NOT EXISTS (SELECT 1 FROM summaries WHERE summaries.standing = runs.standing) ORDER BY 1
        """)
    return findings + bare.map { "runs/\($0): its scores are not summarised; run: hipzoo registry rebuild." }
  }
}
