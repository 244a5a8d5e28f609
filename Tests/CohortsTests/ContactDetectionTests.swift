import Cohorts
import Fixtures
import Foundation
import Testing
import Zoo

@Suite struct ContactDetectionTests {
  @Test(.enabled(if: Fixtures.isShared("opensim/walk_grf.mot"), "needs ../shared/opensim"))
  func `the contacts of a real trial are found in its ground forces`() throws {
    let forces = try GroundForces(sharedTable("opensim/walk_grf.mot"))
    #expect(forces.contacts(of: .right) == [0.267, 1.411])
    #expect(forces.contacts(of: .left) == [0.836])
  }

  @Test(.enabled(if: Fixtures.isShared("opensim/walk_ik.mot"), "needs ../shared/opensim"))
  func `the contacts of a real trial are found in its angles within 30 ms`() throws {
    let angles = try JointAngles(sharedTable("opensim/walk_ik.mot"))
    for (side, truth) in [(Side.right, [0.267, 1.411]), (.left, [0.836, 1.996])] {
      let contacts = angles.contacts(of: side)
      #expect(contacts.count == truth.count)
      #expect(zip(contacts, truth).allSatisfy { abs($0 - $1) < 0.03 }, "\(contacts)")
    }
  }

  @Test func `noise is no contact and a gap in a stance is none either`() {
    let time = (0..<400).map { Double($0) * 0.01 }
    let force = time.map { time -> Double in
      switch time {
      case 0..<0.3: 700
      case 0.45..<0.5: 30
      case 1.0..<1.3, 1.34..<1.7: 700
      case 3.9...: 700
      default: 5
      }
    }
    // Between 5 N and 700 N the threshold of 20 N is crossed 0.2 ms after the sample below it.
    #expect(ContactDetection().contacts(inForce: force, time: time) == [0.99, 3.89])
  }

  @Test func `contacts too far apart bound no cycle`() {
    let cycles = GaitCycle.between([0, 1.1, 4.2, 5.3], side: .right)
    #expect(cycles.map(\.start) == [0, 4.2])
  }

  @Test(arguments: [
    (78.0, Cadence.slow), (96.4, .slow), (96.6, .med), (104.9, .med), (126, .fast), (180, .fast),
  ])
  func `a cadence has the nearest label`(cadence: Double, label: Cadence) {
    #expect(Cadence(nearest: cadence) == label)
  }

  @Test(
    arguments: [
      (["ground_force_vy", "1_ground_force_vy"], [:], true), (["plate1_vy", "plate2_vy"], [:], false),
      (["plate1_vy", "plate2_vy"], [Side.right: "plate2_vy"], true),
      (["plate1_vy"], [Side.right: "plate9_vy"], false),
    ] as [([String], [Side: String], Bool)])
  func `a foot's force is found or must be named`(labels: [String], columns: [Side: String], works: Bool)
    throws
  {
    let table = try MotionTable(name: "x", labels: labels, time: [0], values: labels.map { _ in 0 })
    if works {
      _ = try GroundForces(table, columns: columns)
    } else {
      expectFault(.data, "column") { try GroundForces(table, columns: columns) }
    }
  }
}

/// A table of the reference material outside the repository.
func sharedTable(_ path: String) throws -> MotionTable {
  try MotionTable(bytes: Array(Data(contentsOf: Fixtures.shared.appending(path: path))), file: path)
}
