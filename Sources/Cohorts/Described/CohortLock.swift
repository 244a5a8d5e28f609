import Faults
import Formats
import Foundation
import Protocols
import Scores

/// What the files of a described cohort were when they first came well: `lock.json` beside them.
///
/// Records list MD5 alone, which an attacker can meet; the SHA-256 of the first good download holds every later one to
/// the same bytes. It also tells whoever reads one of the files which cohort it is of.
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
  /// Which cohort the files are of.
  public var cohort: Cohort.Described
  /// The files by their names at the source.
  public var files: [String: File] = [:]

  /// The name of the file.
  public static let fileName = "lock.json"

  /// A lock on nothing yet.
  public init(of description: CohortDescription) {
    cohort = .init(name: description.name, doi: description.source.doi, population: description.population)
  }

  /// Reads the lock of a folder; nil where there is none.
  /// - Throws: ``Fault`` (data) for a file that is no lock, or is of a later version.
  public static func read(in folder: URL) throws -> CohortLock? {
    let url = folder.appending(path: fileName)
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    let lock = try JSONText.read(CohortLock.self, from: url)
    guard lock.schema == 1 else {
      throw Fault(
        .data, at: .file(url.path),
        "its layout is version \(lock.schema), this hipzoo (\(hipzooVersion)) knows version 1.")
    }
    return lock
  }

  /// Writes the lock.
  /// - Throws: ``Fault`` of kind `io`.
  func write(in folder: URL) throws { try JSONText.write(self, to: folder.appending(path: Self.fileName)) }

  /// The cohort that a file was fetched for; nil for any other file.
  /// - Throws: ``Fault`` (data) when the file is not what came, or the lock is none.
  static func description(of file: URL) throws -> Cohort.Described? {
    guard let lock = try? read(in: file.deletingLastPathComponent()), let known = lock.files[file.lastPathComponent]
    else { return nil }
    guard try Digest.sha256(ofFile: file) == known.sha256 else {
      throw Fault(
        .data, at: .file(file.path),
        "it was changed after it came from the source of '\(lock.cohort.name)'; run: hipzoo cohort pull "
          + "\(lock.cohort.name), or take your own file elsewhere.")
    }
    return lock.cohort
  }
}

extension Cohort {
  /// The description by which a cohort was fetched.
  public struct Described: Codable, Sendable, Equatable {
    /// Its name.
    public var name: String
    /// Its digital object identifier.
    public var doi: String?
    /// Whose trials it says they are.
    public var population: Population

    /// Collects the parts; each is what the property of its name says.
    public init(name: String, doi: String?, population: Population) {
      (self.name, self.doi, self.population) = (name, doi, population)
    }
  }
}
