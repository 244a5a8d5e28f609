import Cohorts
import Formats
import Foundation
import Protocols
import Scores
import TestSupport
import Testing

@Suite struct ManyPredictionsTests {
  /// Five trials of two people, predicted two at a time into a file that keeps what is more than one trial.
  private func predictions(in folder: URL, _ cohort: Cohort, _ values: [Float]) throws -> Predictions {
    let kept = ScratchNumbers(in: folder, most: 540)
    try kept.append([-1, -2, -3])
    var asked: [Range<Int>] = []
    let predictions = try Predictions(for: cohort, keptIn: kept, together: 2) { trials in
      asked.append(trials)
      return Array(values[trials.lowerBound * 540..<trials.upperBound * 540])
    }
    #expect(asked == [0..<2, 2..<4, 4..<5])
    return predictions
  }

  @Test func `predictions that memory does not hold give the same files`() throws {
    let subjects = ["A", "B", "A", "A", "B"]
    let cohort = try smallCohort(
      subjects: subjects, masses: [70, 55, 70, 70, 55], cadences: subjects.map { _ in .slow })
    let values = (0..<5 * 540).map { Float($0 * 7919 % 1013) / 31 }
    let errors = (0..<10).map { trial in (0..<540).map { Float(($0 + trial) % 17) } }
    let band = try #require(ConformalBand(level: 0.8, errors: errors, subjects: (0..<10).map { "C\($0)" }))
    try withTemporaryFolder { folder in
      let whole = try Predictions(values, for: cohort).within(band)
      let kept = try predictions(in: folder, cohort, values).within(band)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty, "the file has no name")
      #expect(try kept.values == values)
      #expect(try kept.rawValues == whole.rawValues)
      #expect(try kept.rawValues.last == (values.last ?? 0) * 55)
      for rawUnits in [false, true] {
        #expect(try kept.csv(rawUnits: rawUnits) == whole.csv(rawUnits: rawUnits))
        #expect(try kept.summary(rawUnits: rawUnits) == whole.summary(rawUnits: rawUnits))
        let files = ["whole", "kept"].map { folder.appending(path: "\($0).npz") }
        try whole.writeNPZ(to: files[0], rawUnits: rawUnits)
        try kept.writeNPZ(to: files[1], rawUnits: rawUnits)
        #expect(try Data(contentsOf: files[0]) == Data(contentsOf: files[1]))
        #expect(try NPZ(files[1]).floats("Y_pred") == values)
        #expect(try NPZ(files[1]).floats("Y_low")?[1] == values[1] - band.halfWidths[1])
      }
    }
  }

  @Test func `a model that gives other numbers than were asked for is a fault`() throws {
    let cohort = try smallCohort()
    let kept = ScratchNumbers(in: URL.temporaryDirectory)
    expectFault(.software, "1080 numbers, not 3") {
      try Predictions(for: cohort, keptIn: kept, together: 2) { _ in [1, 2, 3] }
    }
  }
}
