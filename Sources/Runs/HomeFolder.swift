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
  /// The registry's file.
  public var registry: URL { url.appending(path: "registry.sqlite") }
  /// The cache of downloads, each under its SHA-256.
  public var blobs: URL { url.appending(path: "cache/blobs") }
  /// The folder of cohorts: computed ones, and the files of described ones by name.
  public var cohorts: URL { url.appending(path: "cohorts") }
  /// The folder of descriptions of cohorts that were added here.
  public var cohortDescriptions: URL { cohorts.appending(path: "descriptions") }
}
