import Faults
import Formats
import Foundation
import TestSupport
import Testing

@Suite("ZIP archives")
struct ZipTests {
  static let limits = ZipLimits(entries: 4, entrySize: 1 << 20, totalSize: 1 << 20)
  static let two: [ZipWriter.File] = [
    .init("a.npy", Data("first first first first".utf8)), .init("b.npy", Data("second second second".utf8)),
  ]

  static func read(_ data: Data, _ limits: ZipLimits = limits) throws -> [String: Data] {
    let archive = try ZipArchive(data, limits: limits)
    return try Dictionary(
      uniqueKeysWithValues: archive.entries.map { ($0.name, try archive.contents(of: $0)) })
  }

  @Test("give back what was written", arguments: [ZipWriter.Method.stored, .deflated])
  func roundTrip(_ method: ZipWriter.Method) throws {
    let data = try ZipWriter.data(Self.two + [.init("empty.npy", Data())], method: method)
    let files = try Self.read(data)
    #expect(files == ["a.npy": Self.two[0].contents, "b.npy": Self.two[1].contents, "empty.npy": Data()])
    #expect(try Self.read(try ZipWriter.data([])).isEmpty)
  }

  @Test("have the same bytes in every time zone")
  func deterministic() throws {
    let here = try ZipWriter.data(Self.two, method: .deflated)
    let zone = getenv("TZ").map { String(cString: $0) }
    setenv("TZ", "Pacific/Kiritimati", 1)
    tzset()
    defer {
      if let zone { setenv("TZ", zone, 1) } else { unsetenv("TZ") }
      tzset()
    }
    #expect(try ZipWriter.data(Self.two, method: .deflated) == here)
  }

  @Test("with a 64-bit end of directory are read")
  func large() throws {
    let data = try ZipWriter.data(Self.two)
    let end = try data.last([0x50, 0x4B, 5, 6])
    let size = UInt64(
      data.subdata(in: end + 12..<end + 16).withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) })
    var record = Data([0x50, 0x4B, 6, 6] + [UInt8](repeating: 0, count: 52) + [0x50, 0x4B, 6, 7])
    record += Data(repeating: 0, count: 16)
    record = record.writing(UInt64(44), at: 4).writing(UInt64(2), at: 24).writing(UInt64(2), at: 32)
    record = record.writing(size, at: 40).writing(UInt64(end) - size, at: 48).writing(UInt64(end), at: 64)
    record = record.writing(UInt32(1), at: 72).writing(UInt16(45), at: 12).writing(UInt16(45), at: 14)
    let large = data.prefix(end) + record + data.suffix(22)
    #expect(try Self.read(large).count == 2)
    Damage.expectReadOrFault(Damage.flips(large)) { _ = try Self.read($0) }
  }

  @Test(
    "with unsafe names are refused", arguments: ["../a", "/a", "a//b", "a/../b", "./a", "a\\b", "a\nb", "a/"])
  func names(_ name: String) throws {
    let data = try ZipWriter.data([.init(name, Data("x".utf8))])
    var folders = Self.limits
    folders.allowsFolders = true
    for limits in [Self.limits, folders] {
      let fault = try #require(throws: Fault.self) { try Self.read(data, limits) }
      #expect(fault.kind == .data && !fault.description.contains("\n"), "\(fault)")
    }
  }

  @Test("with folders are read only where folders are expected")
  func folders() throws {
    let data = try ZipWriter.data([.init("archive/.data/x", Data("x".utf8))])
    var limits = Self.limits
    #expect(throws: Fault.self) { try Self.read(data, limits) }
    limits.allowsFolders = true
    #expect(try Self.read(data, limits) == ["archive/.data/x": Data("x".utf8)])
  }

  @Test("are refused beyond each limit, before anything is inflated")
  func tooMuch() throws {
    let zeros = try ZipWriter.data([.init("zeros.npy", Data(count: 1 << 20))], method: .deflated)
    let two = try ZipWriter.data(Self.two)
    let cases: [(Data, ZipLimits, String)] = [
      (zeros, Self.limits, "200-fold"),
      (two, ZipLimits(entries: 1, entrySize: 100, totalSize: 100), "at most 1"),
      (two, ZipLimits(entries: 4, entrySize: 22, totalSize: 100), "'a.npy' has 23 bytes"),
      (two, ZipLimits(entries: 4, entrySize: 100, totalSize: 42), "43 bytes"),
    ]
    for (data, limits, words) in cases {
      let fault = try #require(throws: Fault.self) { _ = try ZipArchive(data, limits: limits) }
      #expect(fault.description.contains(words), "\(fault)")
    }
  }

  @Test("cut short anywhere or changed anywhere never trap", arguments: [ZipWriter.Method.stored, .deflated])
  func damage(_ method: ZipWriter.Method) throws {
    let data = try ZipWriter.data(Self.two, method: method)
    for prefix in Damage.prefixes(data) { #expect(throws: Fault.self) { try Self.read(prefix) } }
    Damage.expectReadOrFault(Damage.flips(data)) { _ = try Self.read($0) }
  }
}
