import Faults
import Foundation

/// Makes a new folder that only this user may enter, for the length of a call.
///
/// It is in the system's temporary folder and not in HipZoo's own, so that its path tells a program nothing.
/// - Throws: ``Fault`` of kind `io`, and what `body` throws.
package func withScratchFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let manager = FileManager.default
  let folder = ScratchFolders.place.appending(path: ScratchFolders.name())
  do {
    try manager.createDirectory(
      at: folder.appending(path: "tmp"), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    try manager.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path)
  } catch {
    throw Fault(.io, at: .part("'\(folder.path)'"), "the folder cannot be made: \(error.localizedDescription)")
  }
  defer { removeWhole(folder) }
  return try body(folder)
}
