import Fixtures
import Formats
import Foundation
import OpenSim
import TestSupport
import Testing

/// What is imported of the cycles that were simulated, of files that OpenSim made once.
@Suite(
  "The import of a session",
  .enabled(if: Fixtures.isShared("opensim/walk_ik.mot"), "needs ../shared/opensim"))
struct SessionImportTests {
  /// Imports a left cycle a person, each of files of its own: line 2 on of a table of sessions.
  private func importing(
    _ people: [String], cadence: String = "", muscles: Bool = false,
    moments factors: [String: Double] = [:], forces: [String: Double] = [:], _ body: (SessionImport) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      func copy(_ name: String, _ person: String, times factor: Double) throws -> String {
        let table = try MotionTable(contentsOf: Fixtures.shared.appending(path: "opensim/\(name)"))
        let changed = try MotionTable(
          name: table.name, inDegrees: table.inDegrees, labels: table.labels, time: table.time,
          values: table.values.map { $0 * factor })
        try changed.write(to: folder.appending(path: "\(person)_\(name)"))
        return "\(person)_\(name)"
      }
      let rows = try people.enumerated().map { place, person in
        SessionImport.Row(
          line: place + 2,
          cells: [
            person, "85.27", "", cadence, "", "left", "0.836", "1.996", try copy("walk_ik.mot", person, times: 1),
            try copy("walk_id.sto", person, times: factors[person] ?? 1),
            muscles ? try copy("walk_so_left.sto", person, times: forces[person] ?? 1) : "",
          ])
      }
      try body(try SessionImport(rows, table: folder.appending(path: "trials.csv")))
    }
  }

  @Test func `takes what is sound`() throws {
    try importing(["A", "B"], muscles: true) { result in
      #expect(result.cohorts.map(\.task.suffix) == ["MF60", "JM60", "KA60"])
      #expect(result.cohorts.allSatisfy { $0.trials == 2 })
      #expect(result.keptOut.isEmpty && result.refusals.isEmpty)
    }
  }

  @Test func `keeps one impossible cycle out, with its reason, and takes the others`() throws {
    try importing(["A", "B", "C"], moments: ["B": 30]) { result in
      #expect(result.cohorts.map(\.subjects) == [["A", "C"], ["A", "C"]] && result.refusals.isEmpty)
      let reason = try #require(result.keptOut[1])
      #expect(result.keptOut.count == 1 && reason.hasPrefix("for JM60, the only trial has targets whose mean size"))
      #expect(reason.hasSuffix("is plausible; look at the units of its forces, points and free moments."), "\(reason)")
    }
    // Where the wrong ones are as many as the others, the middle does not tell them apart, and each line does.
    try importing(["A", "B"], moments: ["B": 30]) { result in
      #expect(result.cohorts.map(\.subjects) == [["A"], ["A"]] && result.keptOut.keys.sorted() == [1])
    }
  }

  @Test func `refuses the one task in which all is impossible`() throws {
    try importing(["A", "B"], muscles: true, forces: ["A": 60, "B": 60]) { result in
      #expect(result.cohorts.map(\.task.suffix) == ["JM60", "KA60"] && result.keptOut.isEmpty)
      #expect(result.refusals.count == 1)
      #expect(result.refusals.first?.hasPrefix("no cohort of MF60: all 2 trials have targets") == true)
    }
  }

  @Test func `says of every row that comes to nothing why`() throws {
    try importing(["A", "B"], cadence: "brisk") { result in
      #expect(result.cohorts.isEmpty && result.keptOut.keys.sorted() == [0, 1])
      #expect(result.keptOut[0] == "column 'cadence' holds 'brisk'; slow, med, fast, self or steps/min are expected.")
    }
  }
}
