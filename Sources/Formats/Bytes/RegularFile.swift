import Faults
import Foundation

/// A regular file that is open for reading: a pipe or a device would make a reader wait for ever.
package struct RegularFile: ~Copyable {
  let descriptor: Int32
  package let size: Int
  let path: String

  /// - Throws: ``Fault`` `.missing` when nothing is there, `.data` when it is no regular file, else `.io`.
  package init(_ url: URL) throws {
    path = url.path(percentEncoded: false)
    // Without O_NONBLOCK, opening a pipe that nobody writes to would hang before fstat could refuse it.
    descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.fault("open", path, errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let number = errno
      close(descriptor)
      throw Self.fault("examine", path, number)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      let kind = status.st_mode & S_IFMT == S_IFDIR ? "is a folder" : "is not a regular file"
      throw Fault(.data, "'\(path)' \(kind); give the path of a file.")
    }
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Fills as much of `buffer` as the file still has, never more than its count, and returns the number of bytes.
  borrowing func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    var filled = 0
    while filled < buffer.count, let start = buffer.baseAddress {
      // Linux hands over at most 2 GiB - 4 KiB a call; a fixed piece keeps every system below its limit.
      let count = Foundation.read(descriptor, start + filled, min(buffer.count - filled, 1 << 28))
      if count == 0 { break }
      if count < 0 {
        if errno == EINTR { continue }
        throw Self.fault("read", path, errno)
      }
      filled += count
    }
    return filled
  }

  /// Reads some of the bytes without moving the place where the next ones are read.
  /// - Throws: ``Fault`` `.io` when there are no longer as many, or the system refuses.
  borrowing func bytes(at offset: Int, count: Int) throws -> Data {
    var data = Data(count: count)
    let filled = try data.withUnsafeMutableBytes { buffer in
      var filled = 0
      while filled < count, let start = buffer.baseAddress {
        let read = pread(descriptor, start + filled, min(count - filled, 1 << 28), off_t(offset + filled))
        if read == 0 { break }
        if read < 0 {
          if errno == EINTR { continue }
          throw Self.fault("read", path, errno)
        }
        filled += read
      }
      return filled
    }
    guard filled == count else {
      throw Fault(.io, "'\(path)' became shorter while it was read; try again when nothing writes to it.")
    }
    return data
  }

  static func fault(_ verb: String, _ path: String, _ number: Int32) -> Fault {
    if number == ENOENT || number == ENOTDIR { return Fault(.missing, "There is no file '\(path)'.") }
    return Fault(.io, "Cannot \(verb) '\(path)': \(String(cString: strerror(number))).")
  }
}
