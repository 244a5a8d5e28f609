import CZip
import Faults
import Foundation

/// A ZIP archive in a file or in memory, opened within ``ZipLimits``; libzip inflates it and verifies the checksums.
///
/// Opening reads the directory alone; an entry is read when it is asked for.
public final class ZipArchive {
  /// One file of the archive.
  public struct Entry: Sendable, Equatable {
    /// The name, with folders separated by `/`.
    public let name: String
    /// The size in bytes after inflation.
    public let size: Int
    let index: UInt64
    /// Why it is not read, where it breaks a limit that holds only for what is read.
    var objection: String?
  }

  /// The files in the order of the archive's directory.
  public let entries: [Entry]
  private let positions: [String: Int]
  // Opened in the initialiser, closed in deinit, handed to streams that keep this object: never used after it is closed.
  private let handle: OpaquePointer

  /// Opens an archive in memory and holds its directory against the limits; inflates nothing yet.
  /// - Throws: ``Fault`` `.data` saying what is wrong with the archive or with which entry.
  public convenience init(_ data: Data, limits: ZipLimits) throws { try self.init(ByteSource(data), limits) }

  /// Opens a file, of which only the directory is read.
  /// - Throws: ``Fault``: `.missing` without the file; `.data` as for one in memory.
  public convenience init(_ url: URL, limits: ZipLimits) throws { try self.init(ByteSource(url), limits) }

  init(_ source: ByteSource, _ limits: ZipLimits) throws {
    let directory = try ZipDirectory(source, mostEntries: limits.entries)
    entries = try Self.entries(of: directory, limits)
    positions = Dictionary(entries.enumerated().map { ($1.name, $0) }) { first, _ in first }
    handle = try Self.open(source)
    try agree(with: directory)
  }

  deinit { zip_discard(handle) }

  /// The entry of a name.
  public func entry(named name: String) -> Entry? { positions[name].map { entries[$0] } }

  /// Inflates one entry and verifies its size and CRC-32.
  /// - Throws: ``Fault`` `.data` naming the entry when it is damaged or breaks a limit.
  public func contents(of entry: Entry) throws -> Data { try stream(of: entry).take(entry.size) }

  /// Inflates one entry piece by piece.
  /// - Throws: ``Fault`` `.data` naming the entry when it is damaged or breaks a limit.
  func stream(of entry: Entry) throws -> ZipStream {
    if let objection = entry.objection { throw Self.refused(entry.name, objection) }
    return try ZipStream(self, handle, entry)
  }

  private static func refused(_ name: String, _ reason: String) -> Fault {
    Fault(.data, "entry '\(name.filter { !$0.isNewline })' \(reason).")
  }

  private static func entries(of directory: ZipDirectory, _ limits: ZipLimits) throws -> [Entry] {
    var names: Set<String> = []
    var total: UInt64 = 0
    return try directory.records.enumerated().map { index, record in
      let text = String(bytes: record.name, encoding: .utf8)
      let name = text ?? String(decoding: record.name, as: UTF8.self)
      guard limits.holdForUnread else {
        let objection = text == nil ? "has a name that is not UTF-8" : limits.objection(to: record, named: name)
        guard text == nil || names.insert(name).inserted else { throw refused(name, "is there twice") }
        return Entry(
          name: name, size: Int(clamping: record.size), index: UInt64(index), objection: objection)
      }
      guard text != nil else { throw Fault(.data, "entry \(index + 1) has a name that is not UTF-8.") }
      if let objection = limits.objection(to: record, named: name) { throw refused(name, objection) }
      guard names.insert(name).inserted else { throw refused(name, "is there twice") }
      total += record.size
      guard total <= UInt64(limits.totalSize) else {
        throw refused(name, "brings the archive to \(total) bytes; at most \(limits.totalSize) are allowed")
      }
      return Entry(name: name, size: Int(record.size), index: UInt64(index))
    }
  }

  private static func open(_ source: ByteSource) throws -> OpaquePointer {
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    let opened = try source.handOver(
      memory: { data -> OpaquePointer? in
        // libzip keeps a pointer to the bytes until it is closed, so they need a place that does not move.
        guard let copy = malloc(max(data.count, 1)) else { return nil }
        data.copyBytes(to: copy.assumingMemoryBound(to: UInt8.self), count: data.count)
        if let made = zip_source_buffer_create(copy, UInt64(data.count), 1, &error) { return made }
        free(copy)
        return nil
      },
      descriptor: { descriptor -> OpaquePointer? in
        guard let stream = fdopen(descriptor, "rb") else {
          close(descriptor)
          return nil
        }
        if let made = zip_source_filep_create(stream, 0, -1, &error) { return made }
        fclose(stream)
        return nil
      })
    guard let opened else {
      throw Fault(.io, "cannot be opened: \(String(cString: zip_error_strerror(&error))).")
    }
    guard let handle = zip_open_from_source(opened, ZIP_RDONLY, &error) else {
      zip_source_free(opened)
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
