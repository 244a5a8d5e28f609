import Cohorts
import Faults
import Fixtures
import Formats
import Foundation
import Protocols
import TestSupport
import Testing

@Suite struct ContactDetectionTests {
  @Test(.enabled(if: Fixtures.isShared("opensim/walk_grf.mot"), "needs ../shared/opensim"))
  func `the contacts of a real trial are found in its ground forces`() throws {
    let forces = try GroundForces(sharedTable("opensim/walk_grf.mot"))
    #expect(forces.contacts(of: .right) == [0.267, 1.411])
    #expect(forces.contacts(of: .left) == [0.836])
  }

  @Test(.enabled(if: Fixtures.isShared("opensim/walk_ik.mot"), "needs ../shared/opensim"))
  func `the contacts of a real trial are found in its angles within two frames`() throws {
    let angles = try JointAngles(sharedTable("opensim/walk_ik.mot"))
    for (side, truth) in [(Side.right, [0.267, 1.411]), (.left, [0.836, 1.996])] {
      let contacts = angles.contacts(of: side)
      #expect(contacts.count == truth.count)
      #expect(zip(contacts, truth).allSatisfy { abs($0 - $1) <= 0.02 }, "\(contacts)")
    }
  }

  @Test(.enabled(if: Fixtures.isShared("real/real_JM60.npz"), "needs ../shared/real"))
  func `the contacts of real cycles are found in their angles within 20 ms in the median`() throws {
    let real = try Cohort.read(Fixtures.shared.appending(path: "real/real_JM60.npz"))
    let cadences = try #require(real.remarks.stepsPerMinute)
    let hip = try #require(publishedInputs.firstIndex(of: "hip_flexion_r"))
    let knee = try #require(publishedInputs.firstIndex(of: "knee_angle_r"))
    let errors = (0..<real.trials).flatMap { trial -> [Double] in
      let stride = 120 / Double(cadences[trial])
      // Three strides in a row, of which the second and third begin at a contact that is known.
      func repeated(_ column: Int) -> [Double] {
        (0..<3 * 179).map { Double(real.inputs[(trial * 180 + $0 % 179) * 10 + column]) }
      }
      let time = (0..<3 * 179).map { Double($0) * stride / 179 }
      let found = ContactDetection().contacts(thigh: repeated(hip), knee: repeated(knee), time: time)
      return [stride, 2 * stride].compactMap { truth in found.map { $0 - truth }.min { abs($0) < abs($1) } }
    }
    #expect(errors.count == 2 * real.trials)
    let sizes = errors.map(\.magnitude).sorted()
    #expect(sizes[sizes.count / 2] < 0.025 && sizes[sizes.count - 1] < 0.08, "\(sizes)")
  }

  /// A force of 700 N in each of some stances, at 100 Hz for 2.4 s.
  func force(_ stances: [ClosedRange<Double>]) -> [Double] {
    (0..<240).map { row in stances.contains { $0.contains(Double(row) / 100) } ? 700 : 0 }
  }

  @Test(
    .enabled(if: Fixtures.isShared("opensim/walk_ik.mot"), "needs ../shared/opensim"),
    arguments: [
      ["ground_force_vy", "1_ground_force_vy"], ["1_ground_force_vy", "ground_force_vy"],
      ["ground_force_1_vy", "ground_force_2_vy"], ["FP1_vy", "FP2_vy"], ["1_ground_force_vy", "2_ground_force_vy"],
    ])
  func `a plate's force goes to the leg that is ahead`(labels: [String]) throws {
    let (right, left) = (force([0.27...1.02, 1.41...2.1]), force([0.84...1.59]))
    let time = (0..<240).map { Double($0) / 100 }
    let angles = try sharedTable("opensim/walk_ik.mot")
    for plates in [[right, left], [left, right]] {
      let table = try MotionTable(
        name: "x", labels: labels, time: time, values: time.indices.flatMap { [plates[0][$0], plates[1][$0]] })
      let recording = try WalkingRecording(angles, forces: GroundForces(table))
      #expect(recording.contactSource == .force)
      #expect(recording.cycles == [GaitCycle(side: .right, start: 0.26, end: 1.4)], "\(recording.cycles)")
    }
  }

  @Test(.enabled(if: Fixtures.isShared("opensim/walk_ik.mot"), "needs ../shared/opensim"))
  func `two strides with a missed plate between are not one`() throws {
    let time = (0..<240).map { Double($0) / 100 }
    let slow = try sharedTable("opensim/walk_ik.mot")
    // The right foot is seen at 0.27 s and, after a stride beside the plates, at 2.2 s.
    let table = try MotionTable(
      name: "x", labels: ["ground_force_r_vy"], time: time, values: force([0.27...1.02, 2.2...2.39]))
    let recording = try WalkingRecording(slow, forces: GroundForces(table))
    #expect(recording.contactSource == .angles)
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
      (["ground_force_r_vy", "ground_force_l_vy"], [:], nil), (["R_ground_force_vy", "L_ground_force_vy"], [:], nil),
      (["ground_force_calcn_r_vy"], [:], nil), (["ground_force_right_vy"], [:], nil), (["plate1_vy"], [:], nil),
      (["a", "b"], [Side.right: "b"], nil), (["plate1_vy"], [Side.right: "plate9_vy"], "no column 'plate9_vy'"),
      (["force", "px"], [:], "no column is known"),
      (["r_force_vy", "ground_force_right_vy"], [:], "both the right foot's"),
    ] as [([String], [Side: String], String?)])
  func `a vertical force is known by its name`(labels: [String], columns: [Side: String], fault: String?) throws {
    let table = try MotionTable(name: "x", labels: labels, time: [0], values: labels.map { _ in 0 })
    if let fault {
      expectFault(.data, fault) { try GroundForces(table, columns: columns) }
    } else {
      _ = try GroundForces(table, columns: columns)
    }
  }
}

/// A table of the reference material outside the repository.
func sharedTable(_ path: String) throws -> MotionTable {
  try MotionTable(bytes: Array(Data(contentsOf: Fixtures.shared.appending(path: path))), file: path)
}
