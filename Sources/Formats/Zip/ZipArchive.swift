import CZip
import Faults
import Foundation

/// A ZIP archive in memory, opened within ``ZipLimits``; libzip inflates it and verifies the checksums.
public final class ZipArchive {
  /// One file of the archive.
  public struct Entry: Sendable, Equatable {
    /// The name, with folders separated by `/`.
    public let name: String
    /// The size in bytes after inflation.
    public let size: Int
    let index: UInt64
  }

  /// The files in the order of the archive's directory.
  public let entries: [Entry]
  private let positions: [String: Int]
  private let handle: OpaquePointer
  private let bytes: UnsafeMutableRawBufferPointer

  /// Opens an archive and holds its directory against the limits; inflates nothing yet.
  /// - Throws: ``Fault`` `.data` saying what is wrong with the archive or with which entry.
  public init(_ data: Data, limits: ZipLimits) throws {
    let directory = try ZipDirectory(data, mostEntries: limits.entries)
    entries = try Self.entries(of: directory, limits)
    positions = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($1.name, $0) })
    // libzip keeps a pointer to the bytes until it is closed, so they need a place that does not move.
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: data.count, alignment: 8)
    data.withUnsafeBytes { copy.copyMemory(from: $0) }
    do {
      handle = try Self.open(copy)
    } catch {
      copy.deallocate()
      throw error
    }
    bytes = copy
    try agree(with: directory)
  }

  deinit {
    zip_discard(handle)
    bytes.deallocate()
  }

  /// The entry of a name.
  public func entry(named name: String) -> Entry? { positions[name].map { entries[$0] } }

  /// Inflates one entry and verifies its size and CRC-32.
  /// - Throws: ``Fault`` `.data` naming the entry when it is damaged.
  public func contents(of entry: Entry) throws -> Data {
    guard let file = zip_fopen_index(handle, entry.index, 0) else { throw damaged(entry) }
    defer { zip_fclose(file) }
    var data = Data(count: entry.size)
    let count = data.withUnsafeMutableBytes { zip_fread(file, $0.baseAddress, UInt64($0.count)) }
    var beyond: UInt8 = 0
    // libzip compares the checksum only when it is asked for a byte behind the last.
    guard count == entry.size, zip_fread(file, &beyond, 1) == 0 else { throw damaged(entry) }
    return data
  }

  private func damaged(_ entry: Entry) -> Fault {
    Fault(
      .data, "entry '\(entry.name)' is damaged: its bytes do not have the size or the checksum it states.")
  }

  private static func entries(of directory: ZipDirectory, _ limits: ZipLimits) throws -> [Entry] {
    var names: Set<String> = []
    var total: UInt64 = 0
    return try directory.records.enumerated().map { index, record in
      guard let name = String(bytes: record.name, encoding: .utf8) else {
        throw Fault(.data, "entry \(index + 1) has a name that is not UTF-8.")
      }
      func refuse(_ reason: String) -> Fault {
        Fault(.data, "entry '\(name.filter { !$0.isNewline })' \(reason).")
      }
      if let objection = limits.objection(to: name) { throw refuse(objection) }
      guard names.insert(name).inserted else { throw refuse("is there twice") }
      // Bits 0, 6 and 13: encrypted, strongly encrypted, encrypted directory.
      guard record.flags & 0x2041 == 0 else { throw refuse("is encrypted; save it without a password") }
      guard record.method == 0 || record.method == 8 else {
        throw refuse("is packed by method \(record.method); only stored (0) and deflated (8) are read")
      }
      guard record.size <= UInt64(limits.entrySize) else {
        throw refuse("has \(record.size) bytes; at most \(limits.entrySize) are allowed")
      }
      total += record.size
      guard total <= UInt64(limits.totalSize) else {
        throw refuse("brings the archive to \(total) bytes; at most \(limits.totalSize) are allowed")
      }
      guard record.size / UInt64(max(limits.ratio, 1)) <= record.compressedSize else {
        throw refuse(
          "would grow more than \(limits.ratio)-fold, from \(record.compressedSize) bytes to \(record.size)")
      }
      guard record.method == 8 || record.size == record.compressedSize else {
        throw refuse("is stored, yet states two sizes: \(record.compressedSize) and \(record.size) bytes")
      }
      return Entry(name: name, size: Int(record.size), index: UInt64(index))
    }
  }

  private static func open(_ bytes: UnsafeMutableRawBufferPointer) throws -> OpaquePointer {
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    guard let source = zip_source_buffer_create(bytes.baseAddress, UInt64(bytes.count), 0, &error) else {
      throw Fault(.io, "cannot be opened: \(String(cString: zip_error_strerror(&error))).")
    }
    guard let handle = zip_open_from_source(source, ZIP_RDONLY, &error) else {
      zip_source_free(source)
      throw Fault(.data, "is a damaged ZIP archive: \(String(cString: zip_error_strerror(&error))).")
    }
    return handle
  }

  /// Two readers that see different archives in the same bytes are how a hostile one is hidden.
  private func agree(with directory: ZipDirectory) throws {
    let count = zip_get_num_entries(handle, 0)
    let agrees =
      count == directory.records.count
      && directory.records.enumerated().allSatisfy { index, record in
        var status = zip_stat_t()
        guard zip_stat_index(handle, UInt64(index), ZIP_FL_ENC_RAW, &status) == 0,
          let name = zip_get_name(handle, UInt64(index), ZIP_FL_ENC_RAW)
        else { return false }
        return status.size == record.size && status.comp_size == record.compressedSize
          && status.crc == record.checksum && status.comp_method == record.method
          && record.name.elementsEqual(String(cString: name).utf8)
      }
    guard agrees else {
      throw Fault(.data, "is a damaged ZIP archive: its directory can be read in two ways.")
    }
  }
}
