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
    let file = try open(url, limit)
    var data = Data(count: file.size)
    try fill(data.withUnsafeMutableBytes { try file.read(into: $0) }, file)
    return data
  }

  /// Reads a regular file as an array of bytes, for readers of text.
  /// - Throws: ``Fault``, as ``read(_:limit:)`` does.
  public static func bytes(of url: URL, limit: Int) throws -> [UInt8] {
    let file = try open(url, limit)
    let size = file.size
    return try Array(unsafeUninitializedCapacity: size) { buffer, initialized in
      initialized = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
      try fill(initialized, file)
    }
  }

  /// Holds a regular file's size against a limit before anything of it is read.
  /// - Throws: ``Fault``, as ``read(_:limit:)`` does.
  static func check(_ url: URL, limit: Int) throws { _ = try open(url, limit) }

  private static func open(_ url: URL, _ limit: Int) throws -> RegularFile {
    let file = try RegularFile(url)
    guard file.size <= limit else {
      throw Fault(
        .data, "'\(file.path)' has \(file.size) bytes; a file of this kind has at most \(limit) bytes.")
    }
    return file
  }

  private static func fill(_ count: Int, _ file: borrowing RegularFile) throws {
    guard count == file.size else {
      throw Fault(
        .io, "'\(file.path)' became shorter while it was read; try again when nothing writes to it.")
    }
  }
}
