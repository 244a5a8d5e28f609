import Faults
import Foundation
import Testing

/// Ways to damage good bytes, and the one reaction that is right.
public enum Damage {
  /// Every shorter beginning of the bytes.
  public static func prefixes(_ data: Data) -> some Sequence<Data> {
    (0..<data.count).lazy.map { Data(data.prefix($0)) }
  }

  /// The bytes with one of the first `count` of them changed, in three ways each.
  public static func flips(_ data: Data, first count: Int? = nil) -> some Sequence<Data> {
    (0..<min(count ?? data.count, data.count)).lazy.flatMap { index in
      [0x01, 0x80, 0xFF].map { (mask: UInt8) in
        var copy = data
        copy[copy.startIndex + index] ^= mask
        return copy
      }
    }
  }

  /// Expects that reading either works or throws a ``Fault`` about the data of one line, and never anything else.
  public static func expectReadOrFault(_ data: some Sequence<Data>, _ read: (Data) throws -> Void) {
    for bytes in data {
      do {
        try read(bytes)
      } catch let fault as Fault {
        #expect(fault.kind == .data && !fault.description.contains("\n"), "\(fault)")
      } catch {
        Issue.record("threw \(error)")
      }
    }
  }
}

extension Data {
  /// The bytes of a text whose characters are all below U+0100.
  public init(latin1 text: String) { self.init(text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }) }

  /// The offset of the last occurrence of some bytes.
  public func last(_ bytes: [UInt8]) throws -> Int { try #require(lastRange(of: Data(bytes))).lowerBound }

  /// A copy with a little-endian number written over the bytes at an offset.
  public func writing<Number: FixedWidthInteger>(_ number: Number, at offset: Int) -> Data {
    var copy = self
    Swift.withUnsafeBytes(of: number.littleEndian) { copy.replaceSubrange(offset..<offset + $0.count, with: $0) }
    return copy
  }
}
