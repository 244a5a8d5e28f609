import Foundation
import Zoo

/// What a model said of a cohort, and the files in which people take it away.
public struct Predictions: Sendable {
  /// The trials that were predicted.
  public let cohort: Cohort
  /// The predictions in N/kg or Nm/kg, `[trials, frames, outputs]`.
  public let values: [Float]

  /// Takes a model's output for all trials of a cohort.
  ///
  /// - Parameter values: N/kg or Nm/kg, `[trials, frames, outputs]`.
  /// - Throws: ``Fault`` (software) when there are not as many numbers.
  public init(_ values: [Float], for cohort: Cohort) throws {
    let expected = cohort.trials * Cohort.frames * cohort.task.outputs.count
    guard values.count == expected else {
      throw Fault(
        .software, "A prediction of \(cohort.trials) trials has \(expected) numbers, not \(values.count).")
    }
    self.values = values
    self.cohort = cohort
  }

  /// The predictions times body mass, in N or Nm, `[trials, frames, outputs]`.
  public var rawValues: [Float] {
    let each = Cohort.frames * cohort.task.outputs.count
    return values.indices.map { values[$0] * cohort.masses[$0 / each] }
  }

  /// The text of a CSV file with the columns of the published predictor, one row a frame.
  ///
  /// - Parameter rawUnits: whether columns in N or Nm follow those per kg.
  public func csv(rawUnits: Bool = false) -> Data {
    let task = cohort.task
    let outputs = task.outputs.count
    var text = TextBuffer()
    text.reserve(cohort.trials * Cohort.frames * (60 + outputs * (rawUnits ? 24 : 12)))
    var header = [
      "trial_idx", "time_idx", "gait_cycle_percent", "subject_id", "height_m", "weight_kg", "speed_label",
    ]
    header += task.outputs.map { "pred_\($0)_\(task.unitInColumnNames)" }
    if rawUnits { header += task.outputs.map { "pred_\($0)_\(task.rawUnit)" } }
    text.append(header.joined(separator: ","))
    text.append(byte: newline)

    let frames = (0..<Cohort.frames).map { frame in
      var cell = TextBuffer()
      cell.append(count: frame)
      cell.append(byte: comma)
      cell.append(number: Float(100 * Double(frame) / Double(Cohort.frames - 1)))
      cell.append(byte: comma)
      return cell.bytes
    }
    var at = 0
    for trial in 0..<cohort.trials {
      let person = person(trial)
      for frame in frames {
        text.append(count: trial)
        text.append(byte: comma)
        text.append(frame)
        text.append(person)
        let row = values[at..<at + outputs]
        for value in row { text.append(cell: value) }
        if rawUnits { for value in row { text.append(cell: value * cohort.masses[trial]) } }
        text.append(byte: newline)
        at += outputs
      }
    }
    return text.data
  }

  private func person(_ trial: Int) -> [UInt8] {
    var cells = TextBuffer()
    cells.append(CSV.field(cohort.subjects[trial]))
    cells.append(byte: comma)
    if !cohort.heights[trial].isNaN { cells.append(number: cohort.heights[trial]) }
    cells.append(byte: comma)
    cells.append(number: cohort.masses[trial])
    cells.append(byte: comma)
    cells.append(cohort.cadences[trial].rawValue)
    return cells.bytes
  }
}

private let comma = UInt8(ascii: ",")
private let newline = UInt8(ascii: "\n")

extension TextBuffer {
  fileprivate mutating func append(cell value: Float) {
    append(byte: comma)
    append(number: value)
  }
}
