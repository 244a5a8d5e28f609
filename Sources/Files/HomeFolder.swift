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
  /// The weights file of an entry.
  public func weights(of entry: String) -> URL { url.appending(path: "weights/\(entry).safetensors") }
  /// The folder of all runs.
  public var runs: URL { url.appending(path: "runs") }
  /// The folder of computed cohorts.
  public var cohorts: URL { url.appending(path: "cohorts") }
}
