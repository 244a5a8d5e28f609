import Foundation
import GRDB
import Runs

extension RegistryIndex {
  /// Takes a run up, or what has come to it since; in one transaction.
  ///
  /// Scores that are there already are left as they are. Scores of a file that has changed are new rows that supersede
  /// the old ones.
  /// - Returns: whether anything was written; a run without scores is not taken up.
  /// - Throws: ``Fault``: `data` when a file of the run is wrong; `io` when another writer does not end.
  @discardableResult
  public func record(run folder: RunFolder) throws -> Bool {
    try record([folder], comparison: nil)
  }

  /// Takes up an examination: its runs and its comparison; in one transaction.
  ///
  /// - Parameters:
  ///   - folder: the examination's folder, with `comparison.json` in it.
  ///   - runs: runs that the comparison does not name, such as those that alone were finished.
  /// - Returns: whether anything was written.
  /// - Throws: as ``record(run:)``.
  @discardableResult
  public func record(examination folder: URL, runs: [RunFolder] = []) throws -> Bool {
    let comparison = try FinishedComparison(folder)
    let named = (comparison?.comparison.runs ?? []).map { RunFolder(home.runs.appending(path: $0)) }
    return try record(named + runs.filter { !named.contains($0) }, comparison: comparison)
  }

  private func record(_ folders: [RunFolder], comparison: FinishedComparison?) throws -> Bool {
    let runs = try folders.compactMap(settled)
    return try file.write { database in
      var isChanged = try write(runs, to: database)
      if let comparison, try ComparisonTables(database: database).record(comparison) { isChanged = true }
      return isChanged
    }
  }

  /// Reads a run, again for a second where another command is just writing the same one: its seal comes last.
  private func settled(_ folder: RunFolder) throws -> FinishedRun? {
    for _ in 0..<10 {
      if let run = try? FinishedRun(folder) { return run }
      if folder.tests.isEmpty { return nil }
      Thread.sleep(forTimeInterval: 0.1)
    }
    return try FinishedRun(folder)
  }

  /// Writes runs and summarises the lines that they change, each once.
  func write(_ runs: [FinishedRun], to database: Database) throws -> Bool {
    let tables = RunTables(database: database)
    let changed = try Set(runs.compactMap { try tables.record($0) })
    for line in changed.sorted() { try EntrySummaries(database: database).summarise(line) }
    return !changed.isEmpty
  }
}
