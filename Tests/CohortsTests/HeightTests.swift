import Cohorts
import Formats
import Foundation
import Protocols
import TestSupport
import Testing

/// Body heights, by which the targets of a task may be divided.
@Suite struct HeightTests {
  /// The small cohort of moments, with heights.
  private func cohort(_ heights: [Float], divisor: String) throws -> Cohort {
    let text = """
      name: height-moment
      title: Hip moments
      suffix: HX60
      unit: {raw: Nm, divided_by: \(divisor)}
      frames: 180
      inputs: {unit: degrees, columns: [\(publishedInputs.joined(separator: ", "))]}
      outputs:
        - {name: hip_flexion_r_moment, label: hip flexion moment, positive: flexion}
        - {name: hip_adduction_r_moment, label: hip adduction moment, positive: adduction}
        - {name: hip_rotation_r_moment, label: hip rotation moment, positive: internal rotation}
      """
    let task = try DescribedTask(yaml: Array(text.utf8), file: "height.yaml")
    let small = try smallCohort()
    return try Cohort(
      source: "small.npz", task: task, inputs: small.inputs, targets: small.targets, subjects: small.subjects,
      heights: heights, masses: small.masses, cadences: small.cadences)
  }

  @Test(arguments: [178, 0, -1.78, 0.29, 3.1] as [Float])
  func `one that is none is refused where targets are divided by it, and copied where not`(height: Float) throws {
    expectFault(.data, "array 'height_m' holds \(height) in trial 1 of subject H01, and height-moment is divided by it")
    {
      try cohort([1.78, height, 1.6], divisor: "body-mass-x-height")
    }
    #expect(try cohort([1.78, height, 1.6], divisor: "body-mass").heights[1] == height)
  }

  @Test func `one that is unknown stays unknown`() throws {
    #expect(try cohort([1.78, .nan, 0.3], divisor: "body-mass-x-height").heights[1].isNaN)
  }

  @Test(arguments: ["178", "0", "-1", "tall", "inf"]) func `one of a table is 0.3 to 3 m`(height: String) throws {
    try withTemporaryFolder { folder in
      let list = folder.appending(path: "recordings.csv")
      try Data("subject,mass_kg,height_m,kinematics\nA,70,\(height),a.mot\nB,70,1.78,b.mot\nC,70,,c.mot\n".utf8).write(
        to: list)
      let rows = try RecordingList(contentsOf: list).rows
      expectFault(.data, "column 'height_m' holds '\(height)'; a height from 0.3 to 3 m or nothing is expected.") {
        try rows[0].recording.get()
      }
      #expect(try rows[1].recording.get().facts.height == 1.78 && rows[2].recording.get().facts.height.isNaN)
    }
  }
}
