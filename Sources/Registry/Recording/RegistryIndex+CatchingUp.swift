import Faults
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
    let runs = try home.runFolders().filter { !known.contains($0.name) && ($0.isSealed || !$0.isReadable) }
    let examinations = try home.examinationFolders().filter { !known.contains($0.name) }
    var refused = 0
    func read<Finished>(_ body: () throws -> Finished?) throws -> Finished? {
      do { return try body() } catch let fault as Fault where [.data, .io].contains(fault.kind) {
        refused += 1
        return nil
      }
    }
    let finished = try runs.compactMap { run in try read { try FinishedRun(run) } }
    let comparisons = try examinations.compactMap { folder in try read { try folder.readComparison() } }
    if !finished.isEmpty || !comparisons.isEmpty {
      try file.write { database in
        _ = try write(finished, to: database)
        for comparison in comparisons { _ = try ComparisonTables(database: database).record(comparison) }
      }
    }
    if refused > 0, notice == nil { notice = Self.leftOut(refused) }
    let lost = try sealedRuns().filter { !RunFolder(home.runs.appending(path: $0)).isSealed }.count
    if lost > 0, notice == nil {
      notice =
        "\(counted(lost, "run of these tables has", "runs of these tables have")) lost folder or seal since; hipzoo registry "
        + "check says which, hipzoo registry rebuild leaves out what is gone."
    }
  }

  /// The runs that were sealed when they were taken up.
  private func sealedRuns() throws -> [String] {
    try file.read { try String.fetchAll($0, sql: "SELECT name FROM runs WHERE is_sealed = 1") }
  }

  /// What a person should know of folders that were refused.
  static func leftOut(_ count: Int) -> String {
    "\(counted(count, "run or examination folder is", "run or examination folders are")) left out of the registry; "
      + "hipzoo registry rebuild says why."
  }
}
