import CZip
import Foundation

/// An open file that libzip writes an archive into, so that the archive never lies in memory.
final class ZipTarget: ZipCallee {
  /// Why the file took no more, which libzip says by a number of its own.
  private(set) var fault: POSIXError?
  private let descriptor: Int32
  private var (offset, end) = (0, 0)
  private var error = zip_error_t()

  /// Takes a file that is empty and stays open.
  init(_ descriptor: Int32) {
    self.descriptor = descriptor
    zip_error_init(&error)
  }

  deinit { zip_error_fini(&error) }

  func answer(_ command: zip_source_cmd_t, _ data: UnsafeMutableRawPointer?, _ length: Int) -> Int64 {
    switch command {
    case ZIP_SOURCE_SUPPORTS:
      // What libzip asks of a target before it writes: what can be read, sought and written.
      return bits((ZIP_SOURCE_OPEN.rawValue...ZIP_SOURCE_REMOVE.rawValue).map { zip_source_cmd_t($0) })
    case ZIP_SOURCE_STAT: return state(data, length, size: end)
    case ZIP_SOURCE_BEGIN_WRITE:
      (offset, end) = (0, 0)
      return 0
    case ZIP_SOURCE_WRITE: return write(UnsafeRawBufferPointer(start: data, count: data == nil ? 0 : length))
    case ZIP_SOURCE_SEEK_WRITE:
      let sought = zip_source_seek_compute_offset(UInt64(offset), UInt64(end), data, UInt64(length), &error)
      guard sought >= 0 else { return -1 }
      offset = Int(sought)
      return 0
    case ZIP_SOURCE_TELL_WRITE: return Int64(offset)
    case ZIP_SOURCE_ERROR: return zip_error_to_data(&error, data, UInt64(length))
    case ZIP_SOURCE_OPEN, ZIP_SOURCE_CLOSE, ZIP_SOURCE_READ, ZIP_SOURCE_COMMIT_WRITE, ZIP_SOURCE_ROLLBACK_WRITE:
      return 0
    default:
      zip_error_set(&error, ZIP_ER_OPNOTSUPP, 0)
      return -1
    }
  }

  // libzip's buffer, of which no more is read than it has.
  private func write(_ bytes: UnsafeRawBufferPointer) -> Int64 {
    var written = 0
    while written < bytes.count, let start = bytes.baseAddress {
      let count = pwrite(descriptor, start + written, bytes.count - written, off_t(offset + written))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        fault = POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        zip_error_set(&error, ZIP_ER_WRITE, errno)
        return -1
      }
      written += count
    }
    offset += written
    end = max(end, offset)
    return Int64(written)
  }
}
