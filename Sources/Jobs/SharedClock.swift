import Faults
import Foundation

/// The clock of the file system that workers share, by which alone the age of a claim is told.
///
/// Nodes need not agree on the time: what a node's own clock says is used for spans only, never compared with another's.
final class SharedClock: @unchecked Sendable {
  // `@unchecked Sendable`: the one variable is only touched under the lock.

  private let folder: URL
  private let lock = NSLock()
  /// The shared clock less this machine's monotonic one, and when that was measured.
  private var measured: (difference: Double, at: Double)?
  /// The seconds after which it is measured again; no clock drifts far in that time.
  private static let lasting = 60.0

  init(_ folder: URL) { self.folder = folder }

  /// The time, in seconds since 1970.
  /// - Throws: ``Fault`` of kind `io` when nothing can be written into the folder.
  func now() throws -> Double {
    lock.lock()
    defer { lock.unlock() }
    let here = ProcessInfo.processInfo.systemUptime
    if let measured, here - measured.at < Self.lasting { return here + measured.difference }
    let there = try Self.touch(in: folder)
    measured = (there - here, here)
    return there
  }

  /// The time that a file has which is made now.
  /// - Throws: ``Fault`` of kind `io` when none can be made.
  static func touch(in folder: URL) throws -> Double {
    let path = folder.appending(path: ".clock-\(UUID().uuidString)").path(percentEncoded: false)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw Fault(.io, at: .file(folder.path), "nothing can be written: \(String(cString: strerror(errno))).")
    }
    defer {
      close(descriptor)
      unlink(path)
    }
    guard let time = modification(descriptor) else {
      throw Fault(
        .io, at: .file(folder.path), "the time of a new file cannot be read: \(String(cString: strerror(errno))).")
    }
    return time
  }

  /// When a file was touched last; nil when it is gone.
  ///
  /// It is opened for that: network file systems look at the file again then, and may answer from memory otherwise.
  static func modification(of file: URL) -> Double? {
    let descriptor = open(file.path(percentEncoded: false), O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    return modification(descriptor)
  }

  private static func modification(_ descriptor: Int32) -> Double? {
    var facts = stat()
    guard fstat(descriptor, &facts) == 0 else { return nil }
    #if os(Linux)
      let time = facts.st_mtim
    #else
      let time = facts.st_mtimespec
    #endif
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
