import Faults
import Formats
import Foundation

/// The folders of calls in the system's temporary folder, also those that killed commands have left there.
package enum ScratchFolders {
  private static let prefix = "hipzoo-"

  /// Where they are.
  static var place: URL { FileManager.default.temporaryDirectory.resolvingSymlinksInPath() }

  /// The name of a new one, which says whose it is.
  static func name() -> String { "\(prefix)\(FileOwner.own).\(UUID().uuidString)" }

  /// Removes the folders of commands that have ended without removing them, and first ends what still runs in them.
  ///
  /// A folder of another machine or user stays.
  /// - Returns: how many folders went.
  @discardableResult
  package static func removeAbandoned(in place: URL? = nil) -> Int {
    let place = place ?? self.place
    let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
    return names.sorted().filter { name in
      let parts = name.dropFirst(prefix.count).split(separator: ".")
      let folder = place.appending(path: name)
      guard name.hasPrefix(prefix), parts.count == 2, let owner = FileOwner(parts[0]), owner.isHere,
        owner.hasEnded, isOwn(folder)
      else { return false }
      for process in Leftovers.processes(with: "TMPDIR=\(folder.appending(path: "tmp").path)") {
        _ = kill(process, SIGKILL)
      }
      removeWhole(folder)
      return !FileManager.default.fileExists(atPath: folder.path)
    }.count
  }

  /// Whether a folder is this user's, and no link.
  private static func isOwn(_ folder: URL) -> Bool {
    var status = stat()
    return lstat(folder.path, &status) == 0 && status.st_uid == getuid() && status.st_mode & S_IFMT == S_IFDIR
  }
}
