import Cohorts
import Foundation
import Testing

@Suite struct InputCheckTests {
  @Test func `usual angles get no warning`() throws {
    #expect(InputCheck.warnings(for: try smallCohort(), training: .published).isEmpty)
  }

  @Test func `an angle far away is named with its trial and column`() throws {
    let cohort = try smallCohort { $0[1800 + 10 * 90 + 4] = -60 }
    let warnings = InputCheck.warnings(for: cohort, training: .published)
    #expect(warnings.map(\.trial) == [1] && warnings.map(\.column) == ["hip_adduction_l"])
    let line = warnings.first?.description ?? ""
    #expect(
      line
        == "small.npz: trial 1 (H01), column 'hip_adduction_l' is 8.3 sd below the training mean "
        + "(-60.0 degrees at frame 90).")
  }

  @Test func `radians are named as such, once a trial`() throws {
    let cohort = try smallCohort { inputs in
      for index in 0..<1800 { inputs[index] *= .pi / 180 }
    }
    let warnings = InputCheck.warnings(for: cohort, training: .published)
    #expect(warnings.map(\.trial) == [0])
    #expect(warnings.first?.description.contains("looks like radians") == true)
  }
}
