import Cohorts
import Fixtures
import Formats
import Foundation
import TestSupport
import Testing

/// Ground forces in which numbers are missing, or stand too far apart.
@Suite struct MissingForceTests {
  static let forces = "29-feet-swapped-or-plate-shared/reference_forces.mot"

  /// The walker's findings with his forces changed, column by column; rows for which nothing comes back are left out.
  func findings(
    labels: [String]? = nil, _ change: (_ time: Double, _ forces: [Double]) -> [Double]?
  ) throws -> CycleFindings {
    let table = try RecordingCases.table(Self.forces)
    let rows = table.time.indices.compactMap { row in
      change(table.time[row], Array(table.values[row * 2..<row * 2 + 2])).map { (table.time[row], $0) }
    }
    let changed = try MotionTable(
      source: "grf.mot", name: "GRF", labels: labels ?? table.labels, time: rows.map(\.0), values: rows.flatMap(\.1))
    return try WalkingRecording(
      RecordingCases.table(RecordingCases.walk), forces: GroundForces(changed, mass: 70)
    ).findings
  }

  /// The walker's findings with NaN in the right foot's force for some time around his contact at 1.35 s.
  func findings(missing seconds: Double, labels: [String]? = nil) throws -> CycleFindings {
    try findings(labels: labels) { time, forces in
      abs(time - 1.35) <= seconds / 2 ? [.nan, forces[1]] : forces
    }
  }

  @Test(arguments: [0.008, 0.04, 0.1, 0.2, 0.3], [nil, ["FP1_vy", "FP2_vy"]])
  func `a contact among missing numbers is not guessed`(seconds: Double, labels: [String]?) throws {
    let findings = try findings(missing: seconds, labels: labels)
    #expect(findings.contacts == .force && areNear(findings.kept.map(\.start), [2.45], within: 0.003), "\(findings)")
    #expect(findings.dropped.count == 2)
    #expect(findings.dropped.allSatisfy { $0.reason.hasPrefix("grf.mot has no number ") }, "\(findings.dropped)")
  }

  @Test func `missing rows and missing numbers cost the same cycles`() throws {
    let rows = try findings { time, forces in abs(time - 1.35) <= 0.1 ? nil : forces }
    let numbers = try findings { time, forces in abs(time - 1.35) <= 0.1 ? [.nan, .nan] : forces }
    #expect(rows.kept == numbers.kept && rows.dropped.map(\.cycle) == numbers.dropped.map(\.cycle))
    #expect(rows.dropped.allSatisfy { $0.reason == "grf.mot has a gap in it" } && rows.dropped.count == 2)
  }

  @Test func `one missing number in a stance or a swing costs nothing`() throws {
    let findings = try findings { time, forces in
      [0.6, 1.2, 1.7].contains { abs(time - $0) < 0.002 } ? [.nan, forces[1]] : forces
    }
    #expect(areNear(findings.kept.map(\.start), [0.25, 1.35, 2.45], within: 0.003) && findings.dropped.isEmpty)
    #expect(
      try self.findings { time, forces in
        Int((time * 250).rounded()) % 2 == 1 ? [.nan, .nan] : forces
      }.kept.count == 3, "half the numbers are those of half the rate")
  }

  @Test func `a stance that is missing as a whole is no slow stride`() throws {
    let findings = try findings { time, forces in (1.3...2.1).contains(time) ? [.nan, forces[1]] : forces }
    #expect(areNear(findings.kept.map(\.start), [2.45], within: 0.003), "\(findings)")
    #expect(
      findings.dropped.first?.reason.contains("no number in column 'ground_force_r_vy' from 1.296 s to 2.104 s") == true
    )
  }

  @Test func `forces that tell no contact leave it to the angles, and it is said`() throws {
    let missing = try findings { time, forces in
      RecordingCases.right.contains { abs(time - $0) < 0.03 } ? [.nan, forces[1]] : forces
    }
    #expect(
      missing.contacts == .angles && missing.forces?.notUsed?.hasPrefix("it has no number in column") == true,
      "\(missing)")
    for every in [13, 25, 62] {
      let sparse = try findings { time, forces in Int((time * 250).rounded()) % every == 0 ? forces : nil }
      #expect(
        sparse.contacts == .angles && sparse.forces?.notUsed?.contains("a contact is told by 50 a second") == true)
      #expect(areNear(sparse.kept.map(\.start), [0.25, 1.35, 2.45], within: 0.02), "\(sparse)")
    }
    let enough = try findings { time, forces in Int((time * 250).rounded()) % 5 == 0 ? forces : nil }
    #expect(enough.contacts == .force && areNear(enough.kept.map(\.start), [0.25, 1.35, 2.45], within: 0.02))
  }

  @Test func `contacts in a list of numbers are those that can be told`() {
    let time = (0..<300).map { Double($0) * 0.004 }
    var force = time.map { $0 > 0.2 && $0 < 0.6 || $0 > 0.9 ? 700.0 : 0 }
    #expect(ContactDetection().contacts(inForce: force, time: time) == [0.2, 0.9])
    for row in 46..<56 { force[row] = .nan }
    #expect(ContactDetection().contacts(inForce: force, time: time) == [0.9])
    #expect(ContactDetection().contacts(inForce: force.map { _ in .nan }, time: time).isEmpty)
  }
}
