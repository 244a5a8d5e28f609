import Cohorts
import Formats
import Foundation
import Protocols
import TestSupport
import Testing

@Suite struct CoordinateNamesTests {
  func renamed(_ name: (String) -> String, adding others: [String] = []) throws -> MotionTable {
    let walk = try RecordingCases.table(RecordingCases.walk)
    let columns = walk.labels.count
    let values = walk.time.indices.flatMap { row in
      Array(walk.values[row * columns..<(row + 1) * columns]) + others.map { _ in 500 }
    }
    return try MotionTable(
      source: "walk.mot", name: "x", inDegrees: true, labels: walk.labels.map(name) + others, time: walk.time,
      values: values)
  }

  static let conventions: [@Sendable (String) -> String] = [
    { "P01_" + $0 }, { "model:" + $0 }, { $0.capitalized },
    { $0.dropLast(2) + ($0.hasSuffix("_r") ? " right" : " left") },
    { ($0.hasSuffix("_r") ? "right_" : "left_") + $0.dropLast(2) },
    { $0.replacing("flexion", with: "flex").replacing("adduction", with: "add").replacing("rotation", with: "rot") },
    { "/jointset/any/" + $0 + "/value" }, { "Trial.1." + $0.uppercased() },
  ]

  @Test(arguments: conventions.indices)
  func `angles are found under other common names`(convention: Int) throws {
    let table = try renamed(Self.conventions[convention], adding: ["vel_hip_flexion_r", "hip_flexion_r_moment"])
    let usual = try JointAngles(RecordingCases.table(RecordingCases.walk))
    let angles = try JointAngles(table)
    #expect(angles.angles == usual.angles, "\(table.labels)")
    #expect(angles.renamed.isEmpty == table.labels[0].hasSuffix("/value"))
  }

  @Test func `speeds and moments are no angles`() throws {
    for beginning in ["vel_", "speed_", "torque_"] {
      let table = try renamed { beginning + $0 }
      expectFault(.data, "there is no column 'hip_flexion_r'") { try JointAngles(table) }
    }
  }

  @Test func `a person's map wins and a mistake in it has its place`() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "columns.yaml")
      let lines = publishedInputs.enumerated().map { "\($1): q\($0)\n" }.joined()
      try Data(("\u{FEFF}" + lines).utf8).write(to: url)
      let names = try CoordinateNames.read(url)
      let table = try renamed { name in "q\(publishedInputs.firstIndex(of: name) ?? 0)" }
      #expect(
        try JointAngles(table, names: names).angles == JointAngles(RecordingCases.table(RecordingCases.walk)).angles)
      try Data("hip_flexion_r: q99\n".utf8).write(to: url)
      let wrong = try CoordinateNames.read(url)
      expectFault(.data, "there is no column 'q99', which the map of columns has for 'hip_flexion_r'") {
        try JointAngles(table, names: wrong)
      }
      try Data("hip_flexon_r: q1\n".utf8).write(to: url)
      expectFault(.data, "columns.yaml:1:1", "hip_flexion_r") { try CoordinateNames.read(url) }
    }
  }

  @Test func `a missing column's message lists what is there and the nearest`() throws {
    let table = try renamed { $0 == "knee_angle_l" ? "knee_angel_l" : $0 }
    expectFault(
      .data, "walk.mot: there is no column 'knee_angle_l'; all ten", "Did you mean 'knee_angel_l'?", "'hip_flexion_r'",
      "--columns"
    ) { try JointAngles(table) }
  }

  @Test func `two columns of one angle are refused`() throws {
    let table = try renamed({ $0 == "hip_flexion_r" ? "Hip_Flexion_R" : $0 }, adding: ["HIP_FLEXION_R"])
    expectFault(.data, "both name 'hip_flexion_r'") { try JointAngles(table) }
  }
}
