import Formats
import Foundation

extension Predictions {
  /// The text of a CSV file with the mean and the standard deviation over the cycles of each person, one row a frame.
  ///
  /// The deviation is that of a sample (n - 1), and has no number for a person with one cycle. People stand in the order
  /// of their first cycle, and their two legs apart.
  ///
  /// - Parameter rawUnits: whether the numbers are in N or Nm instead of N/kg or Nm/kg.
  public func summary(rawUnits: Bool = false) -> Data { Self.summary(of: [self], rawUnits: rawUnits) }

  /// The same over several recordings, of which one person may have many.
  ///
  /// - Parameter all: predictions of one task.
  public static func summary(of all: [Predictions], rawUnits: Bool = false) -> Data {
    guard let task = all.first?.cohort.task else { return Data() }
    let unit = rawUnits ? task.rawUnit : task.unitInColumnNames
    var text = TextBuffer()
    let outputs = task.outputs.flatMap { ["mean_\($0)_\(unit)", "sd_\($0)_\(unit)"] }
    text.append((["subject_id", "side", "cycles", "time_idx", "gait_cycle_percent"] + outputs).joined(separator: ","))
    text.append("\n")
    for (person, curves) in curves(of: all, rawUnits) {
      for frame in 0..<task.frames {
        text.append("\(CSV.field(person.subject)),\(person.side.rawValue),\(curves.count),\(frame),")
        text.append(number: Float(100 * Double(frame) / Double(task.frames - 1)))
        for output in task.outputs.indices {
          let values = curves.map { Double($0[$0.startIndex + frame * task.outputs.count + output]) }
          let mean = values.reduce(0, +) / Double(values.count)
          let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
          text.append(",")
          text.append(number: Float(mean))
          text.append(",")
          if values.count > 1 { text.append(number: Float((square / Double(values.count - 1)).squareRoot())) }
        }
        text.append("\n")
      }
    }
    return text.data
  }

  /// A leg of a person.
  private struct Person: Hashable {
    let subject: String
    let side: Side
  }

  /// The curves of each leg of each person, in the order of the first cycle.
  private static func curves(of all: [Predictions], _ rawUnits: Bool) -> [(Person, [ArraySlice<Float>])] {
    var places: [Person: Int] = [:]
    var found: [(Person, [ArraySlice<Float>])] = []
    for predictions in all {
      let numbers = rawUnits ? predictions.rawValues : predictions.values
      let each = predictions.cohort.frames * predictions.cohort.task.outputs.count
      for (trial, subject) in predictions.cohort.subjects.enumerated() {
        let person = Person(subject: subject, side: predictions.side)
        let place = places[person] ?? found.count
        if place == found.count {
          places[person] = place
          found.append((person, []))
        }
        found[place].1.append(numbers[trial * each..<(trial + 1) * each])
      }
    }
    return found
  }
}
