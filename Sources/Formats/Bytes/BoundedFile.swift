import Faults
import Foundation

/// Reading whole files of a known largest size.
public enum BoundedFile {
  /// Reads a regular file.
  ///
  /// - Parameter limit: the largest size in bytes; it is compared before memory is taken.
  /// - Throws: ``Fault``: `.missing` when there is no file, `.data` when it is too large or is a folder, a pipe
  ///   or a device, `.io` when the system refuses.
  public static func read(_ url: URL, limit: Int) throws -> Data {
    let file = try RegularFile(url)
    guard file.size <= limit else {
      throw Fault(
        .data, "'\(file.path)' has \(file.size) bytes; a file of this kind has at most \(limit) bytes.")
    }
    var data = Data(count: file.size)
    let count = try data.withUnsafeMutableBytes { try file.read(into: $0) }
    guard count == file.size else {
      throw Fault(
        .io, "'\(file.path)' became shorter while it was read; try again when nothing writes to it.")
    }
    return data
  }
}
