import Cohorts
import Protocols
import TestSupport
import Testing

@Suite("Where predictions are written") struct PredictionFormatTests {
  private func names(_ inputs: [String], _ output: String, _ entry: String = "lstm-jm60") throws -> [String] {
    try PredictionFormat.files(for: inputs, output: output, entry: entry, task: jointMoment).map(\.relativePath)
  }

  @Test func `one input is written to the file that was named, in a format that there is`() throws {
    #expect(try names(["a.npz"], "out/y.csv") == ["out/y.csv"])
    #expect(try names(["a.mot"], "Y.STO") == ["Y.STO"])
    expectFault(.usage, "y.txt", ".csv, .npz or .sto") { try names(["a.npz"], "y.txt") }
  }

  @Test func `several inputs are written to a folder, each named by input, entry and task`() throws {
    #expect(
      try names(["x/a.npz", "b.mot", "c.sto"], "out")
        == ["out/a_lstm-jm60_JM60.csv", "out/b_lstm-jm60_JM60.sto", "out/c_lstm-jm60_JM60.sto"])
    #expect(try names(["a.npz", "b.npz"], "y.csv", "w/mine.safetensors").first == "y.csv/a_mine_JM60.csv")
  }

  @Test func `two inputs of one name are refused, and not written over each other`() throws {
    expectFault(.usage, "--input", "one by one") { try names(["x/a.npz", "y/a.npz"], "out") }
    #expect(try names(["a.npz", "a.mot"], "out").count == 2)
  }

  @Test func `only a motion file holds newton, unless it is asked not to`() {
    #expect(PredictionFormat.sto.unit(of: muscleForce, perKilogram: false) == "N")
    #expect(PredictionFormat.sto.unit(of: muscleForce, perKilogram: true) == "N/kg")
    #expect(PredictionFormat.csv.unit(of: muscleForce, perKilogram: false) == "N/kg")
    #expect(PredictionFormat.npz.unit(of: jointMoment, perKilogram: false) == "Nm/kg")
  }
}
