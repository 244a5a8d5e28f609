import Formats
import Foundation
import Protocols

extension Predictions {
  /// The text of a CSV file with the mean and the standard deviation over the cycles of each person, one row a frame.
  ///
  /// The deviation is that of a sample (n - 1), and has no number for a person with one cycle. People stand in the order
  /// of their first cycle, and their two legs apart.
  ///
  /// - Parameter rawUnits: whether the numbers are in N or Nm instead of N/kg or Nm/kg.
  /// - Throws: ``Fault`` (io) as ``values``.
  public func summary(rawUnits: Bool = false) throws -> Data {
    var summary = PredictionSummary()
    summary.add(self)
    return try summary.text(rawUnits: rawUnits)
  }
}

/// The mean over the cycles of each person, of whom several recordings may be.
struct PredictionSummary {
  /// A leg of a person.
  private struct Person: Hashable {
    let subject: String
    let side: Side
  }

  /// Where the curves of a trial are kept, and what makes raw units of them.
  private struct Curve {
    let numbers: ScratchNumbers
    let range: Range<Int>
    let divisor: Float
  }

  private var task: (any PredictionTask)?
  private var places: [Person: Int] = [:]
  /// The legs in the order of their first cycle.
  private var people: [(Person, [Curve])] = []

  /// Whether nothing was added.
  var isEmpty: Bool { people.isEmpty }

  /// Adds the cycles of a recording, which is predicted for the same task as the others.
  mutating func add(_ predictions: Predictions) {
    task = predictions.cohort.task
    for (trial, subject) in predictions.cohort.subjects.enumerated() {
      let person = Person(subject: subject, side: predictions.side)
      let place = places[person] ?? people.count
      if place == people.count {
        places[person] = place
        people.append((person, []))
      }
      people[place].1.append(
        Curve(
          numbers: predictions.kept, range: predictions.place(of: trial), divisor: predictions.divisor(of: trial)))
    }
  }

  /// The text of the file.
  /// - Throws: ``Fault`` (io) where the curves were too many for memory and the disk does not give them back.
  func text(rawUnits: Bool) throws -> Data {
    guard let task else { return Data() }
    let unit = rawUnits ? task.rawUnit : task.unitInColumnNames
    var text = TextBuffer()
    let outputs = task.outputs.flatMap { ["mean_\($0)_\(unit)", "sd_\($0)_\(unit)"] }
    text.append((["subject_id", "side", "cycles", "time_idx", "gait_cycle_percent"] + outputs).joined(separator: ","))
    text.append("\n")
    for (person, curves) in people {
      let (means, squares) = try moments(of: curves, rawUnits)
      for frame in 0..<task.frames {
        text.append("\(CSV.field(person.subject)),\(person.side.rawValue),\(curves.count),\(frame),")
        text.append(number: Float(100 * Double(frame) / Double(task.frames - 1)))
        for output in task.outputs.indices {
          let place = frame * task.outputs.count + output
          text.append(",")
          text.append(number: Float(means[place]))
          text.append(",")
          if curves.count > 1 {
            text.append(number: Float((squares[place] / Double(curves.count - 1)).squareRoot()))
          }
        }
        text.append("\n")
      }
    }
    return text.data
  }

  /// The means and the sums of squared differences from them, `[frames, outputs]`; each curve is read twice.
  private func moments(of curves: [Curve], _ rawUnits: Bool) throws -> (means: [Double], squares: [Double]) {
    func sum(_ term: (_ number: Double, _ place: Int) -> Double) throws -> [Double] {
      var sums = [Double](repeating: 0, count: curves.first?.range.count ?? 0)
      for curve in curves {
        let numbers = try curve.numbers.numbers(in: curve.range)
        for place in sums.indices {
          sums[place] += term(Double(rawUnits ? numbers[place] * curve.divisor : numbers[place]), place)
        }
      }
      return sums
    }
    let means = try sum { number, _ in number }.map { $0 / Double(curves.count) }
    return (means, try sum { number, place in (number - means[place]) * (number - means[place]) })
  }
}
