import Faults
import Formats
import Foundation
import Protocols

/// All that the folder of a run with scores holds, each file read once and held against the seal.
public struct FinishedRun: Sendable {
  /// What one test left: on the run's own test set, or on a cohort that no training has seen.
  public struct Test: Sendable {
    /// Where it stands.
    public let files: TestFiles
    /// The scores; counted again where another version of the scoring had made them.
    public fileprivate(set) var scores: RunScores
    /// SHA-256 of the file of scores.
    public let sha256: String
  }

  /// A file of weights in the folder.
  public struct WeightsFile: Sendable {
    /// The path in the folder.
    public let path: String
    /// SHA-256 of the file.
    public let sha256: String
    /// Its size.
    public let bytes: Int
    /// SHA-256 of the weights that they were adapted from.
    public let parent: String?
  }

  /// The folder.
  public let folder: RunFolder
  /// What the result depends on.
  public let description: RunDescription
  /// What it was made on, where that was kept.
  public let environment: RunEnvironment?
  /// The run's own test, where it has one, then those on external cohorts by file name.
  public let tests: [Test]
  /// The final weights of every division, where they are files of ours.
  public let weights: [WeightsFile]
  /// Whether the run was sealed when it was finished; version 0.1 sealed none.
  public let isSealed: Bool
  /// Why the run cannot be believed, a sentence each: what does not agree with its seal or its predictions.
  package let problems: [String]
  private let curves: [TestFiles: GaitCurves]

  /// The folder's name, which names the run.
  public var name: String { folder.name }

  /// Reads a folder whose run can be believed.
  ///
  /// - Returns: nil for a run that has no scores yet.
  /// - Throws: ``Fault`` (data) naming the file that is not what HipZoo writes there, that was changed after the run was
  ///   sealed, or whose scores do not follow from the predictions.
  public init?(_ folder: RunFolder) throws {
    guard let run = try FinishedRun(reading: folder) else { return nil }
    guard run.problems.isEmpty else {
      let all = run.problems.map(withoutFullStop).joined(separator: "; ")
      throw Fault(.data, at: .file(folder.url.path), "\(all). The run is left out.")
    }
    self = run
  }

  /// Reads a folder, again for a second where another command is just writing the same run: its seal comes last.
  /// - Throws: as ``init(_:)``.
  package static func settled(_ folder: RunFolder) throws -> FinishedRun? {
    for _ in 0..<10 {
      if let run = try? FinishedRun(folder) { return run }
      if folder.tests.isEmpty { return nil }
      Thread.sleep(forTimeInterval: 0.1)
    }
    return try FinishedRun(folder)
  }

  /// Reads a folder, whether or not its run can be believed.
  ///
  /// - Returns: nil for a run that has no scores yet.
  /// - Throws: ``Fault`` (data) naming the file that is not what HipZoo writes there.
  package init?(reading folder: RunFolder) throws {
    guard folder.isReadable else {
      throw Fault(.io, at: .file(folder.url.path), "the folder may not be read; ask its owner. The run is left out.")
    }
    var files = RunFiles(folder)
    var tests = try folder.tests.map { test in
      Test(
        files: test, scores: try files.json(RunScores.self, test.scores), sha256: files.sha256(of: test.scores))
    }
    guard let first = tests.first else { return nil }
    description = first.scores.description
    let weights = try folder.weights(of: description).map { (url: $0, data: try files.data($0)) }
    let audit = RunAudit(&files, tests.map { ($0.files, $0.scores) })
    problems =
      audit.problems + description.problems + tests.flatMap(\.scores.problems)
      + description.contradictions(in: folder, tests.map { ($0.files.name, $0.scores) })
    isSealed = audit.isSealed
    curves = audit.curves
    for place in tests.indices {
      if let table = audit.rescored[tests[place].files] { tests[place].scores.table = table }
    }
    self.folder = folder
    self.tests = tests
    guard problems.isEmpty else {
      (environment, self.weights) = (nil, [])
      return
    }
    let fingerprint = description.fingerprint
    if let other = tests.first(where: { $0.scores.description.fingerprint != fingerprint }) {
      throw Fault(
        .data, at: .file(folder.url.path),
        "\(other.files.name) is of another run than \(first.files.name); \(folder.advice).")
    }
    environment = try folder.readEnvironment()
    self.weights = try weights.map { url, data in
      let metadata = try locating(.file(url.path)) { try Safetensors(data).metadata }
      if let run = metadata["provenance.run"], run != fingerprint {
        throw Fault(
          .data, at: .file(url.path),
          "it was trained in another run than \(folder.name); its scores cannot be believed. The run is left out.")
      }
      return WeightsFile(
        path: folder.path(of: url), sha256: files.sha256(of: url), bytes: data.count,
        parent: metadata["provenance.parent_sha256"])
    }
  }

  /// Takes what a repository keeps of a run, which was sealed when it was added; the folder need not be there.
  ///
  /// - Parameter file: where the result stands, for errors.
  /// - Throws: ``Fault`` of kind `data` naming the file and row that is no score.
  package init(_ result: ResultFile, of file: URL, in home: HomeFolder) throws {
    folder = RunFolder(home.runs.appending(path: result.run))
    (description, environment) = (result.description, result.environment)
    let places = folder
    tests = try locating(.file(file.path)) { try result.scores() }.map { name, scores in
      Test(
        files: places.files(named: name), scores: scores, sha256: Digest.sha256(of: try JSONText.line(scores)))
    }
    (weights, isSealed, curves) = ([], true, [:])
    problems = description.problems + tests.flatMap(\.scores.problems)
    guard problems.isEmpty else { throw Fault(.data, at: .file(file.path), problems[0] + ".") }
  }

  /// References and predictions of a test over the gait cycle; nil where they were not kept.
  /// - Throws: ``Fault`` naming the file when it is damaged.
  package func curves(_ test: Test) throws -> GaitCurves? {
    try curves[test.files] ?? folder.readCurves(test.files)
  }

  /// Predictions and references of a test; nil where they were not kept.
  /// - Throws: ``Fault`` naming the file when it is damaged.
  package func kept(_ test: Test) throws -> KeptPredictions? {
    let files = [test.files.predictions, test.files.references]
    guard isSealed, files.allSatisfy({ FileManager.default.fileExists(atPath: $0.path) }) else { return nil }
    return try KeptPredictions(predictions: files[0], references: files[1])
  }

  /// The trainings: folds in order, final trainings last.
  /// - Throws: ``Fault`` naming the file and line that is damaged.
  package func trainings() throws -> [TrainingRecord] { try folder.trainings(of: description.split.divisions) }
}

/// The files of a run while it is read: what has been read is known by its digest and need not be read again for it.
struct RunFiles {
  let folder: RunFolder
  /// SHA-256 of what has been read, by path in the folder.
  private(set) var digests = [String: String]()

  init(_ folder: RunFolder) { self.folder = folder }

  mutating func data(_ url: URL) throws -> Data {
    let data = try BoundedFile.read(url, limit: max(Safetensors.largestFile, JSONText.largestFile))
    digests[folder.path(of: url)] = Digest.sha256(of: data)
    return data
  }

  mutating func json<Value: Decodable>(_ type: Value.Type, _ url: URL) throws -> Value {
    try JSONText.read(type, in: data(url), of: url, advice: folder.advice)
  }

  /// The digest of a file that has been read.
  func sha256(of url: URL) -> String { digests[folder.path(of: url)] ?? "" }
}
