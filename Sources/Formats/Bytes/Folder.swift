import Faults
import Foundation

/// What a folder holds, with the difference between one that is not there and one that may not be read.
public enum Folder {
  /// The names in a folder, sorted, without those that begin with a dot; none where the folder is not there.
  /// - Throws: ``Fault`` `.io` for a folder that is there, or may be, and cannot be listed.
  public static func names(in folder: URL) throws -> [String] {
    let path = folder.path(percentEncoded: false)
    guard access(path, F_OK) == 0 || errno != ENOENT else { return [] }
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path).filter { !$0.hasPrefix(".") }.sorted()
    } catch {
      throw unreadable(path)
    }
  }

  /// Looks whether a folder that is there may be listed and entered; one that is not there is no fault.
  /// - Throws: ``Fault`` `.io` where it may not.
  public static func checkReadable(_ folder: URL) throws {
    let path = folder.path(percentEncoded: false)
    guard isFile(path) || (access(path, R_OK | X_OK) != 0 && errno != ENOENT) else { return }
    throw unreadable(path)
  }

  /// Makes a folder and those above it, as far as they are missing.
  /// - Throws: ``Fault`` `.io` where it cannot be made.
  public static func make(_ folder: URL) throws {
    do { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) } catch {
      throw Fault(
        .io, at: .file(folder.path(percentEncoded: false)), "the folder cannot be made: \(error.localizedDescription)")
    }
  }

  /// Looks whether a folder that was there still is.
  /// - Throws: ``Fault`` `.io` where it is not.
  public static func checkThere(_ folder: URL) throws {
    let path = folder.path(percentEncoded: false)
    guard access(path, F_OK) != 0 else { return }
    throw Fault(.io, at: .file(path), "the folder is not there any more: \(String(cString: strerror(errno))).")
  }

  /// Whether files may be made in a folder, or the folder itself may be made.
  public static func isWritable(_ folder: URL) -> Bool {
    var place = folder.standardizedFileURL
    while access(place.path(percentEncoded: false), F_OK) != 0, errno == ENOENT, place.pathComponents.count > 1 {
      place.deleteLastPathComponent()
    }
    return access(place.path(percentEncoded: false), W_OK | X_OK) == 0
  }

  private static func unreadable(_ path: String) -> Fault {
    // What a file allows its owner says nothing of why it is no folder.
    guard !isFile(path) else { return Fault(.io, at: .file(path), "it is a file and no folder; name a folder.") }
    let reason = access(path, R_OK | X_OK) == 0 ? "it is no folder" : String(cString: strerror(errno))
    return Fault(.io, at: .file(path), "the folder cannot be read: \(reason); ask its owner, or name another one.")
  }

  private static func isFile(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
  }
}
