import Faults
import Foundation

/// What a program printed: the beginning as it comes, the end when the call is over, and no more than that.
struct ProgramLog: ~Copyable {
  /// The bytes that are kept at either end.
  static let limit = 256 << 10
  /// The size from which a log begins anew: a run that is tested again and again should not fill the disk.
  private static let largest = 4 << 20

  private let handle: FileHandle
  private var written = 0
  private var tail = Data()
  private var leftOut = 0

  /// Goes on with a log, or begins one.
  /// - Throws: ``Fault`` of kind `io`.
  init(_ url: URL, heading: String) throws { handle = try Self.open(url, heading: heading) }

  private static func open(_ url: URL, heading: String) throws -> FileHandle {
    do {
      let manager = FileManager.default
      try manager.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      if !manager.fileExists(atPath: url.path) { try Data().write(to: url) }
      let handle = try FileHandle(forWritingTo: url)
      if try handle.seekToEnd() > UInt64(largest) { try handle.truncate(atOffset: 0) }
      try handle.write(contentsOf: Data("== \(heading)\n".utf8))
      return handle
    } catch {
      throw Fault(.io, at: .part("'\(url.relativePath)'"), "the log cannot be written: \(error.localizedDescription)")
    }
  }

  /// Takes what was printed.
  mutating func append(_ data: Data) {
    let head = data.prefix(max(Self.limit - written, 0))
    // A full disk is told by the files that matter; a log that stays short is no reason to stop.
    try? handle.write(contentsOf: head)
    written += head.count
    tail.append(data.dropFirst(head.count))
    if tail.count > 2 * Self.limit {
      leftOut += tail.count - Self.limit
      tail = Data(tail.suffix(Self.limit))
    }
  }

  /// Writes the end.
  mutating func finish() {
    if tail.count > Self.limit {
      leftOut += tail.count - Self.limit
      tail = Data(tail.suffix(Self.limit))
    }
    if leftOut > 0 {
      let line = "\n== \(counted(leftOut, "byte is", "bytes are")) left out\n"
      try? handle.write(contentsOf: Data(line.utf8))
    }
    try? handle.write(contentsOf: tail)
    try? handle.close()
  }
}

/// The last line of text that a message can quote.
package func lastLine(ofFile url: URL) -> String? {
  guard let handle = try? FileHandle(forReadingFrom: url), let size = try? handle.seekToEnd() else { return nil }
  defer { try? handle.close() }
  try? handle.seek(toOffset: size > 4096 ? size - 4096 : 0)
  guard let data = try? handle.readToEnd() else { return nil }
  let lines = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline)
    .map { $0.trimmingCharacters(in: .whitespaces) }
  guard let line = lines.last(where: { !$0.isEmpty }), !line.hasPrefix("== ") else { return nil }
  let plain = line.unicodeScalars.prefix(200).map {
    $0.properties.generalCategory == .control ? " " : String($0)
  }
  return plain.joined()
}
