import Faults
import Formats
import Foundation

/// What a finished run's folder held when it was finished: `seal.json`, written last.
///
/// It finds every file that was edited, lost or added afterwards. Whoever rewrites the whole folder with matching
/// predictions, scores and seal is not found by it; only training again would (docs/registry.md says what that means).
public struct Seal: Codable, Sendable, Equatable {
  /// The version of this layout.
  public var schema = 1
  /// SHA-256 of every file, by its path in the folder.
  public var files: [String: String]

  /// The file's name.
  public static let fileName = "seal.json"

  /// Takes the digests of a folder's files.
  /// - Throws: ``Fault`` of kind `io` or `missing`.
  public init(of folder: URL) throws {
    files = try Self.digests(in: folder)
  }

  /// What differs between the seal and the folder now, a line a file, sorted by path.
  ///
  /// - Parameter digests: SHA-256 of files that have just been read, by path; the others are read.
  /// - Throws: ``Fault`` when the folder cannot be listed.
  func differences(in folder: URL, known digests: [String: String] = [:]) throws -> [String] {
    var found = [String: String]()
    for path in try Self.paths(in: folder) {
      guard let expected = files[path] else {
        found[path] = "\(path) was added after the run was sealed"
        continue
      }
      let digest = try? digests[path] ?? Digest.sha256(ofFile: folder.appending(path: path))
      if digest == nil { found[path] = "\(path) cannot be read" }
      if let digest, digest != expected { found[path] = "\(path) was changed after the run was sealed" }
    }
    for path in files.keys where !FileManager.default.fileExists(atPath: folder.appending(path: path).path) {
      found[path] = "\(path) is gone"
    }
    return found.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map(\.value)
  }

  private static func digests(in folder: URL) throws -> [String: String] {
    var digests = [String: String]()
    for path in try paths(in: folder) { digests[path] = try Digest.sha256(ofFile: folder.appending(path: path)) }
    return digests
  }

  /// The files that hold clock readings or what a machine is called: no part of a result, and no two runs have them alike.
  ///
  /// And what an unfinished training goes on from: another command may be at the same training when this one seals.
  private static let unsealed = ["environment.json", "log.jsonl", "process.log", "progress.safetensors"]

  /// The regular files of a folder but for the seal, hidden files and what no result depends on.
  private static func paths(in folder: URL) throws -> [String] {
    let paths: [String]
    do { paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path) } catch {
      throw Fault(.io, "\(folder.path): the folder cannot be listed: \(error.localizedDescription)")
    }
    return paths.filter { path in
      let parts = path.split(separator: "/")
      guard path != fileName, let last = parts.last, !unsealed.contains(String(last)),
        !parts.contains(where: { $0.hasPrefix(".") })
      else {
        return false
      }
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: folder.appending(path: path).path, isDirectory: &isFolder)
        && !isFolder.boolValue
    }
  }
}

extension RunFolder {
  /// The seal of a finished run.
  public var sealFile: URL { url.appending(path: Seal.fileName) }
  /// Whether the run was finished and sealed.
  public var isSealed: Bool { FileManager.default.fileExists(atPath: sealFile.path) }

  /// What is to be done about a file that is damaged: without its seal, or another file, a sealed run ranks nowhere.
  var advice: String {
    isSealed
      ? "put back the file as it was, or remove the run (hipzoo runs remove \(name)) and run it again"
      : JSONText.makingAnew
  }

  /// Seals what the folder holds now.
  /// - Throws: ``Fault`` of kind `io`.
  package func seal() throws { try JSONText.write(Seal(of: url), to: sealFile) }

  /// The seal, or nil for a run that is not finished or that version 0.1 made.
  /// - Throws: ``Fault`` of kind `data` when it is damaged.
  package func readSeal() throws -> Seal? {
    guard FileManager.default.fileExists(atPath: sealFile.path) else { return nil }
    let seal = try JSONText.read(Seal.self, from: sealFile, advice: advice)
    guard seal.schema == 1 else {
      throw Fault(
        .data, at: .file(sealFile.path), "its layout is \(seal.schema), of which nothing is known here; update hipzoo.")
    }
    return seal
  }
}
