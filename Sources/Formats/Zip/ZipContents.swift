import CZip
import Faults
import Foundation

/// The bytes of an entry, made piece by piece while the archive is written.
package struct ZipContents {
  /// The number of bytes.
  let size: Int
  /// Some of the bytes from an offset on, at least one; asked for in order, from the beginning.
  let piece: (_ offset: Int) throws -> Data

  /// Promises bytes.
  package init(size: Int, piece: @escaping (_ offset: Int) throws -> Data) { (self.size, self.piece) = (size, piece) }

  /// Takes bytes that are there.
  package init(_ data: Data) { self.init(size: data.count) { data.dropFirst($0) } }
}

/// What libzip reads an entry from.
final class ZipEntrySource: ZipCallee {
  /// What went wrong where the bytes are made, which libzip cannot say.
  private(set) var fault: (any Error)?
  private let contents: ZipContents
  private var piece = Data()
  private var offset = 0
  private var error = zip_error_t()

  init(_ contents: ZipContents) {
    self.contents = contents
    zip_error_init(&error)
  }

  deinit { zip_error_fini(&error) }

  // libzip hands over a buffer of `length` bytes, which no more are written to than it has.
  func answer(_ command: zip_source_cmd_t, _ data: UnsafeMutableRawPointer?, _ length: Int) -> Int64 {
    switch command {
    case ZIP_SOURCE_SUPPORTS:
      return bits([
        ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE,
      ])
    case ZIP_SOURCE_OPEN:
      (offset, piece) = (0, Data())
      return 0
    case ZIP_SOURCE_CLOSE: return 0
    case ZIP_SOURCE_STAT: return state(data, length, size: contents.size)
    case ZIP_SOURCE_READ:
      return Int64(read(UnsafeMutableRawBufferPointer(start: data, count: data == nil ? 0 : length)))
    case ZIP_SOURCE_ERROR: return zip_error_to_data(&error, data, UInt64(length))
    default:
      zip_error_set(&error, ZIP_ER_OPNOTSUPP, 0)
      return -1
    }
  }

  private func read(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    if piece.isEmpty, offset < contents.size {
      do {
        piece = try contents.piece(offset)
        guard !piece.isEmpty, piece.count <= contents.size - offset else {
          throw Fault(.software, "An entry of \(contents.size) bytes has other bytes at \(offset).")
        }
      } catch {
        fault = error
        zip_error_set(&self.error, ZIP_ER_READ, 0)
        return -1
      }
    }
    let count = min(buffer.count, piece.count)
    piece.prefix(count).withUnsafeBytes { buffer.copyMemory(from: $0) }
    piece = piece.dropFirst(count)
    offset += count
    return count
  }
}

/// The commands as libzip counts those that a source knows.
func bits(_ commands: [zip_source_cmd_t]) -> Int64 { commands.reduce(0) { $0 | 1 << Int64($1.rawValue) } }

/// Says that a source holds so many bytes as they are; libzip hands over the place for it.
func state(_ data: UnsafeMutableRawPointer?, _ length: Int, size: Int) -> Int64 {
  guard let data, length >= MemoryLayout<zip_stat_t>.size else { return -1 }
  var stat = zip_stat_t()
  zip_stat_init(&stat)
  (stat.size, stat.comp_size) = (UInt64(size), UInt64(size))
  (stat.comp_method, stat.encryption_method) = (UInt16(ZIP_CM_STORE), UInt16(ZIP_EM_NONE))
  stat.valid = UInt64(ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD)
  data.copyMemory(from: &stat, byteCount: MemoryLayout<zip_stat_t>.size)
  return Int64(MemoryLayout<zip_stat_t>.size)
}
