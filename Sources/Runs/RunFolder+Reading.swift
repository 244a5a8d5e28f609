import Formats
import Foundation

/// Single files of a run that may be under way; ``FinishedRun`` reads all of one that is over.
extension RunFolder {
  /// What the result depends on.
  /// - Throws: ``Fault`` naming the file when it is absent or damaged.
  package func readDescription() throws -> RunDescription {
    try JSONText.read(RunDescription.self, from: description, advice: advice)
  }

  /// What the run is made on; nil where nothing says so.
  /// - Throws: ``Fault`` naming the file when it is damaged.
  package func readEnvironment() throws -> RunEnvironment? { try ifPresent(RunEnvironment.self, environment) }

  /// References and predictions of a test over the gait cycle; nil where they were not kept.
  /// - Throws: ``Fault`` naming the file when it is damaged.
  package func readCurves(_ test: TestFiles) throws -> GaitCurves? { try ifPresent(GaitCurves.self, test.curves) }

  /// The scores of a test.
  /// - Throws: ``Fault`` naming the file when it is absent or damaged.
  package func readScores(_ test: TestFiles) throws -> RunScores {
    try JSONText.read(RunScores.self, from: test.scores, advice: advice)
  }

  /// The scores of the test, then those of external cohorts, sorted by file name; damaged ones are left out.
  public var allScores: [RunScores] { tests.compactMap { try? readScores($0) } }

  /// Whether a test is over: its scores are under the run's seal, which is written last.
  package func isOver(_ test: TestFiles) -> Bool {
    (try? readSeal())?.files[test.scores.lastPathComponent] != nil
      && FileManager.default.fileExists(atPath: test.scores.path)
  }

  private func ifPresent<Value: Decodable>(_ type: Value.Type, _ url: URL) throws -> Value? {
    FileManager.default.fileExists(atPath: url.path) ? try JSONText.read(type, from: url, advice: advice) : nil
  }
}
