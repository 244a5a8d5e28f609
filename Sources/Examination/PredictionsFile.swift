import Cohorts
import Faults
import Formats
import Foundation
import Protocols

/// Predictions that any program made for a cohort: `Y_pred` `[trials, frames, outputs]` in N/kg or Nm/kg.
struct PredictionsFile {
  private let values: [Float]
  private let each: Int

  /// Reads the file, a `.csv` as HipZoo writes it, anything else as NPZ.
  /// - Throws: ``Fault`` of kind `data` naming what does not fit the cohort.
  init(_ url: URL, for cohort: Cohort) throws {
    if url.pathExtension.lowercased() == "csv" {
      try self.init(csv: url, for: cohort)
    } else {
      try self.init(npz: url, for: cohort)
    }
  }

  /// Takes values of every trial in the task's order, `[trials, frames, outputs]`.
  init(values: [Float], of task: any PredictionTask) {
    self.values = values
    each = task.frames * task.outputs.count
  }

  /// Reads an NPZ; `out_cols`, where it is there, gives the order of the outputs, else it is the task's.
  private init(npz url: URL, for cohort: Cohort) throws {
    let (file, task) = (url.lastPathComponent, cohort.task)
    let arrays = try NPZ(url)
    func texts(_ name: String) throws -> [String]? { try locating(.file(file)) { try arrays.array(name)?.strings } }
    let shape = [cohort.trials, cohort.frames, task.outputs.count]
    guard let found = try locating(.file(file), { try arrays.shape(of: "Y_pred") }) else {
      throw Fault(
        .data, at: .file(file), "there is no array 'Y_pred' of numbers; expected one of shape \(shape) in \(task.unit)."
      )
    }
    guard found == shape else {
      throw Fault(
        .data, at: .file(file),
        "'Y_pred' has the shape \(found), expected \(shape): a prediction for every trial of "
          + "\(cohort.source), in its order.")
    }
    if let unit = try texts("unit")?.first, unit != task.unit {
      throw Fault(.data, at: .file(file), "'unit' is '\(unit)'; predictions are scored in \(task.unit).")
    }
    if let subjects = try texts("subject_id") { try Self.check(subjects, of: cohort, file) }
    let names = try texts("out_cols") ?? task.outputs
    let order = task.outputs.compactMap { names.firstIndex(of: $0) }
    guard names.count == task.outputs.count, order.count == task.outputs.count else {
      throw Fault(
        .data, at: .file(file),
        "'out_cols' is \(names.joined(separator: ", ")); expected "
          + "\(task.outputs.joined(separator: ", ")), in any order.")
    }
    let numbers = try locating(.file(file)) { try arrays.floats("Y_pred") ?? [] }
    self.init(
      values: stride(from: 0, to: numbers.count, by: order.count).flatMap { row in order.map { numbers[row + $0] } },
      of: task)
  }

  /// Names agree when they are one person's, however each file spells them.
  static func check(_ subjects: [String], of cohort: Cohort, _ file: String) throws {
    let (found, expected) = (subjects.map(PersonKey.init), cohort.subjects.map(PersonKey.init))
    guard found != expected else { return }
    let trial = zip(found, expected).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? expected.count
    throw Fault(
      .data, at: .file(file),
      "'subject_id' differs from \(cohort.source) at trial \(trial); predict its trials in its order.")
  }

  func values(of trials: [Int]) -> [Float] { trials.flatMap { values[$0 * each..<($0 + 1) * each] } }
}
