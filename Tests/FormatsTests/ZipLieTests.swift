import Faults
import Formats
import Foundation
import TestSupport
import Testing

/// A good archive of two entries with one lie written into it.
struct ZipLie: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let words: String
  let tell: @Sendable (Data) throws -> Data

  init(_ name: String, _ words: String, _ tell: @escaping @Sendable (Data) throws -> Data) {
    (testDescription, self.words, self.tell) = (name, words, tell)
  }

  private static let record: [UInt8] = [0x50, 0x4B, 1, 2]
  private static let end: [UInt8] = [0x50, 0x4B, 5, 6]

  private static func renaming(_ from: String, _ to: String) -> @Sendable (Data) throws -> Data {
    { data in
      var data = data
      while let range = data.range(of: Data(from.utf8)) { data.replaceSubrange(range, with: Data(to.utf8)) }
      return data
    }
  }

  static let all: [ZipLie] = [
    ZipLie("text instead of an archive", "does not begin with 'PK'") { _ in Data("time\thip_flexion_r\n".utf8)
    },
    ZipLie("an empty file", "does not begin with 'PK'") { _ in Data() },
    ZipLie("bytes before it", "does not begin") { Data([0]) + $0 },
    ZipLie("bytes behind it", "is missing") { $0 + Data([0]) },
    ZipLie("a comment", "is missing") { $0.writing(UInt16(3), at: $0.count - 2) + Data("abc".utf8) },
    ZipLie("an encrypted entry", "'b.npy' is encrypted") {
      $0.writing(UInt16(1), at: try $0.last(record) + 8)
    },
    ZipLie("another packing method", "method 12") { data in
      data.writing(UInt16(12), at: try data.last(record) + 10).writing(
        UInt16(12), at: try data.last([0x50, 0x4B, 3, 4]) + 8)
    },
    ZipLie("two methods for one entry", "contradict") { $0.writing(UInt16(8), at: try $0.last(record) + 10) },
    ZipLie("two sizes for a stored entry", "states two sizes") {
      $0.writing(UInt32(21), at: try $0.last(record) + 24)
    },
    ZipLie("a larger entry than there are bytes", "'b.npy' is cut short") {
      $0.writing(UInt32(4000), at: try $0.last(record) + 20).writing(
        UInt32(4000), at: try $0.last(record) + 24)
    },
    ZipLie("another checksum", "is damaged") { $0.writing(UInt32(7), at: try $0.last(record) + 16) },
    ZipLie("other contents", "'b.npy' is damaged", renaming("second second", "Second second")),
    ZipLie("two entries in the same place", "shares bytes") {
      $0.writing(UInt32(0), at: try $0.last(record) + 42)
    },
    ZipLie("an entry inside another", "shares bytes") {
      $0.writing(UInt32(20), at: try $0.last(record) + 42)
    },
    ZipLie("an entry in the directory", "outside the file") {
      $0.writing(UInt32(try $0.last(record)), at: try $0.last(record) + 42)
    },
    ZipLie("the same name twice", "'a.npy' is there twice", renaming("b.npy", "a.npy")),
    ZipLie("two names for one entry", "contradict") { data in
      data.writing(UInt8(ascii: "c"), at: try data.last(Array("b.npy".utf8)))
    },
    ZipLie("a name with a zero byte", "control character", renaming("b.npy", "b\0npy")),
    ZipLie("more entries than there are", "is not one") { data in
      let end = try data.last(end)
      return data.writing(UInt16(3), at: end + 8).writing(UInt16(3), at: end + 10)
    },
    ZipLie("fewer entries than there are", "more than its end says") { data in
      let end = try data.last(end)
      return data.writing(UInt16(1), at: end + 8).writing(UInt16(1), at: end + 10)
    },
    ZipLie("a directory elsewhere", "does not lie where") {
      $0.writing(UInt32(1), at: try $0.last(end) + 16)
    },
  ]
}

@Suite("A ZIP archive that lies")
struct ZipLieTests {
  @Test("is refused with a message of its own", arguments: ZipLie.all)
  func refused(_ lie: ZipLie) throws {
    let data = try lie.tell(try ZipWriter.data(ZipTests.two))
    let fault = try #require(throws: Fault.self) { try ZipTests.read(data) }
    #expect(fault.kind == .data && fault.description.contains(lie.words), "\(fault)")
  }
}
