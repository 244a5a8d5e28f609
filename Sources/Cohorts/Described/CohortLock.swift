import Faults
import Formats
import Foundation

/// What the files of a cohort were when they first came well: `lock.json` beside them.
///
/// Records list MD5 alone, which an attacker can meet; the SHA-256 of the first good download holds every later one to
/// the same bytes.
public struct CohortLock: Codable, Sendable, Equatable {
  /// A file that came.
  public struct File: Codable, Sendable, Equatable {
    /// The number of bytes.
    public var bytes: Int
    /// SHA-256 of the bytes.
    public var sha256: String
    /// MD5 of the bytes, where the record says one.
    public var md5: String?
  }

  /// The version of this layout.
  public var schema = 1
  /// The files by their names at the source.
  public var files: [String: File] = [:]

  /// The name of the file.
  public static let fileName = "lock.json"

  /// A lock on nothing.
  public init() {}

  /// Reads a lock; an empty one where there is none.
  /// - Throws: ``Fault`` (data) for a file that is no lock, or is of a later version.
  public init(in folder: URL) throws {
    let url = folder.appending(path: Self.fileName)
    guard FileManager.default.fileExists(atPath: url.path) else { return }
    self = try JSONText.read(CohortLock.self, from: url)
    guard schema == 1 else {
      throw Fault(
        .data, at: .file(url.path), "its layout is version \(schema), this hipzoo (\(hipzooVersion)) knows version 1.")
    }
  }

  /// Writes the lock.
  /// - Throws: ``Fault`` of kind `io`.
  func write(in folder: URL) throws { try JSONText.write(self, to: folder.appending(path: Self.fileName)) }
}
