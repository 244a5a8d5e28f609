import Faults
import Formats
import Foundation
import GRDB
import Runs

extension RegistryIndex {
  /// Takes up the runs and comparisons that are finished and not in the registry yet, such as those of other machines.
  ///
  /// - Throws: ``Fault`` of kind `io` when a folder cannot be read or another writer does not end.
  public mutating func catchUp() throws {
    let known = try file.read { database in
      Set(try String.fetchAll(database, sql: "SELECT name FROM runs UNION SELECT examination FROM comparisons"))
    }
    let isNew = { (folder: URL) in !known.contains(folder.lastPathComponent) }
    let runs = try Self.folders(in: home.runs).filter(isNew).map { RunFolder($0) }.filter(\.isSealed)
    let examinations = try Self.folders(in: home.examinations).filter(isNew)
    var refused = 0
    func read<Finished>(_ body: () throws -> Finished?) throws -> Finished? {
      do { return try body() } catch let fault as Fault where fault.kind == .data {
        refused += 1
        return nil
      }
    }
    let finished = try runs.compactMap { run in try read { try FinishedRun(run) } }
    let comparisons = try examinations.compactMap { folder in try read { try FinishedComparison(folder) } }
    if !finished.isEmpty || !comparisons.isEmpty {
      try file.write { database in
        _ = try write(finished, to: database)
        for comparison in comparisons { _ = try ComparisonTables(database: database).record(comparison) }
      }
    }
    if refused > 0, notice == nil { notice = Self.leftOut(refused) }
  }

  /// What a person should know of folders that were refused.
  static func leftOut(_ count: Int) -> String {
    "\(count) run or examination folders are left out of the registry; hipzoo registry rebuild says why."
  }
}
