import Cohorts
import Formats
import Foundation
import Runs
import Scores

/// What came of holding predictions against targets, and the one way in which a run keeps it.
struct EvaluatedTest: Sendable {
  let table: ScoreTable
  let curves: GaitCurves
  let predictions: Predictions
  /// `[trials, frames, outputs]`, in N/kg or Nm/kg.
  let references: [Float]

  /// Leaves predictions, references, curves and scores, and seals the run.
  /// - Throws: ``Fault`` of kind `io`.
  func keep(in files: TestFiles, _ scores: RunScores, by writer: RunWriter) throws {
    try writer.write(scores, curves, to: files) { files in
      try predictions.writeNPZ(to: files.predictions)
      try predictions.cohort.writeReferences(references, to: files.references)
    }
  }
}

extension Cohort {
  /// Writes targets in the learnt unit with who walked and the digest of each trial's angles.
  fileprivate func writeReferences(_ targets: [Float], to url: URL) throws {
    try NPZ.write(
      [
        "Y": NumPyArray(shape: [trials, frames, task.outputs.count], .floats(targets)),
        "subject_id": NumPyArray(.strings(subjects)), "unit": NumPyArray(shape: [], .strings([task.unit])),
        "trial_sha256": NumPyArray(.strings((0..<trials).map { trialDigest($0) })),
      ], to: url)
  }
}
