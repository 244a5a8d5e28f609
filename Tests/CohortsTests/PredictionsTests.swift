import Cohorts
import Formats
import Foundation
import Protocols
import TestSupport
import Testing

@Suite struct PredictionsTests {
  @Test func `a CSV has the published columns and one row a frame`() throws {
    let cohort = try smallCohort(subjects: ["H01", "a,\"b\""], masses: [70, 80], cadences: [.slow, .own])
    let predictions = try Predictions((0..<2 * 540).map { Float($0) / 10 }, for: cohort)
    let lines = String(decoding: try predictions.csv(), as: UTF8.self).split(separator: "\n")
    #expect(
      lines[0]
        == "trial_idx,time_idx,gait_cycle_percent,subject_id,height_m,weight_kg,speed_label,"
        + "pred_hip_flexion_r_moment_Nm_per_kg,pred_hip_adduction_r_moment_Nm_per_kg,"
        + "pred_hip_rotation_r_moment_Nm_per_kg")
    #expect(lines.count == 361)
    #expect(lines[1] == "0,0,0,H01,,70,slow,0,0.1,0.2")
    #expect(lines[2].hasPrefix("0,1,0.5586592,H01,"))
    #expect(lines[180].hasPrefix("0,179,100,H01,"))
    #expect(lines[181].hasPrefix("1,0,0,\"a,\"\"b\"\"\",,80,self,54,54.1,54.2"))
  }

  @Test func `raw units follow those per kg`() throws {
    let cohort = try smallCohort(task: muscleForce, subjects: ["H01"], masses: [50], cadences: [.med])
    let predictions = try Predictions(.init(repeating: 1.5, count: 2520), for: cohort)
    let lines = String(decoding: try predictions.csv(rawUnits: true), as: UTF8.self).split(separator: "\n")
    #expect(lines[0].contains(",pred_piri_r_N_per_kg,pred_addbrev_r_N,"))
    #expect(lines[1].hasSuffix(",1.5,75,75,75,75,75,75,75,75,75,75,75,75,75,75"))
    #expect(try predictions.rawValues.allSatisfy { $0 == 75 })
  }

  @Test(
    arguments: [
      0, -0.0, 1, 0.1, -3.25, 1e-4, 9.999999e-5, 16_777_216, 9_999_999, 9_999_999.5, 0.99999994, 1e-30,
      3.4e38,
      123.456789, 8.589973e9, -.pi, 1.0000001, 0.00012345679,
    ] as [Float])
  func `every Float in a CSV reads back as itself with at most nine digits`(number: Float) throws {
    let cohort = try smallCohort(subjects: ["H01"], masses: [70], cadences: [.slow])
    let predictions = try Predictions(.init(repeating: number, count: 540), for: cohort)
    let line = String(decoding: try predictions.csv(), as: UTF8.self).split(separator: "\n")[1]
    let text = try #require(line.split(separator: ",").last)
    #expect(Float(text) == number)
    #expect(text.prefix { $0 != "e" }.filter(\.isNumber).drop { $0 == "0" }.count <= 9, "\(text)")
  }

  @Test func `random Floats in a CSV read back as themselves`() throws {
    var state: UInt64 = 7
    let values = (0..<5400).map { _ -> Float in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let number = Float(bitPattern: UInt32(state >> 32))
      return number.isFinite ? number : 1
    }
    let subjects = (0..<10).map { "H\($0)" }
    let cohort = try smallCohort(
      subjects: subjects, masses: subjects.map { _ in 70 }, cadences: subjects.map { _ in .slow })
    let text = String(decoding: try Predictions(values, for: cohort).csv(), as: UTF8.self)
    let read = text.split(separator: "\n").dropFirst().flatMap { $0.split(separator: ",").suffix(3) }
    #expect(read.map { Float($0) } == values)
  }

  @Test func `a wrong number of predictions is refused`() throws {
    let cohort = try smallCohort()
    expectFault(.software, "1620 numbers, not 3") { try Predictions([1, 2, 3], for: cohort) }
  }
}
