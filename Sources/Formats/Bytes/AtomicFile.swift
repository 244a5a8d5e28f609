import Faults
import Foundation

/// Writing files so that a reader sees the old bytes or the new ones, never a part.
public enum AtomicFile {
  /// Writes bytes; makes the folders above the file when they are missing.
  /// - Throws: ``Fault`` `.io` with the path; then the target is as it was and no temporary file is left.
  public static func write(_ data: Data, to url: URL) throws {
    try write(to: url) { try $0.write(contentsOf: data) }
  }

  /// Writes what `body` puts into the handle, piece by piece.
  ///
  /// The bytes go to a temporary file beside the target, which is synced and renamed; then the folder is synced.
  /// - Throws: what `body` throws when that is a ``Fault``, else ``Fault`` `.io` with the path; then the target is
  ///   as it was and no temporary file is left.
  public static func write(to url: URL, _ body: (FileHandle) throws -> Void) throws {
    let folder = url.deletingLastPathComponent()
    let path = url.path(percentEncoded: false)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw Fault(.io, "Cannot make the folder '\(folder.path(percentEncoded: false))' for '\(path)'.")
    }
    let temporary = folder.appending(path: TemporaryFile.name(for: url.lastPathComponent)).path(percentEncoded: false)
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw fault("write", path, errno) }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
    do {
      defer { close(descriptor) }
      try body(handle)
      guard fsync(descriptor) == 0 else { throw fault("sync", path, errno) }
    } catch {
      unlink(temporary)
      throw error as? Fault ?? Fault(.io, "Cannot write '\(path)': \(error.localizedDescription)")
    }
    guard rename(temporary, path) == 0 else {
      let number = errno
      unlink(temporary)
      throw fault("replace", path, number)
    }
    try sync(folder)
  }

  /// Makes the renaming itself survive a power cut.
  private static func sync(_ folder: URL) throws {
    let path = folder.path(percentEncoded: false)
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw fault("open", path, errno) }
    defer { close(descriptor) }
    // Some network file systems cannot sync a folder and say EINVAL; the file itself is safe by then.
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw fault("sync", path, errno) }
  }

  private static func fault(_ verb: String, _ path: String, _ number: Int32) -> Fault {
    Fault(.io, "Cannot \(verb) '\(path)': \(String(cString: strerror(number))).")
  }
}
