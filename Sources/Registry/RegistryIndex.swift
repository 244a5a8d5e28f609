import Foundation
import Runs

/// What was trained, on which split, with which scores: `registry.sqlite` in the home folder.
///
/// The database is an index of the run folders and of what manifests report. ``rebuild(home:reportedBy:)`` makes it anew
/// from them, so that a lost or damaged file costs nothing.
public struct RegistryIndex: Sendable {
  /// The folder whose runs it knows.
  public let home: HomeFolder
  let file: RegistryFile
  /// What a person should know of how the file was opened, or nil.
  public internal(set) var notice: String?

  /// Opens the registry of a home folder, or makes it from the folders that are there.
  ///
  /// - Throws: ``Fault``: `data` when the file is damaged, another program's or of a later version; `io`.
  public init(home: HomeFolder) throws {
    self.home = home
    file = try RegistryFile(home.registry)
    guard file.isNew else { return }
    let refused = try takeUpFolders(reportedBy: []).refused.count
    if refused > 0 {
      notice = Self.leftOut(refused)
    }
  }
}
