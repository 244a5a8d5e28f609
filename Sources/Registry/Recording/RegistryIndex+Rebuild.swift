import Faults
import Formats
import Foundation
import GRDB
import Protocols
import Runs

extension RegistryIndex {
  /// What a rebuild took up.
  public struct Contents: Sendable, Codable, Equatable {
    /// The runs that have scores.
    public var runs: Int
    /// The comparisons.
    public var comparisons: Int
    /// Folders that were left out, each with the line that says why.
    public var refused: [String]
  }

  /// A registry that was made anew.
  public struct Rebuilt: Sendable {
    /// The registry.
    public let registry: RegistryIndex
    /// What it took up.
    public let contents: Contents
  }

  /// Makes the registry of a home folder anew from its run and examination folders alone.
  ///
  /// The old tables go and the new ones come in one transaction, so other commands see one or the other. A file that is
  /// damaged beyond reading is put aside as `registry.sqlite.damaged`.
  ///
  /// - Throws: ``Fault``: `data` when the file is of a later version or another program's; `io`, also where the home may
  ///   only be read.
  public static func rebuild(home: HomeFolder, reportedBy manifests: [Manifest]) throws -> Rebuilt {
    let registry = try openPuttingDamagedAside(home)
    guard !registry.file.isInMemory else {
      throw Fault(
        .io, at: .file(home.registry.path),
        "the registry may only be read, so nothing was made anew; ask its owner, or copy the home and name the copy.")
    }
    return Rebuilt(registry: registry, contents: try registry.takeUpFolders(reportedBy: manifests))
  }

  /// Makes the tables anew from the run and examination folders.
  func takeUpFolders(reportedBy manifests: [Manifest]) throws -> Contents {
    var contents = Contents(runs: 0, comparisons: 0, refused: [])
    func read<Folder, Found>(_ folders: [Folder], _ read: (Folder) throws -> Found?) -> [Found] {
      folders.compactMap { folder in
        do { return try read(folder) } catch {
          contents.refused.append("\(error)")
          return nil
        }
      }
    }
    let runs = try read(home.runFolders()) { try FinishedRun($0) }
    let compared = try read(home.examinationFolders()) { try $0.readComparison() }
    try file.write { database in
      try Layout.make(in: database)
      _ = try write(runs, to: database)
      for comparison in compared { _ = try ComparisonTables(database: database).record(comparison) }
      try ReportedRow.replace(ReportedRow.rows(of: manifests), in: database)
    }
    (contents.runs, contents.comparisons) = (runs.count, compared.count)
    return contents
  }

  private static func openPuttingDamagedAside(_ home: HomeFolder) throws -> RegistryIndex {
    do {
      let registry = try RegistryIndex(home: home)
      // A damaged page may be met only on reading; an index that cannot be trusted is worth less than an empty one.
      let answer = try registry.file.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
      if answer == "ok" { return registry }
    } catch let fault as Fault where fault.code == .damagedRegistry {}
    for ending in ["", "-wal", "-shm"] {
      let path = home.registry.path + ending
      guard FileManager.default.fileExists(atPath: path) else { continue }
      let target = home.registry.path + ".damaged" + ending
      try? FileManager.default.removeItem(atPath: target)
      do { try FileManager.default.moveItem(atPath: path, toPath: target) } catch {
        throw Fault(.io, at: .file(path), "it cannot be put aside: \(error.localizedDescription)")
      }
    }
    return try RegistryIndex(home: home)
  }
}
