import CZip
import Faults
import Foundation

/// Writing ZIP archives whose bytes depend on nothing but their contents.
public enum ZipWriter {
  /// How the entries are kept.
  public enum Method: Int32, Sendable {
    /// As they are.
    case stored = 0
    /// Deflated by zlib.
    case deflated = 8
  }

  /// A file that an archive is made of.
  public struct File: Sendable {
    /// Its path in the archive.
    public let name: String
    /// Its bytes.
    public let contents: Data

    /// Names bytes.
    public init(_ name: String, _ contents: Data) {
      self.name = name
      self.contents = contents
    }
  }

  /// The bytes of an archive with the given files in the given order, all dated 1 January 1980.
  /// - Throws: ``Fault`` `.software` when libzip refuses, for example because a name is there twice.
  public static func data(_ files: [File], method: Method = .stored) throws -> Data {
    // libzip deletes an archive without entries instead of writing it; all that such a one has is its end.
    guard !files.isEmpty else { return Data([0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18)) }
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    guard let target = zip_source_buffer_create(nil, 0, 0, &error) else { throw refused(&error) }
    defer { zip_source_free(target) }
    try fill(target, files.map { ($0.name, ZipContents($0.contents)) }, method)
    return try contents(of: target)
  }

  /// Writes an archive into an open and empty file, of which no more than a piece of an entry lies in memory.
  ///
  /// - Parameters:
  ///   - entries: names and contents, at least one, in the order of the archive.
  ///   - descriptor: the file.
  /// - Throws: ``Fault`` `.software` when libzip refuses, for example because a name is there twice; what making the
  ///   contents throws; `POSIXError` when the file takes no more.
  package static func write(_ entries: [(name: String, contents: ZipContents)], to descriptor: Int32) throws {
    let target = ZipTarget(descriptor)
    guard let source = target.source() else { throw Fault(.io, "There is not enough memory.") }
    defer { zip_source_free(source) }
    do {
      try fill(source, entries, .stored)
    } catch {
      throw target.fault ?? error
    }
  }

  private static func fill(
    _ target: OpaquePointer, _ entries: [(name: String, contents: ZipContents)], _ method: Method
  ) throws {
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    guard let archive = zip_open_from_source(target, ZIP_TRUNCATE, &error) else { throw refused(&error) }
    // Opening took the source over; closing the archive would free it before its bytes could be fetched.
    zip_source_keep(target)
    var sources: [ZipEntrySource] = []
    do {
      for entry in entries {
        let source = ZipEntrySource(entry.contents)
        sources.append(source)
        try add(entry.name, source, method, to: archive)
      }
      guard zip_close(archive) == 0 else { throw refused(zip_get_error(archive)) }
    } catch {
      zip_discard(archive)
      throw sources.lazy.compactMap(\.fault).first ?? error
    }
  }

  private static func add(_ name: String, _ entry: ZipEntrySource, _ method: Method, to archive: OpaquePointer) throws {
    guard let source = entry.source() else { throw Fault(.io, "There is not enough memory.") }
    let index = zip_file_add(archive, name, source, ZIP_FL_ENC_UTF_8)
    guard index >= 0 else {
      zip_source_free(source)
      throw refused(zip_get_error(archive))
    }
    // 0x21 is 1 January 1980 in MS-DOS, which knows no time zone; a time_t would be turned into local time.
    guard zip_set_file_compression(archive, UInt64(index), method.rawValue, 6) == 0,
      zip_file_set_dostime(archive, UInt64(index), 0, 0x21, 0) == 0
    else { throw refused(zip_get_error(archive)) }
  }

  private static func contents(of source: OpaquePointer) throws -> Data {
    guard zip_source_open(source) == 0 else { throw refused(zip_source_error(source)) }
    defer { zip_source_close(source) }
    guard zip_source_seek(source, 0, SEEK_END) == 0 else { throw refused(zip_source_error(source)) }
    let size = zip_source_tell(source)
    guard size >= 0, zip_source_seek(source, 0, SEEK_SET) == 0 else {
      throw refused(zip_source_error(source))
    }
    var data = Data(count: Int(size))
    let count = data.withUnsafeMutableBytes { zip_source_read(source, $0.baseAddress, UInt64($0.count)) }
    guard count == size else { throw refused(zip_source_error(source)) }
    return data
  }

  /// What libzip says; the error is its source's or archive's, which is still open, and is copied.
  private static func refused(_ error: UnsafeMutablePointer<zip_error_t>) -> Fault {
    Fault(.software, "The ZIP archive cannot be written: \(String(cString: zip_error_strerror(error))).")
  }
}
