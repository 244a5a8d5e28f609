import Protocols
import Runs

/// A finished run as figures need it: what of its folder they show, read once.
package struct RunRecord: Sendable {
  /// The name of the folder.
  package let name: String
  /// What the result depends on.
  package let description: RunDescription
  /// What it was made on, where that was kept.
  package let environment: RunEnvironment?
  /// The test, healthy subjects first, then each external cohort.
  package let tests: [TestRecord]
  /// The trainings: folds in order, final trainings last.
  package let trainings: [TrainingRecord]

  /// The scores on one cohort with what figures show of them.
  package struct TestRecord: Sendable {
    package let scores: RunScores
    package let curves: GaitCurves?
    /// Everybody's own curves; empty where predictions were not kept.
    package let people: [PersonCurves]
  }

  /// The time that all epochs took, in seconds.
  package var trainingSeconds: Double { trainings.flatMap(\.epochs).reduce(0) { $0 + max($1.seconds, 0) } }

  /// Takes what figures show from a run.
  ///
  /// - Throws: `Fault` naming the file when one is damaged.
  package init(_ run: FinishedRun) throws {
    (name, description, environment) = (run.name, run.description, run.environment)
    let outputs = try PredictionTasks.named(run.description.task).outputs
    tests = try run.tests.map {
      TestRecord(scores: $0.scores, curves: try run.curves($0), people: try run.kept($0)?.people(of: outputs) ?? [])
    }
    trainings = try run.trainings()
  }
}
