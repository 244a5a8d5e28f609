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
    try record([FinishedRun.settled(folder)].compactMap(\.self))
  }

  /// Takes up runs that have been read, or what has come to them since; in one transaction.
  /// - Returns: whether anything was written.
  /// - Throws: as ``record(run:)``.
  @discardableResult
  package func record(_ runs: [FinishedRun]) throws -> Bool { try file.write { try write(runs, to: $0) } }

  /// Takes up an examination: its runs and its comparison; in one transaction.
  ///
  /// - Parameters:
  ///   - folder: the examination's folder.
  ///   - runs: runs that the comparison does not name, such as those that alone were finished.
  /// - Returns: whether anything was written.
  /// - Throws: as ``record(run:)``.
  @discardableResult
  public func record(examination folder: ExaminationFolder, runs: [RunFolder] = []) throws -> Bool {
    let compared = try folder.readComparison()
    let named = (compared?.comparison.runs ?? []).map { RunFolder(home.runs.appending(path: $0)) }
    let finished = try (named + runs.filter { !named.contains($0) }).compactMap(FinishedRun.settled)
    return try file.write { database in
      let hasNewRuns = try write(finished, to: database)
      guard let compared else { return hasNewRuns }
      let isNew = try ComparisonTables(database: database).record(compared)
      return isNew || hasNewRuns
    }
  }

  /// Writes runs and summarises the lines that they change, each once.
  func write(_ runs: [FinishedRun], to database: Database) throws -> Bool {
    let tables = RunTables(database: database)
    let changed = try Set(runs.compactMap { try tables.record($0) })
    for line in changed.sorted() { try EntrySummaries(database: database).summarise(line) }
    return !changed.isEmpty
  }
}
