import Faults
import Scores
import Testing

@Suite("A table of scores") struct ScoreTableTests {
  /// Two frames of two outputs a trial; the references are 0 and each trial is wrong by one number.
  private func table(_ trials: [(subject: String, cadence: String, error: Float)]) throws -> ScoreTable {
    try ScoreTable(
      trials.flatMap { [Float](repeating: $0.error, count: 4) },
      references: .init(repeating: 0, count: 4 * trials.count),
      subjects: trials.map(\.subject), cadences: trials.map(\.cadence), outputs: ["a", "b"])
  }

  @Test func `counts the trials of each row, all and by cadence`() throws {
    let table = try table([
      ("B", "fast", 1), ("A", "slow", 2), ("B", "fast", 3), ("A", "slow", 4), ("A", "med", 6), ("B", "slow", 5),
      ("A", "slow", 0),
    ])
    func trials(_ subset: String, _ output: String? = nil) -> [String] {
      table.rows(subset, output: output).map { "\($0.subject) \($0.trials)" }
    }
    #expect(trials("overall") == ["A 4", "B 3"] && trials("overall", "b") == ["A 4", "B 3"])
    #expect(trials("slow") == ["A 3", "B 1"] && trials("slow", "a") == ["A 3", "B 1"])
    #expect(trials("med") == ["A 1"] && trials("fast") == ["B 2"])
  }

  @Test func `scores each cadence by its own trials`() throws {
    let table = try table([("A", "slow", 2), ("A", "fast", 4), ("A", "slow", -6)])
    func row(_ subset: String) throws -> SubjectScore { try #require(table.rows(subset).first) }
    #expect(try row("overall").mae == 4)
    #expect(abs(try row("overall").rmse - (56.0 / 3).squareRoot()) < 1e-12)
    #expect(try row("slow").mae == 4)
    #expect(abs(try row("slow").rmse - 20.0.squareRoot()) < 1e-12)
    #expect(try row("fast").mae == 4 && row("fast").rmse == 4)
  }

  @Test func `names its subsets as the field orders them`() throws {
    let table = try table([("A", "self", 1), ("A", "fast", 1), ("B", "slow", 1), ("B", "med", 1)])
    #expect(table.subsets == ["overall", "slow", "med", "fast", "self"] && table.outputs == ["a", "b"])
  }

  @Test func `is not made of sizes that do not fit`() {
    let fault = #expect(throws: Fault.self) {
      try ScoreTable([1, 2], references: [1], subjects: ["A"], cadences: ["slow"], outputs: ["a"])
    }
    #expect(fault?.kind == .software)
  }
}
