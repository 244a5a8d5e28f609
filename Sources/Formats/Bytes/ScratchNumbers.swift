import Faults
import Foundation
import Synchronization

/// Numbers that are kept to be read again: in memory while they are few, beyond that in a file without a name, which the
/// system takes back however the process ends.
package final class ScratchNumbers: Sendable {
  private struct Kept {
    var count = 0
    var held: [Float] = []
    var descriptor: Int32?
  }

  private let folder: URL
  private let most: Int
  private let kept = Mutex(Kept())

  /// Starts with nothing.
  ///
  /// - Parameters:
  ///   - folder: where the file lies, should one be needed.
  ///   - most: how many numbers are held in memory.
  package init(in folder: URL, most: Int = 1 << 20) { (self.folder, self.most) = (folder, most) }

  deinit { kept.withLock { kept in _ = kept.descriptor.map { close($0) } } }

  /// Keeps numbers behind those that are there.
  /// - Throws: ``Fault`` `.io` when the disk does not take them.
  package func append(_ numbers: [Float]) throws {
    try kept.withLock { kept in
      if kept.descriptor == nil, kept.count + numbers.count > most {
        let file = try unnamedFile()
        kept.descriptor = file
        try write(kept.held, to: file, at: 0)
        kept.held = []
      }
      if let file = kept.descriptor {
        try write(numbers, to: file, at: kept.count)
      } else if kept.held.isEmpty {
        kept.held = numbers
      } else {
        kept.held += numbers
      }
      kept.count += numbers.count
    }
  }

  /// The number of numbers.
  package var count: Int { kept.withLock { $0.count } }

  /// Some of the numbers.
  /// - Throws: ``Fault``: `.io` when the disk does not give them back; `.software` when there are not as many.
  package func numbers(in range: Range<Int>) throws -> [Float] {
    try kept.withLock { kept in
      guard range.lowerBound >= 0, range.upperBound <= kept.count else {
        throw Fault(
          .software, "Of \(kept.count) numbers those from \(range.lowerBound) to \(range.upperBound) were asked for.")
      }
      guard let file = kept.descriptor else { return Array(kept.held[range]) }
      return try read(range, from: file)
    }
  }

  private func unnamedFile() throws -> Int32 {
    let path = folder.appending(path: TemporaryFile.name(for: "numbers")).path(percentEncoded: false)
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw fault("make a file in") }
    unlink(path)
    return descriptor
  }

  private func write(_ numbers: [Float], to file: Int32, at first: Int) throws {
    // The array is borrowed for the loop, which reads `count` bytes of it and no more.
    try numbers.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count, let start = bytes.baseAddress {
        let count = pwrite(file, start + done, bytes.count - done, off_t(first * MemoryLayout<Float>.stride + done))
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw fault("write to") }
        done += count
      }
    }
  }

  private func read(_ range: Range<Int>, from file: Int32) throws -> [Float] {
    // Every bit pattern is a Float; the loop ends only when all of them came.
    try Array(unsafeUninitializedCapacity: range.count) { buffer, initialized in
      let bytes = UnsafeMutableRawBufferPointer(buffer)
      var done = 0
      let first = range.lowerBound * MemoryLayout<Float>.stride
      while done < range.count * MemoryLayout<Float>.stride, let start = bytes.baseAddress {
        let count = pread(file, start + done, range.count * MemoryLayout<Float>.stride - done, off_t(first + done))
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw fault("read from") }
        done += count
      }
      initialized = range.count
    }
  }

  private func fault(_ verb: String) -> Fault {
    Fault(.io, "Cannot \(verb) '\(folder.path(percentEncoded: false))': \(String(cString: strerror(errno))).")
  }
}
