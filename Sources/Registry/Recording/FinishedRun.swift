import Faults
import Formats
import Foundation
import Runs

/// What a run's folder holds for the registry, read before the transaction so that nobody waits for a disk.
struct FinishedRun: Sendable {
  /// The scores on one cohort, and the file that they stand in.
  struct Result: Sendable {
    let scores: RunScores
    let file: String
    let digest: String
  }

  /// A file of weights in the folder.
  struct WeightsFile: Sendable {
    let path: String
    let digest: String
    let bytes: Int
    let parent: String?
  }

  let name: String
  let description: RunDescription
  let environment: RunEnvironment?
  let results: [Result]
  let weights: [WeightsFile]
  /// Whether the run was sealed when it was finished.
  let isSealed: Bool

  /// Reads a folder.
  /// - Returns: nil for a run that has no scores yet.
  /// - Throws: ``Fault`` (data) naming the file that is not what HipZoo writes there, that was changed after the run was
  ///   sealed, or whose scores do not follow from the predictions.
  init?(_ folder: RunFolder) throws {
    let files = folder.tests
    guard !files.isEmpty else { return nil }
    var scores = [TestFiles: RunScores]()
    for test in files { scores[test] = try JSONText.read(RunScores.self, from: test.scores) }
    let audit = RunAudit(folder, scores)
    guard audit.problems.isEmpty else {
      throw Fault(
        .data, at: .file(folder.url.path), "\(audit.problems.joined(separator: "; ")). The run is left out.")
    }
    isSealed = audit.isSealed
    results = try files.compactMap { test in
      let name = test.scores.lastPathComponent
      guard var scores = scores[test] else { return nil }
      if let table = audit.rescored[name] { scores.table = table }
      return Result(scores: scores, file: name, digest: try Digest.sha256(ofFile: test.scores))
    }
    guard let first = results.first else { return nil }
    description = first.scores.description
    let fingerprint = first.scores.description.fingerprint
    if let other = results.first(where: { $0.scores.description.fingerprint != fingerprint }) {
      throw Fault(
        .data, at: .file(folder.url.path),
        "\(other.file) is of another run than \(first.file); delete it and run the command again.")
    }
    name = folder.name
    let hasEnvironment = FileManager.default.fileExists(atPath: folder.environment.path)
    environment = hasEnvironment ? try JSONText.read(RunEnvironment.self, from: folder.environment) : nil
    let divisions = description.split.divisions.count
    weights = try (0..<max(divisions, 1)).compactMap { try FinishedRun.weights(folder, division: $0, of: divisions) }
  }

  private static func weights(_ folder: RunFolder, division: Int, of count: Int) throws -> WeightsFile? {
    let file = folder.division(division, of: max(count, 1)).appending(path: "weights.safetensors")
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    let data = try BoundedFile.read(file, limit: Safetensors.largestFile)
    let parts = file.pathComponents.dropFirst(folder.url.pathComponents.count)
    let metadata = try locating(.file(file.path)) { try Safetensors(data).metadata }
    return WeightsFile(
      path: parts.joined(separator: "/"), digest: Digest.sha256(of: data), bytes: data.count,
      parent: metadata["provenance.parent_sha256"])
  }
}
