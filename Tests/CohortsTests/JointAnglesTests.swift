import Cohorts
import Formats
import Foundation
import Protocols
import TestSupport
import Testing

@Suite struct JointAnglesTests {
  /// Ten angles of 30 degrees at most, knees to 60, over one second.
  static func table(inDegrees: Bool? = true, scale: Double = 1, knee: Double = 1, leftKnee: Double = 1) throws
    -> MotionTable
  {
    let time = (0...100).map { Double($0) / 100 }
    let values = time.flatMap { time in
      publishedInputs.map { name in
        let swing = scale * (1 - cos(2 * .pi * time)) * 0.5
        if name == "knee_angle_r" { return 60 * swing * knee }
        if name == "knee_angle_l" { return 60 * swing * leftKnee }
        return (name.hasSuffix("_r") ? 30 : 20) * swing
      }
    }
    return try MotionTable(
      source: "walk.mot", name: "x", inDegrees: inDegrees, labels: publishedInputs, time: time, values: values
    )
  }

  @Test(arguments: [(1.0, 1.0, KneeSign.flexionPositive), (-1, -1, .flexionNegative)])
  func `knee flexion is turned positive and said`(right: Double, left: Double, sign: KneeSign) throws {
    let angles = try JointAngles(Self.table(knee: right, leftKnee: left))
    #expect(angles.kneeSign == sign && angles.kneeSignWasDetected)
    #expect(abs((angles.angles[6].max() ?? 0) - 60) < 1e-9)
    #expect(abs((angles.angles[8].max() ?? 0) - 60) < 1e-9)
  }

  @Test func `a told knee sign is taken as told`() throws {
    let angles = try JointAngles(Self.table(), kneeSign: .flexionNegative)
    #expect(!angles.kneeSignWasDetected)
    #expect(abs((angles.angles[6].min() ?? 0) + 60) < 1e-9)
  }

  @Test func `radians become degrees`() throws {
    let angles = try JointAngles(Self.table(inDegrees: false, scale: .pi / 180))
    #expect(abs((angles.angles[0].max() ?? 0) - 30) < 1e-9)
  }

  @Test func `units that cannot be are refused`() throws {
    let radians = try Self.table(inDegrees: true, scale: .pi / 180)
    expectFault(.data, "looks like radians") { try JointAngles(radians) }
    let degrees = try Self.table(inDegrees: false)
    expectFault(.data, "cannot be radians") { try JointAngles(degrees) }
    let unsaid = try Self.table(inDegrees: nil)
    expectFault(.data, "does not say the unit") { try JointAngles(unsaid) }
    let knees = try Self.table(knee: -1)
    expectFault(.data, "turn the sign of one column", "--knee-sign") { try JointAngles(knees) }
  }

  @Test func `a left cycle stands mirrored`() throws {
    let angles = try JointAngles(Self.table())
    let right = try angles.inputs(over: GaitCycle(side: .right, start: 0, end: 1))
    let left = try angles.inputs(over: GaitCycle(side: .left, start: 0, end: 1))
    #expect(right.count == 1800 && left.count == 1800)
    let swapped = publishedInputs.map { publishedInputs.firstIndex(of: Side.left.name(of: $0)) ?? 0 }
    for index in left.indices { #expect(left[index] == right[index / 10 * 10 + swapped[index % 10]]) }
  }

  @Test func `a cycle outside the recording is refused`() throws {
    let angles = try JointAngles(Self.table())
    expectFault(.data, "from 0.5 s to 1.5 s is not inside the recording") {
      try angles.inputs(over: GaitCycle(side: .right, start: 0.5, end: 1.5))
    }
  }

  @Test func `a gap inside a cycle is refused with its column`() throws {
    let table = try Self.table()
    var values = table.values
    values[50 * 10 + 3] = .nan
    let broken = try MotionTable(
      source: "walk.mot", name: "x", inDegrees: true, labels: table.labels, time: table.time, values: values)
    let angles = try JointAngles(broken)
    expectFault(.data, "column 'hip_flexion_l' has no number at 0.49") {
      try angles.inputs(over: GaitCycle(side: .right, start: 0, end: 1))
    }
  }
}
