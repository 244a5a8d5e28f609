import Faults
import Foundation

/// A place in bytes that came from outside: every read is checked against what is left.
public struct ByteReader {
  private let bytes: Data
  /// The offset of the next byte.
  public private(set) var offset = 0

  /// Starts at the first byte.
  public init(_ bytes: Data) { self.bytes = bytes }

  /// The number of bytes that are left.
  public var remaining: Int { bytes.count - offset }

  /// Reads a little-endian integer.
  /// - Throws: ``Fault`` `.data` when the bytes end before it does.
  public mutating func integer<Number: FixedWidthInteger>(_: Number.Type = Number.self) throws -> Number {
    let size = MemoryLayout<Number>.size
    guard size <= remaining else { throw ended(size) }
    defer { offset += size }
    return Number(
      littleEndian: bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: Number.self) })
  }

  /// Reads the next `count` bytes, without copying them.
  /// - Throws: ``Fault`` `.data` when `count` is negative or the bytes end first.
  public mutating func take(_ count: Int) throws -> Data {
    guard count >= 0, count <= remaining else { throw ended(count) }
    defer { offset += count }
    let start = bytes.startIndex + offset
    return bytes[start..<start + count]
  }

  /// Reads the next `count` bytes as UTF-8.
  /// - Throws: ``Fault`` `.data` when the bytes end first or are not UTF-8.
  public mutating func text(_ count: Int) throws -> String {
    guard let text = String(bytes: try take(count), encoding: .utf8) else {
      throw Fault(.data, "the \(count) bytes of text before byte \(offset) are not UTF-8.")
    }
    return text
  }

  /// Reads the bytes before the next occurrence of `end` and steps over it.
  /// - Throws: ``Fault`` `.data` when there is none within `limit` bytes.
  public mutating func line(endingIn end: UInt8 = 0x0A, limit: Int) throws -> String {
    let start = bytes.startIndex + offset
    guard let stop = bytes[start..<start + min(limit, remaining)].firstIndex(of: end) else {
      throw Fault(.data, "the line at byte \(offset) does not end within \(limit) bytes.")
    }
    let text = try text(stop - start)
    offset += 1
    return text
  }

  private func ended(_ count: Int) -> Fault {
    Fault(
      .data,
      "is cut short: \(counted(count, "byte is", "bytes are")) needed at byte \(offset) and \(remaining) are left.")
  }
}
