import Cohorts
import Faults
import Foundation
import Runs
import Scores

/// Trials to be tested on: everyone may see the angles, only the evaluation in this file reads the targets.
struct EvaluationSet: Sendable {
  /// The trials with their targets.
  private let cohort: Cohort
  private let targets: [Float]

  init(_ cohort: Cohort, targets: [Float]) {
    self.cohort = cohort
    self.targets = targets
  }

  /// `[trials, frames, inputs]`, in degrees.
  var angles: [Float] { cohort.inputs }
  var trials: Int { cohort.trials }
  var subjects: [String] { cohort.subjects }

  /// Holds predictions against the targets.
  ///
  /// - Parameter predictions: `[trials, frames, outputs]`, in N/kg or Nm/kg.
  /// - Throws: ``Fault`` (data) when a prediction is not finite or there are not as many as there should be.
  func evaluate(_ predictions: [Float]) throws -> EvaluatedTest {
    try check(predictions)
    let outputs = cohort.task.outputs
    let cadences = cohort.cadences.map(\.rawValue)
    return EvaluatedTest(
      table: try ScoreTable(predictions, references: targets, subjects: subjects, cadences: cadences, outputs: outputs),
      curves: GaitCurves(
        predictions, references: targets, subjects: subjects, cadences: cadences, outputs: outputs,
        frames: cohort.frames),
      predictions: try Predictions(predictions, for: cohort), references: targets)
  }
  /// How far predictions are from the targets, `[trials][frames * outputs]`, in the task's unit.
  ///
  /// - Parameter predictions: `[trials, frames, outputs]`, in N/kg or Nm/kg.
  /// - Throws: ``Fault`` (data) when a prediction is not finite or there are not as many as there should be.
  func absoluteErrors(_ predictions: [Float]) throws -> [[Float]] {
    try check(predictions)
    let each = cohort.frames * cohort.task.outputs.count
    return (0..<trials).map { trial in
      (trial * each..<(trial + 1) * each).map { abs(predictions[$0] - targets[$0]) }
    }
  }

  private func check(_ predictions: [Float]) throws {
    let outputs = cohort.task.outputs
    guard predictions.count == targets.count else {
      throw Fault(
        .data,
        "\(predictions.count) numbers were predicted, expected \(targets.count): "
          + "\(trials) trials of \(cohort.frames) frames and \(outputs.count) outputs.")
    }
    if let place = predictions.firstIndex(where: { !$0.isFinite }) {
      let trial = place / (cohort.frames * outputs.count)
      throw Fault(
        .data,
        "The prediction of trial \(trial) (subject \(subjects[trial])), output \(outputs[place % outputs.count]), is "
          + "\(predictions[place].isNaN ? "nan" : "\(predictions[place])"); predictions must be finite.")
    }
  }
}
