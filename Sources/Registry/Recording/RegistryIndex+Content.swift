import Formats
import Foundation
import GRDB
import Runs

extension RegistryIndex {
  /// Rows that are not what the run and examination folders give: the tables are made anew beside these and both compared.
  ///
  /// - Parameters:
  ///   - runs: the runs of the home, all of which are in the tables and can be believed.
  ///   - database: the tables that are looked at.
  func edited(_ runs: [FinishedRun], _ database: Database) throws -> [String] {
    let anew = try RegistryFile(home.registry, inMemory: true)
    let comparisons = try home.examinationFolders().compactMap { try? $0.readComparison() }
    let expected = try anew.write { fresh in
      _ = try write(runs, to: fresh)
      for comparison in comparisons { _ = try ComparisonTables(database: fresh).record(comparison) }
      return try Self.content(fresh)
    }
    let found = try Self.content(database)
    // A comparison that was made since is no fault of the tables.
    return Set(expected.keys).union(found.keys).sorted().filter {
      found[$0] != expected[$0] && !(found[$0] == nil && $0.hasPrefix("examinations/"))
    }.map {
      "\($0): the registry's rows are not what the folders give; they were edited. Run: hipzoo registry rebuild."
    }
  }

  /// Every row in terms of what it is about and not of its number, as a digest for each run, line, split and comparison.
  private static func content(_ database: Database) throws -> [String: String] {
    var content = [String: String]()
    for query in queries {
      // Rows of one thing stand together.
      var (name, cells) = ("", Data())
      func close() {
        if !cells.isEmpty { content[name] = Digest.sha256(of: cells) }
        cells = Data()
      }
      let rows = try Row.fetchCursor(database, sql: query)
      while let row = try rows.next() {
        let next: String = row["what"]
        if next != name { close() }
        name = next
        for cell in row { cells.append(contentsOf: "\(cell.1)\n".utf8) }
      }
      close()
    }
    return content
  }

  private static let latest = "NOT EXISTS (SELECT 1 FROM results later WHERE later.supersedes = results.id)"

  private static let queries = [
    """
    SELECT 'runs/' || runs.name AS what, runs.fingerprint, runs.protocol_name, runs.cohort_name, seed, hipzoo, processor,
      cores, threads, matrix_products, system, begun, runs.is_sealed, entries.name, task, architecture, configuration,
      parameters, entries.fingerprint, weights, track, protocol, canonical, cohort, split, origin
    FROM runs JOIN board_rows ON board_rows.id = board_row JOIN entries ON entries.id = entry
      JOIN protocols ON protocols.fingerprint = protocol ORDER BY runs.name
    """,
    """
    SELECT 'runs/' || runs.name || '/' || file AS what, population, results.cohort, results.cohort_name, is_synthetic,
      artifact, marks, sha256, subset, output, subject, scores.trials, rmse, mae, r2
    FROM results JOIN runs ON runs.id = results.run JOIN cohorts ON cohorts.fingerprint = results.cohort
      LEFT JOIN scores ON scores.result = results.id
    WHERE \(latest) ORDER BY runs.name, file, subset, output, subject
    """,
    """
    SELECT 'the line of ' || name || ' (' || substr(fingerprint, 1, 8) || ', ' || substr(protocol, 1, 8) || ', '
      || substr(cohort, 1, 8) || ', ' || substr(split, 1, 8) || ', ' || origin || ')' AS what,
      protocol_name, cohort_name, seeds, runs, artifacts, latest, is_sealed, marks
    FROM board_rows JOIN entries ON entries.id = entry ORDER BY what, runs
    """,
    """
    SELECT 'split ' || split AS what, division, part, fold, subject FROM split_subjects
    ORDER BY split, division, part, fold, subject
    """,
    """
    SELECT 'examinations/' || examination AS what, task, protocol, cohort, split, runs, sha256 FROM comparisons
    WHERE NOT EXISTS (SELECT 1 FROM comparisons later WHERE later.supersedes = comparisons.id) ORDER BY examination
    """,
  ]
}
