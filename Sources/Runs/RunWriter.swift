import Formats
import Foundation

/// Writes what a run leaves in its folder, but for the weights, which a trainer keeps in a form of its own.
package struct RunWriter: Sendable {
  /// The run's folder.
  package let folder: RunFolder
  /// What the run depends on.
  package let description: RunDescription

  /// Takes a run that may have been begun already.
  package init(_ folder: RunFolder, _ description: RunDescription) {
    self.folder = folder
    self.description = description
  }

  /// Says what the run is and what it is made on, before the first of its jobs.
  ///
  /// - Parameters:
  ///   - environment: what it is made on; looked at only where nothing says so yet.
  ///   - sandbox: the walls that a program runs in. A run is said to be made in them when all of it was.
  /// - Throws: ``Fault`` of kind `io`.
  package func begin(on environment: @autoclosure () -> RunEnvironment, sandbox: String? = nil) throws {
    try JSONText.write(description, to: folder.description)
    guard FileManager.default.fileExists(atPath: folder.environment.path) else {
      var environment = environment()
      environment.sandbox = sandbox
      return try JSONText.write(environment, to: folder.environment)
    }
    guard sandbox == nil, var before = try? JSONText.read(RunEnvironment.self, from: folder.environment),
      before.sandbox != nil
    else { return }
    before.sandbox = nil
    try JSONText.write(before, to: folder.environment)
  }

  /// Leaves the log of a training.
  /// - Throws: ``Fault`` of kind `io`.
  package static func write(_ epochs: [EpochRecord], in part: URL) throws {
    try AtomicFile.write(epochs.map(JSONText.line).reduce(Data(), +), to: RunFolder.log(in: part))
  }

  /// Leaves what came of a fold; the fold is over then.
  /// - Throws: ``Fault`` of kind `io`.
  package static func write(_ result: FoldResult, in part: URL) throws {
    try JSONText.write(result, to: RunFolder.result(in: part))
  }

  /// Leaves what a test gave, the scores last, and seals the run.
  ///
  /// - Parameters:
  ///   - test: where the files go.
  ///   - arrays: writes predictions and references.
  /// - Throws: ``Fault`` of kind `io`.
  package func write(
    _ scores: RunScores, _ curves: GaitCurves, to test: TestFiles, arrays: (TestFiles) throws -> Void
  ) throws {
    try arrays(test)
    try JSONText.write(curves, to: test.curves)
    try JSONText.write(scores, to: test.scores)
    try folder.seal()
  }
}
