import Foundation
import Protocols
import Report
import Runs
import Testing

/// Where in the cycle entries differ, held against the predictions that the runs kept.
@Suite("Differences along the cycle") struct AlongCycleTests {
  private let name = "jm60-small-synthetic-healthy-jm60-along-cycle-healthy"

  /// The RMSE of each subject at a frame of an output.
  private func errors(_ entry: String, _ output: String, frame: Int) throws -> [String: Double] {
    let run = try #require(
      try ExaminedHome.shared.runFolders().first {
        entry.hasPrefix($0.name.prefix { $0 != "-" }) && $0.name.contains("jm60")
      })
    let kept = try KeptPredictions(predictions: run.test.predictions, references: run.test.references)
    let place = try #require(kept.outputs.firstIndex(of: output))
    return Dictionary(grouping: kept.subjects.indices, by: { kept.subjects[$0] }).mapValues { trials in
      let squares = trials.map { trial -> Double in
        let at = (trial * 180 + frame) * kept.outputs.count + place
        let error = Double(kept.predictions[at]) - Double(kept.references[at])
        return error * error
      }
      return (squares.reduce(0, +) / Double(squares.count)).squareRoot()
    }
  }

  @Test func `are an entry's errors less those of the best`() throws {
    let figure = try #require(try ExaminedHome.report.figures.first { $0.name == name })
    let rows = figure.numbers.rows
    #expect(figure.numbers.columns.prefix(5) == ["output", "cycle_percent", "entry", "less", "rmse_difference_mean"])
    for row in [0, 45, rows.count / 2, rows.count - 1].map({ rows[$0] }) {
      // Every second of the 180 frames is a point.
      let percent = try #require(Double(row[1]))
      let frame = Int((percent / 100 * 179).rounded())
      let (own, best) = (try errors(row[2], row[0], frame: frame), try errors(row[3], row[0], frame: frame))
      #expect(own.count > 1 && own.keys.sorted() == best.keys.sorted())
      let mean = own.map { $0.value - (best[$0.key] ?? .nan) }.reduce(0, +) / Double(own.count)
      #expect(abs((Double(row[4]) ?? .nan) - mean) < 1e-6, "\(row)")
    }
  }
}
