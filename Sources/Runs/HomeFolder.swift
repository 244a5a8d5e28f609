import Faults
import Formats
import Foundation

/// The one folder under which HipZoo keeps its state.
public struct HomeFolder: Sendable {
  /// Where it is.
  public let url: URL

  /// Takes the folder that was asked for, else `$HIPZOO_HOME`, else `.hipzoo` in the working directory.
  public init(_ path: String?, environment: [String: String] = ProcessInfo.processInfo.environment) {
    let fromEnvironment = environment["HIPZOO_HOME"].flatMap { $0.isEmpty ? nil : $0 }
    url = URL(fileURLWithPath: path ?? fromEnvironment ?? ".hipzoo")
  }

  /// The folder of all installed weights.
  public var weights: URL { url.appending(path: "weights") }
  /// The folder of all runs.
  public var runs: URL { url.appending(path: "runs") }
  /// The folder of what concerns several runs.
  public var examinations: URL { url.appending(path: "examinations") }
  /// The folder of claims that workers have on jobs.
  public var leases: URL { url.appending(path: "leases") }
  /// The registry's file.
  public var registry: URL { url.appending(path: "registry.sqlite") }
  /// The cache of downloads, each under its SHA-256.
  public var blobs: URL { url.appending(path: "cache/blobs") }
  /// The folder of cohorts: computed ones, and the files of described ones by name.
  public var cohorts: URL { url.appending(path: "cohorts") }
  /// The folder of descriptions of cohorts that were added here.
  public var cohortDescriptions: URL { cohorts.appending(path: "descriptions") }

  /// The folder of a run; equal runs have one, and its name says for people what it is.
  package func folder(of run: RunDescription) -> RunFolder {
    let isTrainedHere = run.origin == .trained || run.origin == .baseline
    let name = "\(run.entry.name)-\(run.rules.name)" + (isTrainedHere ? "-s\(run.seed)" : "")
    return RunFolder(runs.appending(path: "\(name)-\(run.fingerprint.prefix(8))"))
  }

  /// The folders of all runs, by name.
  /// - Throws: ``Fault`` of kind `io`.
  package func runFolders() throws -> [RunFolder] { try Self.folders(in: runs).map(RunFolder.init) }

  /// The folders of all examinations, by name.
  /// - Throws: ``Fault`` of kind `io`.
  package func examinationFolders() throws -> [ExaminationFolder] {
    try Self.folders(in: examinations).map(ExaminationFolder.init)
  }

  /// The folders in a folder, and links to folders, sorted by name; none when it is not there.
  private static func folders(in folder: URL) throws -> [URL] {
    try Folder.names(in: folder).map { folder.appending(path: $0) }.filter { url in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) && isFolder.boolValue
    }
  }
}
