import Foundation
import Testing
import Zoo

/// Ways to damage good bytes, and the one reaction that is right.
enum Damage {
  /// Every shorter beginning of the bytes.
  static func prefixes(_ data: Data) -> some Sequence<Data> { (0..<data.count).lazy.map { Data(data.prefix($0)) } }

  /// The bytes with one of the first `count` of them changed, in three ways each.
  static func flips(_ data: Data, first count: Int) -> some Sequence<Data> {
    (0..<min(count, data.count)).lazy.flatMap { index in
      [0x01, 0x80, 0xFF].map { (mask: UInt8) in
        var copy = data
        copy[copy.startIndex + index] ^= mask
        return copy
      }
    }
  }

  /// Expects that reading either works or throws a ``Fault`` about the data of one line, and never anything else.
  static func expectReadOrFault(_ data: some Sequence<Data>, _ read: (Data) throws -> Void) {
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
