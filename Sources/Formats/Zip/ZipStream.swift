import CZip
import Faults
import Foundation

/// One entry of an archive, inflated piece by piece; its checksum is compared when the last piece is taken.
final class ZipStream: ByteStream {
  private(set) var remaining: Int
  private let entry: ZipArchive.Entry
  // Opened in the initialiser and closed in deinit.
  private let file: OpaquePointer
  // The archive's handle must outlive the file opened in it.
  private let archive: ZipArchive

  init(_ archive: ZipArchive, _ handle: OpaquePointer, _ entry: ZipArchive.Entry) throws {
    guard let file = zip_fopen_index(handle, entry.index, 0) else { throw Self.damaged(entry) }
    (self.archive, self.file, self.entry, remaining) = (archive, file, entry, entry.size)
  }

  deinit { zip_fclose(file) }

  func take(_ count: Int) throws -> Data {
    guard count >= 0, count <= remaining else {
      throw Fault(.data, "is cut short: \(counted(count, "byte is", "bytes are")) needed and \(remaining) are left.")
    }
    var data = Data(count: count)
    let isWhole = data.withUnsafeMutableBytes { buffer in
      var filled = 0
      while filled < count, let start = buffer.baseAddress {
        let read = zip_fread(file, start + filled, UInt64(count - filled))
        guard read > 0 else { return false }
        filled += Int(read)
      }
      return true
    }
    remaining -= count
    var beyond: UInt8 = 0
    // libzip compares the checksum only when it is asked for a byte behind the last.
    guard isWhole, remaining > 0 || zip_fread(file, &beyond, 1) == 0 else { throw Self.damaged(entry) }
    return data
  }

  private static func damaged(_ entry: ZipArchive.Entry) -> Fault {
    Fault(.data, "entry '\(entry.name)' is damaged: its bytes do not have the size or the checksum it states.")
  }
}
