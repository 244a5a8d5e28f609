import Faults
import Foundation

/// Bytes of which any part can be had without the rest: those of an open file, or of memory.
struct ByteSource {
  let size: Int
  private let origin: Origin

  private enum Origin {
    case memory(Data)
    case file(SharedFile)
  }

  private final class SharedFile {
    let file: RegularFile
    init(_ file: consuming RegularFile) { self.file = file }
  }

  init(_ data: Data) { (size, origin) = (data.count, .memory(data)) }

  init(_ url: URL) throws {
    let file = SharedFile(try RegularFile(url))
    (size, origin) = (file.file.size, .file(file))
  }

  /// Some of the bytes.
  /// - Throws: ``Fault`` `.data` when there are not as many behind `offset`, `.io` when the file cannot be read.
  func bytes(at offset: Int, count: Int) throws -> Data {
    guard offset >= 0, count >= 0, offset <= size, count <= size - offset else {
      throw Fault(
        .data,
        "is cut short: \(counted(count, "byte is", "bytes are")) needed at byte \(offset) and \(max(size - offset, 0)) are left."
      )
    }
    switch origin {
    case .memory(let data): return data.dropFirst(offset).prefix(count)
    case .file(let shared): return try shared.file.bytes(at: offset, count: count)
    }
  }

  /// The first bytes, fewer when the source is shorter.
  func beginning(_ most: Int) throws -> Data { try bytes(at: 0, count: min(most, size)) }

  /// Another descriptor of the open file, or the bytes themselves.
  func handOver<Result>(
    memory: (Data) throws -> Result, descriptor: (Int32) throws -> Result
  ) throws -> Result {
    switch origin {
    case .memory(let data): return try memory(data)
    case .file(let shared):
      let copy = dup(shared.file.descriptor)
      guard copy >= 0 else { throw RegularFile.fault("open", shared.file.path, errno) }
      return try descriptor(copy)
    }
  }
}

/// A part of a source, read piece by piece.
struct SourceStream: ByteStream {
  private let source: ByteSource
  private var offset: Int
  private let end: Int

  init(_ source: ByteSource, _ range: Range<Int>) {
    (self.source, offset, end) = (source, range.lowerBound, range.upperBound)
  }

  var remaining: Int { end - offset }

  mutating func take(_ count: Int) throws -> Data {
    guard count <= remaining else { throw Fault(.data, "is cut short at byte \(offset).") }
    let bytes = try source.bytes(at: offset, count: count)
    offset += count
    return bytes
  }
}
