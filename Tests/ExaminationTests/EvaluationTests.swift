import Cohorts
import Examination
import Fixtures
import Formats
import Foundation
import Protocols
import Runs
import Scores
import TestSupport
import Testing

@Suite("The evaluation of a file of predictions") struct EvaluationTests {
  /// Evaluates predictions of the tiny cohort: its own targets, with what a test changes.
  private func scores(_ change: (inout [String: NumPyArray]) throws -> Void) throws -> RunScores {
    var found: RunScores?
    try withTemporaryFolder { folder in
      let cohort = try tinyCohort()
      let targets = try #require(cohort.normalisedTargets)
      var arrays = ["Y_pred": try NumPyArray(shape: [12, 180, 3], .floats(targets))]
      try change(&arrays)
      let file = folder.appending(path: "theirs.npz")
      try NPZ.write(arrays, to: file)
      let text = try Data(contentsOf: Fixtures.url("../../protocols/quick.yaml").standardized)
      let named = try NamedProtocol(yaml: [UInt8](text), file: "quick.yaml")
      let home = HomeFolder(folder.appending(path: "home").path)
      found = try Evaluation(named, cohort: cohort, population: .healthy, home: home).scores(ofPredictions: file).scores
    }
    return try #require(found)
  }

  @Test(arguments: [[0, 1, 2], [2, 0, 1], [1, 0, 2]])
  func `takes the outputs in the order that the file says`(_ order: [Int]) throws {
    let outputs = jointMoment.outputs
    let table = try scores { arrays in
      let targets = try #require(arrays["Y_pred"]?.floats)
      let moved = stride(from: 0, to: targets.count, by: 3).flatMap { row in order.map { targets[row + $0] } }
      arrays["Y_pred"] = try NumPyArray(shape: [12, 180, 3], .floats(moved))
      arrays["out_cols"] = try NumPyArray(.strings(order.map { outputs[$0] }))
    }.table
    #expect(!table.scores.isEmpty)
    #expect(table.scores.allSatisfy { $0.rmse == 0 && $0.mae == 0 && $0.r2 == 1 })
  }

  @Test func `is of the test subjects alone, each with its own trials`() throws {
    let scores = try scores { arrays in
      // Each trial is wrong by its number.
      let targets = try #require(arrays["Y_pred"]?.floats)
      let wrong = targets.enumerated().map { $1 + Float($0 / 540) }
      arrays["Y_pred"] = try NumPyArray(shape: [12, 180, 3], .floats(wrong))
    }
    let test = try #require(scores.description.split.divisions.first?.test)
    #expect(test.count == 1 && scores.table.rows().map(\.subject) == test)
    let number = try #require(test.first.flatMap { Int($0.dropFirst()) })
    let trials = [2 * number - 2, 2 * number - 1].map(Double.init)
    let row = try #require(scores.table.rows().first)
    #expect(row.trials == 2 && abs(row.mae - (trials[0] + trials[1]) / 2) < 1e-5)
    #expect(abs(row.rmse - ((trials[0] * trials[0] + trials[1] * trials[1]) / 2).squareRoot()) < 1e-5)
    #expect(abs(try #require(scores.table.rows("slow").first).mae - trials[0]) < 1e-5)
    #expect(abs(try #require(scores.table.rows("fast").first).mae - trials[1]) < 1e-5)
  }

  @Test(
    arguments: [
      (nil, nil, "walkers_JM60.npz", "healthy"), (nil, nil, "patients_JM60.npz", "onfh"),
      ("healthy", nil, "walkers_JM60.npz", "healthy"), ("knee pain", nil, "walkers_JM60.npz", "knee pain"),
      ("healthy", "external", "walkers_JM60.npz", "external"), (nil, "healthy", "patients_JM60.npz", "healthy"),
    ] as [(String?, String?, String, String)])
  func `is recorded as of the people whom it says`(
    _ inFile: String?, _ word: String?, _ name: String, _ expected: String
  ) throws {
    let option = word.flatMap { Population(rawValue: $0) }
    try withTemporaryFolder { folder in
      let cohortFile = folder.appending(path: name)
      try tinyCohort().write(to: cohortFile)
      var arrays = try NPZ.read(cohortFile)
      arrays["population"] = try inFile.map { try NumPyArray(shape: [], .strings([$0])) }
      try NPZ.write(arrays, to: cohortFile)
      let cohort = try Cohort.read(cohortFile)
      let targets = try #require(cohort.normalisedTargets)
      let file = folder.appending(path: "theirs.npz")
      try NPZ.write(["Y_pred": try NumPyArray(shape: [12, 180, 3], .floats(targets))], to: file)
      let text = try Data(contentsOf: Fixtures.url("../../protocols/quick.yaml").standardized)
      let named = try NamedProtocol(yaml: [UInt8](text), file: "quick.yaml")
      let home = HomeFolder(folder.appending(path: "home").path)
      let outcome = try Evaluation(named, stated: cohort, option: option, home: home).scores(ofPredictions: file)
      #expect(outcome.scores.population.rawValue == expected)
      #expect(outcome.scores.description.population == expected)
      let said = outcome.remarks.filter { $0.contains("by its name alone") }
      #expect(said.allSatisfy { $0.contains("taken for \(outcome.scores.population) by") }, "\(said)")
      #expect(said.count == (inFile == nil && option == nil ? 1 : 0), "\(outcome.remarks)")
    }
  }

  @Test(arguments: [
    ("out_cols", "expected hip_flexion_r_moment, hip_adduction_r_moment"), ("unit", "'unit' is 'Nm'"),
    ("subject_id", "differs from tiny.npz at trial 1"), ("Y_pred", "has the shape [12, 180, 2]"),
  ])
  func `refuses what does not fit the cohort`(_ key: String, _ words: String) throws {
    expectFault(.data, "theirs.npz: ", words) {
      try scores { arrays in
        switch key {
        case "out_cols": arrays[key] = try NumPyArray(.strings(["hip_flexion_r_moment", "x", "y"]))
        case "unit": arrays[key] = try NumPyArray(shape: [], .strings(["Nm"]))
        case "subject_id":
          var subjects = try tinyCohort().subjects
          subjects[1] = "H09"
          arrays[key] = try NumPyArray(.strings(subjects))
        default: arrays[key] = try NumPyArray(shape: [12, 180, 2], .floats(.init(repeating: 0, count: 12 * 360)))
        }
      }
    }
  }
}
