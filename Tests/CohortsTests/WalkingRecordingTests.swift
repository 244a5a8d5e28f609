import Cohorts
import Faults
import Fixtures
import Formats
import Foundation
import Protocols
import TestSupport
import Testing

@Suite struct WalkingRecordingTests {
  /// Three strides of 1.1 s from -0.05 s on, one angle at a time the time itself.
  func walk() throws -> MotionTable {
    let time = (0...340).map { Double($0) / 100 }
    let values = time.flatMap { time in publishedInputs.map { $0 == "hip_flexion_r" ? 10 * time : 20 + time }
    }
    return try MotionTable(
      source: "walk.mot", name: "x", inDegrees: true, labels: publishedInputs, time: time, values: values)
  }

  @Test func `predictions return to the time base of the recording`() throws {
    let recording = try WalkingRecording(walk(), contacts: [0.1, 1.2, 2.3, 3.4])
    #expect(recording.cycles.count == 3 && recording.contactSource == .given)
    let cohort = try recording.cohort(for: jointMoment, subject: "P01", mass: 80)
    #expect(cohort.targets == nil && cohort.trials == 3)
    // A model that gives back hip flexion, which is ten times the time, must arrive at the time it stands for.
    let echo = (0..<3 * 180).flatMap { frame in [Float](repeating: cohort.inputs[frame * 10], count: 3) }
    let predictions = try Predictions(echo, for: cohort)
    let table = try recording.table(of: predictions, perKilogram: true)
    #expect(table.labels == jointMoment.outputs && table.inDegrees == false)
    #expect(table.time.count == 331 && table.time.first == 0.1 && table.time.last == 3.4)
    for row in table.time.indices { #expect(abs(table.column(at: 1)[row] - 10 * table.time[row]) < 1e-4) }
    let newtons = try recording.table(of: predictions)
    #expect(abs(newtons.column(at: 0)[7] - 80 * table.column(at: 0)[7]) < 1e-3)
    let text = String(decoding: newtons.text(), as: UTF8.self)
    #expect(
      text.hasPrefix(
        "Predicted joint-moment in Nm\nversion=1\nnRows=331\nnColumns=4\ninDegrees=no\nendheader\n"))
  }

  @Test func `instants outside every cycle have no row`() throws {
    let recording = try WalkingRecording(walk(), contacts: [0.1, 0.8, 3.3].map { $0 })
    #expect(recording.cycles.map(\.end) == [0.8, 3.3])
    let apart = try WalkingRecording(walk(), contacts: [0, 0.6, 0.9, 1.5])
    let cohort = try apart.cohort(for: jointMoment, subject: "P01", mass: 80)
    let table = try apart.table(of: Predictions(.init(repeating: 1, count: 2 * 540), for: cohort))
    #expect(table.time.allSatisfy { $0 <= 0.6 || $0 >= 0.9 } && table.values.allSatisfy { $0 == 80 })
  }

  @Test func `contacts that bound nothing are refused`() throws {
    let table = try walk()
    expectFault(.data, "no right gait cycle") { try WalkingRecording(table, contacts: [1]) }
    expectFault(.data, "must rise") { try WalkingRecording(table, contacts: [1, 0]) }
    expectFault(.data, "is not inside the recording") {
      try WalkingRecording(table, contacts: [2.5, 3.6]).cohort(for: jointMoment, subject: "a", mass: 70)
    }
    expectFault(.usage, "'x' is not a contact") { try ContactEvents.parse("0.6,x") }
    #expect(try ContactEvents.parse("0.62, 1.85") == [0.62, 1.85])
  }

  @Test(.enabled(if: Fixtures.isShared("opensim/walk_ik.mot"), "needs ../shared/opensim"))
  func `a real recording is predicted over its own cycle`() throws {
    let table = try sharedTable("opensim/walk_ik.mot")
    let forces = try GroundForces(sharedTable("opensim/walk_grf.mot"))
    let recording = try WalkingRecording(table, forces: forces)
    #expect(recording.cycles == [GaitCycle(side: .right, start: 0.267, end: 1.411)])
    #expect(recording.contactSource == .force)
    #expect(try WalkingRecording(table).contactSource == .angles)
  }

  @Test func `a refusal ends in one full stop`() throws {
    let table = try RecordingCases.table(RecordingCases.walk)
    let column = try #require(table.labels.firstIndex(of: "hip_rotation_r"))
    let walk = try RecordingCases.edited { time, row in
      var row = row
      if abs(time - 0.8) < 0.03 { row[column] = .nan }
      return [(time, row)]
    }
    let fault = try #require(throws: Fault.self) { try WalkingRecording(walk, contacts: [0.25, 1.35]) }
    #expect(fault.text.hasSuffix("inside the cycle.") && !fault.text.hasSuffix(".."), "\(fault)")
  }
}
