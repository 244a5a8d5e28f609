import Faults
import Formats
import Foundation

/// The folder of what concerns several runs: what was asked for, and the paired tests.
public struct ExaminationFolder: Sendable, Hashable {
  /// Where it is.
  public let url: URL

  /// An examination's folder, which need not exist yet.
  public init(_ url: URL) { self.url = url }

  /// The folder's name, which names the examination.
  public var name: String { url.lastPathComponent }
  /// The paired tests.
  public var comparison: URL { url.appending(path: "comparison.json") }
  /// What the benchmark was asked to do.
  package var request: URL { url.appending(path: "request.json") }

  /// Whether what was asked for stands here, which it does as long as the home folder is where it was.
  public var isThere: Bool { access(request.path(percentEncoded: false), F_OK) == 0 }

  /// The paired tests; nil when the examination has not been compared yet.
  /// - Throws: ``Fault`` of kind `data` naming the file when it is damaged or names what is no run.
  package func readComparison() throws -> FinishedComparison? {
    guard FileManager.default.fileExists(atPath: comparison.path) else { return nil }
    let data = try BoundedFile.read(comparison, limit: JSONText.largestFile)
    let found = try JSONText.read(Comparison.self, in: data, of: comparison)
    for run in found.runs where run.contains("/") || run.hasPrefix(".") {
      throw Fault(.data, at: .file(comparison.path), "'\(run)' is no name of a run.")
    }
    return FinishedComparison(examination: name, comparison: found, sha256: Digest.sha256(of: data))
  }

  /// The runs that were compared; nil when the examination has not been compared, or the file is damaged.
  package var comparedRuns: [String]? { (try? readComparison())?.comparison.runs }

  /// Leaves the paired tests.
  /// - Throws: ``Fault`` of kind `io`.
  package func write(_ tests: Comparison) throws { try JSONText.write(tests, to: comparison) }
}

/// The paired tests of an examination as its folder holds them.
package struct FinishedComparison: Sendable {
  /// The name of the examination.
  package let examination: String
  /// The tests.
  package let comparison: Comparison
  /// SHA-256 of the file.
  package let sha256: String
}
