import Formats
import Foundation

/// The folder of one run: one entry, trained and examined by one protocol on one cohort with one seed.
///
/// ```
/// runs/lstm-jm60-quick-s2025-1f2e3d4c/
///   run.json                      entry, protocol, cohort, split, seed: all that the result depends on
///   environment.json              processor, versions: what it was made on
///   fold-1/log.jsonl              a line an epoch
///   fold-1/progress.safetensors   what a stopped training goes on from; removed when the fold is done
///   fold-1/result.json            best epoch and validation scores
///   final/...                     the same for the training on the whole pool
///   weights.safetensors           the final weights with all that a prediction needs
///   predictions.npz               the predictions on the test set
///   curves.json                   references and predictions over the gait cycle
///   scores.json                   the scores of every test subject
///   references.npz                what they were scored against, with the digest of each trial
///   external-onfh-5a6b7c8d.json   the same on a cohort that no training has seen, with -curves.json, .npz, -references.npz
///   seal.json                     SHA-256 of every file, written last
/// ```
///
/// With several divisions (a protocol of the kind `cross-validation`) the folds, the final training and its weights
/// stand in a folder `division-1`, `division-2`, ... each.
public struct RunFolder: Sendable, Hashable {
  /// Where it is.
  public let url: URL

  /// A run's folder, which need not exist yet.
  public init(_ url: URL) { self.url = url }

  /// The folder's name, which names the run.
  public var name: String { url.lastPathComponent }

  /// Whether what is in it may be read; a folder that is not there hides nothing.
  package var isReadable: Bool {
    let path = url.path(percentEncoded: false)
    return access(path, F_OK) != 0 || access(path, R_OK | X_OK) == 0
  }

  /// What the result depends on.
  public var description: URL { url.appending(path: "run.json") }
  /// What the result was made on.
  public var environment: URL { url.appending(path: "environment.json") }
  /// The scores on the test set.
  public var scores: URL { url.appending(path: "scores.json") }
  /// The predictions on the test set.
  public var predictions: URL { url.appending(path: "predictions.npz") }
  /// References and predictions over the gait cycle, on the test set.
  public var curves: URL { url.appending(path: "curves.json") }

  /// The folder of one division, which is the run's own when there is only one.
  public func division(_ index: Int, of count: Int) -> URL {
    count == 1 ? url : url.appending(path: "division-\(index + 1)")
  }

  /// The folder of a fold or of the final training.
  package func part(_ name: String, division: Int, of count: Int) -> URL {
    self.division(division, of: count).appending(path: name)
  }

  /// The name of the job that works in a folder of this run.
  package func id(of part: URL) -> String {
    "\(name)/\(path(of: part))"
  }

  /// Removes the temporary files of writers that were killed; only to be called when no other job of the run is at work.
  package func removeLeftovers() { AtomicFile.removeLeftovers(in: url) }

  /// The final weights of every division, as far as they are there.
  func weights(of description: RunDescription) -> [URL] {
    let count = max(description.split.divisions.count, 1)
    return (0..<count).map { division($0, of: count).appending(path: Self.weightsFile) }
      .filter { FileManager.default.fileExists(atPath: $0.path) }
  }

  /// The name of a file of weights.
  package static let weightsFile = "weights.safetensors"

  /// The path of a file in the folder.
  func path(of file: URL) -> String {
    file.pathComponents.dropFirst(url.pathComponents.count).joined(separator: "/")
  }
}
