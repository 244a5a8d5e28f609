import Cohorts
import Fixtures
import Formats
import Foundation
import Protocols
import Scores
import TestSupport
import Testing

/// Ground forces as laboratories write them.
@Suite struct GroundForcesTests {
  static let zUp = "07-vertical-force-is-z/plates_z_up.mot"

  @Test func `the component that carries the body is the vertical one`() throws {
    let findings = try RecordingCases.findings(RecordingCases.walk, forces: Self.zUp)
    #expect(findings.contacts == .force && findings.forces?.axis == .z)
    #expect(findings.forces?.columns == ["FP1_Fz", "FP2_Fz"] && findings.forces?.notUsed == nil)
    #expect(areNear(findings.kept.map(\.start), [0.25, 1.35, 2.45], within: 0.003))
    #expect(findings.notes.contains { $0.description.contains("the vertical force was taken from FP1_Fz, FP2_Fz") })
  }

  @Test(arguments: [
    ["FP1.ForX", "FP1.ForY", "FP1.ForZ", "FP2.ForX", "FP2.ForY", "FP2.ForZ"],
    ["Fx1", "Fy1", "Fz1", "Fx2", "Fy2", "Fz2"],
    [
      "L_ground_force_vx", "L_ground_force_vy", "L_ground_force_vz", "R_ground_force_vx", "R_ground_force_vy",
      "R_ground_force_vz",
    ],
    [
      "ground_force_1_vz", "ground_force_1_vy", "ground_force_1_vx", "ground_force_2_vz", "ground_force_2_vy",
      "ground_force_2_vx",
    ],
    [
      "ground_force_vx", "ground_force_vz", "ground_force_vy", "1_ground_force_vx", "1_ground_force_vz",
      "1_ground_force_vy",
    ],
  ])
  func `other names and axes give the same contacts`(labels: [String]) throws {
    let plates = try RecordingCases.table(Self.zUp)
    // Names of feet go to the feet that these plates were made for.
    let isSwapped = labels[0].hasPrefix("L_")
    let columns = isSwapped ? [3, 4, 5, 0, 1, 2] : [0, 1, 2, 3, 4, 5]
    let renamed = try MotionTable(
      source: "grf.mot", name: "GRF", labels: labels, time: plates.time,
      values: plates.time.indices.flatMap { row in columns.map { plates.values[row * 6 + $0] } })
    let recording = try WalkingRecording(
      RecordingCases.table(RecordingCases.walk), forces: GroundForces(renamed, mass: 70))
    #expect(recording.contactSource == .force)
    #expect(areNear(recording.cycles.map(\.start), [0.25, 1.35, 2.45], within: 0.003), "\(recording.findings)")
  }

  @Test(arguments: [
    ("body_weights", "never exceed 0.8 N"), ("negative", "they point down"), ("offset_30N", "never fall below 30.0 N"),
  ])
  func `forces that are not used say why`(name: String, reason: String) throws {
    let findings = try RecordingCases.findings(
      "09-forces-given-and-not-used/walk.mot", forces: "09-forces-given-and-not-used/\(name).mot")
    #expect(findings.contacts == .angles && findings.kept.count == 3)
    #expect(findings.forces?.notUsed?.contains(reason) == true, "\(findings)")
    #expect(findings.notes.contains { $0.subject == .forces && $0.isWarning && $0.description.contains(reason) })
  }

  @Test func `forces in per cent of body weight are not used`() throws {
    let forces = try RecordingCases.table("29-feet-swapped-or-plate-shared/reference_forces.mot")
    let percent = try MotionTable(
      source: "grf.mot", name: "GRF", labels: forces.labels, time: forces.time, values: forces.values.map { $0 / 6.867 }
    )
    let walk = try RecordingCases.table(RecordingCases.walk)
    let known = try WalkingRecording(walk, forces: GroundForces(percent, mass: 70)).findings
    #expect(known.forces?.notUsed?.contains("of the body weight") == true)
    #expect(try WalkingRecording(walk, forces: GroundForces(percent)).contactSource == .force, "no mass, no objection")
  }

  @Test func `swapped feet and a shared belt give no stride of the wrong foot`() throws {
    let swapped = try RecordingCases.findings(
      RecordingCases.walk, forces: "29-feet-swapped-or-plate-shared/swapped.mot")
    #expect(swapped.contacts == .angles && areNear(swapped.kept.map(\.start), [0.25, 1.35, 2.45], within: 0.02))
    #expect(swapped.forces?.notUsed?.contains("left and right may be swapped") == true)
    let shared = try RecordingCases.findings(
      RecordingCases.walk, forces: "29-feet-swapped-or-plate-shared/belt_crossing.mot")
    #expect(shared.contacts == .force && areNear(shared.kept.map(\.start), [0.25], within: 0.003))
    #expect(shared.dropped.map(\.reason).contains { $0.contains("another contact of the right foot") })
  }

  @Test func `a cycle of the forces outside the angles costs nothing but itself`() throws {
    let findings = try RecordingCases.findings(
      "31-forces-longer-than-angles/walk_from_1s.mot", forces: "31-forces-longer-than-angles/forces_from_0s.mot")
    #expect(areNear(findings.kept.flatMap { [$0.start, $0.end] }, [1.35, 2.45, 2.45, 3.55], within: 0.003))
    #expect(findings.dropped.count == 1 && findings.dropped[0].reason.contains("is not inside the recording"))
  }

  @Test(arguments: [6.0, 8, 10])
  func `noise moves no contact by more than 15 ms`(deviation: Double) throws {
    let forces = try RecordingCases.table("29-feet-swapped-or-plate-shared/reference_forces.mot")
    for seed in 0..<20 {
      var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
      func uniform() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 11) / Double(1 << 53)
      }
      // 1000 Hz between the file's 250 Hz.
      let rows = (0..<4 * (forces.time.count - 1)).map { ($0 / 4, Double($0 % 4) / 4) }
      let values = rows.flatMap { row, part in
        (0..<2).map { column in
          let (before, after) = (forces.values[row * 2 + column], forces.values[(row + 1) * 2 + column])
          let noise = (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform())
          return before + part * (after - before) + deviation * noise
        }
      }
      let noisy = try GroundForces(
        MotionTable(
          source: "grf.mot", name: "GRF", labels: forces.labels, time: rows.indices.map { Double($0) / 1000 },
          values: values))
      #expect(areNear(noisy.contacts(of: .right), RecordingCases.right, within: 0.015), "\(noisy.contacts(of: .right))")
      #expect(areNear(noisy.contacts(of: .left), RecordingCases.left, within: 0.015), "\(noisy.contacts(of: .left))")
    }
  }

  @Test func `a threshold above an offset makes the forces usable`() throws {
    let findings = try RecordingCases.findings(
      "09-forces-given-and-not-used/walk.mot", forces: "09-forces-given-and-not-used/offset_30N.mot"
    ) { $0.detection.threshold = 60 }
    #expect(findings.contacts == .force && areNear(findings.kept.map(\.start), [0.25, 1.35, 2.45], within: 0.005))
  }
}
