import Faults
import Formats
import Foundation

/// The files that a program has left as its model, with their digests.
struct ModelFiles: Sendable {
  /// The largest model, in bytes.
  static let largestSize = 2 << 30
  /// The most files of a model.
  static let mostFiles = 4096

  /// One file.
  struct Entry: Codable, Sendable, Equatable {
    /// The path inside the folder, parts separated by `/`.
    var path: String
    /// The size in bytes.
    var bytes: Int
    /// The SHA-256 of the content.
    var sha256: String
  }

  /// The files, sorted by path.
  var entries: [Entry]

  /// Takes a list that was read from a folder.
  init(_ entries: [Entry]) { self.entries = entries }

  /// Lists a folder.
  /// - Throws: ``Fault`` of kind `data` for anything but folders and regular files, and for too many or too much.
  init(in folder: URL) throws {
    entries = []
    try add(folder, prefix: "")
    entries.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  private mutating func add(_ folder: URL, prefix: String) throws {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    } catch {
      throw Fault(.data, "the folder 'model\(prefix.isEmpty ? "" : "/" + prefix)' cannot be listed.")
    }
    for name in names {
      let (url, path) = (folder.appending(path: name), prefix + name)
      let attributes = try? FileManager.default.attributesOfItem(atPath: url.path)
      switch attributes?[.type] as? FileAttributeType {
      case .typeDirectory: try add(url, prefix: path + "/")
      case .typeRegular:
        let bytes = (attributes?[.size] as? Int) ?? 0
        guard entries.count < Self.mostFiles, entries.reduce(bytes, { $0 + $1.bytes }) <= Self.largestSize else {
          throw Fault(.data, "the model has more than \(Self.mostFiles) files or \(Self.largestSize >> 30) GiB.")
        }
        entries.append(Entry(path: path, bytes: bytes, sha256: try Digest.sha256(ofFile: url)))
      default:
        throw Fault(.data, "'model/\(path)' is neither a folder nor a regular file; only those are kept.")
      }
    }
  }

  /// Copies the files; the target stands there whole or not at all.
  /// - Throws: ``Fault`` of kind `io`.
  func copy(from source: URL, to target: URL) throws {
    let manager = FileManager.default
    let temporary = target.deletingLastPathComponent().appending(
      path: TemporaryFile.name(for: target.lastPathComponent))
    do {
      try manager.createDirectory(at: temporary, withIntermediateDirectories: true)
      for entry in entries {
        try AtomicFile.write(
          BoundedFile.read(source.appending(path: entry.path), limit: Self.largestSize),
          to: temporary.appending(path: entry.path))
      }
      try? manager.removeItem(at: target)
      try manager.moveItem(at: temporary, to: target)
    } catch {
      try? manager.removeItem(at: temporary)
      throw error as? Fault
        ?? Fault(.io, "'\(target.relativePath)' cannot be written: \(error.localizedDescription)")
    }
  }
}
