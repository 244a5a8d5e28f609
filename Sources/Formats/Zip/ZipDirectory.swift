import Faults
import Foundation

/// The central directory of a ZIP archive (PKWARE APPNOTE 4.3), read strictly.
///
/// libzip does not tell where an entry's bytes lie, so entries that share bytes (a small file that inflates without
/// end) can only be seen here. Sizes are those of the directory: PyTorch leaves them out of the local headers.
struct ZipDirectory {
  struct Record {
    var name: Data
    var flags: UInt16
    var method: UInt16
    var checksum: UInt32
    var compressedSize: UInt64
    var size: UInt64
    var offset: UInt64
  }

  /// The entries in the order of the directory.
  private(set) var records: [Record] = []
  private let start: UInt64

  /// The largest directory: a record of 1 KiB for each of the most entries that any archive may have.
  private static let largest = 8 << 20

  init(_ source: ByteSource, mostEntries: Int) throws {
    let begin = try source.beginning(4)
    guard begin == Data([0x50, 0x4B, 3, 4]) || begin == Data([0x50, 0x4B, 5, 6]) else {
      throw Fault(.data, "is not a ZIP archive: it does not begin with 'PK'.")
    }
    let end = try Self.end(of: source)
    guard end.entries <= UInt64(mostEntries) else {
      throw Fault(.data, "holds \(end.entries) entries; at most \(mostEntries) are allowed.")
    }
    // A reader that searches for the directory could be shown another one unless these two meet exactly.
    guard end.offset.addingReportingOverflow(end.size) == (end.position, false) else {
      throw Fault(.data, "is a damaged ZIP archive: its directory does not lie where its end says.")
    }
    guard end.size <= UInt64(Self.largest) else {
      throw Fault(.data, "has a ZIP directory of \(end.size) bytes; at most \(Self.largest) are read.")
    }
    start = end.offset
    var reader = ByteReader(try source.bytes(at: Int(end.offset), count: Int(end.size)))
    for _ in 0..<end.entries { records.append(try Self.record(&reader, base: Int(end.offset))) }
    guard reader.remaining == 0 else {
      throw Fault(.data, "is a damaged ZIP archive: its directory holds more than its end says.")
    }
    try refuseOverlaps(in: source)
  }

  private struct End {
    var entries: UInt64
    var size: UInt64
    var offset: UInt64
    var position: UInt64
  }

  private static func end(of source: ByteSource) throws -> End {
    let last = min(source.size, 42)
    let bytes = try source.bytes(at: source.size - last, count: last)
    // An archive comment would let one file hold two directories; no writer of NPZ or .pt adds one.
    guard bytes.suffix(22).starts(with: [0x50, 0x4B, 5, 6]), bytes.count >= 22 else {
      throw Fault(.data, "is cut short or damaged: the directory at the end of the ZIP archive is missing.")
    }
    var reader = ByteReader(bytes.suffix(22))
    _ = try reader.take(8)
    _ = try reader.integer(UInt16.self)
    let entries = UInt64(try reader.integer(UInt16.self))
    let size = UInt64(try reader.integer(UInt32.self))
    let offset = UInt64(try reader.integer(UInt32.self))
    let short = End(entries: entries, size: size, offset: offset, position: UInt64(source.size - 22))
    let locator = bytes.dropLast(22)
    guard locator.count == 20, locator.starts(with: [0x50, 0x4B, 6, 7]) else { return short }
    reader = ByteReader(locator)
    _ = try reader.take(8)
    let position = try reader.integer(UInt64.self)
    guard position <= UInt64(source.size - 42) else {
      throw Fault(.data, "is a damaged ZIP archive: the end of its directory does not lie where it says.")
    }
    reader = ByteReader(try source.bytes(at: Int(position), count: min(56, source.size - Int(position))))
    guard try reader.integer(UInt32.self) == 0x0606_4B50 else {
      throw Fault(.data, "is a damaged ZIP archive: its 64-bit end of directory has a wrong signature.")
    }
    _ = try reader.take(28)
    return End(
      entries: try reader.integer(), size: try reader.integer(), offset: try reader.integer(),
      position: position)
  }

  private static func record(_ reader: inout ByteReader, base: Int) throws -> Record {
    let place = base + reader.offset
    guard reader.remaining >= 4, try reader.integer(UInt32.self) == 0x0201_4B50 else {
      throw Fault(.data, "is a damaged ZIP archive: a directory record at byte \(place) is not one.")
    }
    _ = try reader.take(4)
    let flags = try reader.integer(UInt16.self)
    let method = try reader.integer(UInt16.self)
    _ = try reader.take(4)
    let checksum = try reader.integer(UInt32.self)
    var compressed = UInt64(try reader.integer(UInt32.self))
    var size = UInt64(try reader.integer(UInt32.self))
    let lengths = (
      name: Int(try reader.integer(UInt16.self)), extra: Int(try reader.integer(UInt16.self)),
      comment: Int(try reader.integer(UInt16.self))
    )
    _ = try reader.take(8)
    var offset = UInt64(try reader.integer(UInt32.self))
    let name = try reader.take(lengths.name)
    var extra = ByteReader(try reader.take(lengths.extra))
    _ = try reader.take(lengths.comment)
    while extra.remaining >= 4 {
      let tag = try extra.integer(UInt16.self)
      var field = ByteReader(try extra.take(Int(try extra.integer(UInt16.self))))
      guard tag == 1 else { continue }
      if size == 0xFFFF_FFFF { size = try field.integer() }
      if compressed == 0xFFFF_FFFF { compressed = try field.integer() }
      if offset == 0xFFFF_FFFF { offset = try field.integer() }
    }
    return Record(
      name: name, flags: flags, method: method, checksum: checksum, compressedSize: compressed, size: size,
      offset: offset)
  }

  private func refuseOverlaps(in source: ByteSource) throws {
    var free: UInt64 = 0
    for record in records.sorted(by: { $0.offset < $1.offset }) {
      let name = String(decoding: record.name, as: UTF8.self)
      guard record.offset >= free else {
        throw Fault(.data, "entry '\(name)' shares bytes with another entry, as in a decompression bomb.")
      }
      guard record.offset < start else {
        throw Fault(.data, "entry '\(name)' lies outside the file.")
      }
      let place = Int(record.offset)
      var local = ByteReader(try source.bytes(at: place, count: 30))
      let signature = try local.integer(UInt32.self)
      _ = try local.take(4)
      let method = try local.integer(UInt16.self)
      _ = try local.take(16)
      let nameLength = Int(try local.integer(UInt16.self))
      let extraLength = Int(try local.integer(UInt16.self))
      guard signature == 0x0403_4B50, method == record.method,
        try source.bytes(at: place + 30, count: nameLength) == record.name
      else {
        throw Fault(.data, "entry '\(name)' and its header in the ZIP archive contradict each other.")
      }
      let begin = record.offset + UInt64(30 + nameLength + extraLength)
      let (end, overflow) = begin.addingReportingOverflow(record.compressedSize)
      guard !overflow, end <= start else {
        throw Fault(
          .data, "entry '\(name)' is cut short: its bytes would reach beyond the archive's directory.")
      }
      free = end
    }
  }
}
