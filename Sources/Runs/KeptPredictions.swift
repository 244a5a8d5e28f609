import Faults
import Formats
import Foundation
import Scores

/// Predictions with the references that they were scored against, as a run keeps them: all that scoring again needs.
public struct KeptPredictions: Sendable {
  /// `[trials, frames, outputs]`, in N/kg or Nm/kg.
  public let predictions: [Float]
  /// The same shape and unit.
  public let references: [Float]
  /// Who walked, a name a trial.
  public let subjects: [String]
  /// The label of each trial's cadence.
  public let cadences: [String]
  /// The outputs in the task's order.
  public let outputs: [String]
  /// The frames of a trial.
  public let frames: Int
  /// SHA-256 of each trial's angles, where the run kept them.
  public let trials: [String]
  /// The cadence that was walked in each trial, in steps/min; nil where the cohort's file did not say it.
  public let stepsPerMinute: [Float]?

  /// Reads what a test of a run left.
  /// - Throws: ``Fault`` naming the file and array when one is absent or does not fit the other.
  package init(predictions: URL, references: URL) throws {
    func read(_ url: URL) throws -> (URL, Data) { (url, try BoundedFile.read(url, limit: Safetensors.largestFile)) }
    try self.init(read(predictions), references: read(references))
  }

  /// Reads it from the bytes of the two files.
  init(_ predicted: (file: URL, data: Data), references measured: (file: URL, data: Data)) throws {
    let (predictions, references) = (predicted.file, measured.file)
    func arrays(_ file: URL, _ data: Data) throws -> [String: NumPyArray] {
      try locating(.file(file.lastPathComponent)) { try NPZ.read(data) }
    }
    let said = try arrays(predictions, predicted.data)
    let measured = try arrays(references, measured.data)
    func array(_ name: String, _ arrays: [String: NumPyArray], _ file: URL) throws -> NumPyArray {
      guard let array = arrays[name] else {
        throw Fault(.data, "\(file.lastPathComponent): there is no array '\(name)'.")
      }
      return array
    }
    let (y, target) = (try array("Y_pred", said, predictions), try array("Y", measured, references))
    guard let values = y.floats, let targets = target.floats, y.shape == target.shape, y.shape.count == 3,
      let subjects = said["subject_id"]?.strings, let cadences = said["speed_label"]?.strings,
      let outputs = said["out_cols"]?.strings, subjects.count == y.shape[0], cadences.count == y.shape[0],
      outputs.count == y.shape[2], measured["subject_id"]?.strings == subjects
    else {
      throw Fault(
        .data,
        "\(references.lastPathComponent): its arrays do not fit those of \(predictions.lastPathComponent), trial by trial."
      )
    }
    (self.predictions, self.references, self.subjects, self.cadences) = (values, targets, subjects, cadences)
    (self.outputs, frames) = (outputs, y.shape[1])
    trials = measured["trial_sha256"]?.strings ?? []
    let walked = said["cadence_spm"]?.floats
    stepsPerMinute = walked?.count == y.shape[0] ? walked : nil
  }

  /// The scores of every subject.
  /// - Throws: ``Fault`` when the sizes do not fit.
  public func table() throws -> ScoreTable {
    try ScoreTable(predictions, references: references, subjects: subjects, cadences: cadences, outputs: outputs)
  }

  /// The curves that figures show.
  public func curves() -> GaitCurves {
    GaitCurves(
      predictions, references: references, subjects: subjects, cadences: cadences, outputs: outputs, frames: frames)
  }
}
