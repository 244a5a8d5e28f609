import Cohorts
import Formats
import OpenSim
import TestSupport
import Testing

@Suite("Messages of a session") struct SessionMessageTests {
  /// Angles in which nobody walks.
  private func angles(knees: (Double, Double)) throws -> MotionTable {
    let names = ["hip_flexion", "hip_adduction", "hip_rotation", "knee_angle", "ankle_angle"]
    let labels = names.map { "\($0)_r" } + names.map { "\($0)_l" }
    let time = (0..<300).map { Double($0) / 100 }
    let values = time.indices.flatMap { row in
      labels.map { label in
        let bend = Double(row % 50)
        return label == "knee_angle_r" ? knees.0 * bend : label == "knee_angle_l" ? knees.1 * bend : 10
      }
    }
    return try MotionTable(name: "Coordinates", inDegrees: true, labels: labels, time: time, values: values)
  }

  @Test(arguments: [(1.0, -1.0), (1.0, 1.0)])
  func `advise nothing that the command has no option for`(right: Double, left: Double) throws {
    do {
      _ = try WalkingRecording(angles(knees: (right, left)))
      Issue.record("nobody walks there")
    } catch {
      let (text, own) = ("\(error)", Simulation.adapted("\(error)"))
      #expect(!own.contains("--"), "\(own)")
      // Where there was advice it is another, or none.
      #expect(text.contains("--") == (text != own), "\(text)")
    }
  }

  @Test func `name the table's line in a job's place`() throws {
    try withTemporaryFolder { folder in
      let simulation = try MadeSession(in: folder).simulation()
      #expect(simulation.jobs.map { simulation.places[$0.id]?.hasSuffix("sessions.csv:2") } == [true, true])
    }
  }
}
