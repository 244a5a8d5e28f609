import Cohorts
import Formats
import Foundation
import Protocols
import TestSupport
import Testing

/// What is no walking, and recordings that are exactly their cycles.
@Suite struct GaitCheckTests {
  @Test(arguments: ["squat", "standing"])
  func `what is no walking is refused with the reason`(name: String) {
    expectFault(.data, "no right gait cycle can be used", "this is no walking") {
      try RecordingCases.findings("05-not-gait/\(name).mot")
    }
  }

  @Test func `running is warned of`() throws {
    let findings = try RecordingCases.findings("05-not-gait/run_174_steps_a_minute.mot")
    #expect(findings.kept.count == 5)
    let note = try #require(findings.notes.first { $0.subject == .gait })
    #expect(note.isWarning && note.description.contains("174 steps/min"))
    #expect(try RecordingCases.findings(RecordingCases.walk).notes.isEmpty)
  }

  /// Ten seconds in which hip and knee of both legs bend and stretch, one leg later than the other.
  func exercise(hips: [Double], knees: [Double], delay: Double, period: Double) throws -> MotionTable {
    let time = (0...1000).map { Double($0) / 100 }
    let values = time.flatMap { time in
      publishedInputs.map { name in
        let isLeft = name.hasSuffix("_l")
        let phase = (1 - cos(2 * .pi * (time - (isLeft ? delay : 0)) / period)) / 2
        let wobble = 0.3 * sin(37 * time + Double(name.count))
        let amplitudes = name.hasPrefix("hip_flexion") ? hips : name.hasPrefix("knee") ? knees : [0, 0]
        return amplitudes[isLeft ? 1 : 0] * phase + wobble
      }
    }
    return try MotionTable(
      source: "exercise.mot", name: "x", inDegrees: true, labels: publishedInputs, time: time, values: values)
  }

  @Test(arguments: [
    ([90.0, 85], [100.0, 95], 0.05, 2.0), ([70, 75], [110, 112], 0.12, 2.2), ([95, 60], [100, 70], 0, 1.8),
    ([40, 0], [20, 0], 0, 1.2), ([3, 3], [5, 5], 1, 2),
  ])
  func `exercises of both legs or of one are no walking`(
    hips: [Double], knees: [Double], delay: Double, period: Double
  ) throws {
    let table = try exercise(hips: hips, knees: knees, delay: delay, period: period)
    for side in Side.allCases {
      expectFault(.data, "exercise.mot: no \(side) gait cycle") { try WalkingRecording(table, side: side) }
    }
  }

  @Test func `a given cycle that is no walking is taken and warned of`() throws {
    let squat = try RecordingCases.table("05-not-gait/squat.mot")
    let findings = try WalkingRecording(squat, contacts: [0.66, 2.16]).findings
    #expect(findings.kept.count == 1)
    #expect(findings.notes.contains { $0.isWarning && $0.description.contains("does not look like walking") })
  }

  @Test(arguments: [("one", [0, 1.1]), ("two", [0, 1.1, 2.2])])
  func `a recording that is exactly its cycles has them`(name: String, contacts: [Double]) throws {
    let findings = try RecordingCases.findings("04-recording-is-exactly-the-cycles/\(name).mot")
    #expect(findings.contacts == .ends)
    #expect(areNear(findings.kept.map(\.start) + [findings.kept.last?.end ?? 0], contacts, within: 0.002))
    #expect(findings.notes.contains { $0.description.contains("the angles at both ends match") })
  }

  @Test func `an angle that no joint has costs its cycle alone`() throws {
    let table = try RecordingCases.edited { time, row in
      var row = row
      if abs(time - 2.7) < 0.004 { row[6] = 384 }
      return [(time, row)]
    }
    let findings = try WalkingRecording(table).findings
    #expect(areNear(findings.kept.map(\.start), [0.26, 1.36], within: 0.02))
    #expect(findings.dropped.contains { $0.reason.contains("degrees in the cycle, where no joint angle exceeds 180") })
  }

  /// The walker from one instant to another, from 0 s on.
  func cut(_ start: Double, _ end: Double) throws -> MotionTable {
    try RecordingCases.edited { time, row in
      time > start - 1e-6 && time < end + 1e-6 ? [(time - start, row)] : []
    }
  }

  @Test(arguments: [(0.26, 1.36, 1), (0.26, 2.46, 2), (0.26, 3.56, 3)])
  func `one, two or three cycles are found between the ends`(start: Double, end: Double, count: Int) throws {
    let recording = try WalkingRecording(cut(start, end))
    #expect(recording.contactSource == .ends && recording.cycles.count == count)
    #expect(recording.cycles.first?.start == 0 && abs((recording.cycles.last?.end ?? 0) - (end - start)) < 1e-9)
  }

  @Test func `a cut at the left foot's contacts is a left cycle and no right one`() throws {
    let table = try cut(0.80, 1.90)
    #expect(try WalkingRecording(table, side: .left).contactSource == .ends)
    expectFault(
      .data, "no right gait cycle of 0.5 to 2.5 s was found", "--contacts", "--events", "--forces", "--one-cycle"
    ) {
      try WalkingRecording(table)
    }
  }

  @Test func `a cut before the contacts names the candidates near the ends`() throws {
    let table = try cut(0.18, 1.28)
    expectFault(.data, "The right foot is farthest in front at", "within 0.1 s of an end") {
      try WalkingRecording(table)
    }
    let whole = try WalkingRecording(JointAngles(table), side: .right, contacts: .ends)
    #expect(whole.contactSource == .whole && whole.cycles.count == 1)
    #expect(areNear([whole.cycles[0].start, whole.cycles[0].end], [0, 1.1], within: 1e-9))
  }

  @Test func `a recording of no time at all is one cycle when a person says so, and is warned of`() throws {
    let table = try RecordingCases.table(RecordingCases.walk)
    let rows = table.time.indices.prefix(40)
    let text = rows.reduce("walk\ninDegrees=yes\nendheader\n" + (["time"] + table.labels).joined(separator: "\t")) {
      $0 + "\n\(Double($1) * 1e-22)\t"
        + table.labels.indices.map { column in "\(table.column(at: column)[0])" }
        .joined(separator: "\t")
    }
    let short = try MotionTable(bytes: Array((text + "\n").utf8), file: "short.mot")
    let walk = try WalkingRecording(JointAngles(short), side: .right, contacts: .ends)
    #expect(walk.findings.notes.contains { $0.description.contains("a cadence of 1000000 steps/min") })
  }

  @Test func `both legs have cycles of their own, the left ones mirrored`() throws {
    var facts = PredictionSource.RecordingFacts()
    facts.mass = 70
    facts.sides = Side.allCases
    let walk = RecordingCases.url(RecordingCases.walk)
    let sources = try PredictionSource.sources(walk, task: jointMoment, walk: facts)
    #expect(sources.map(\.side) == [.right, .left])
    #expect(areNear(sources[1].findings?.cycles.kept.map(\.start) ?? [], [0.80, 1.90], within: 0.02))
    #expect(sources[1].cohort.remarks.sides == ["left, mirrored", "left, mirrored"])
    let values = [Float](repeating: 1, count: 2 * 180 * 3)
    let text = try sources[1].text(of: Predictions(values, for: sources[1].cohort), as: .csv)
    let header = String(decoding: text, as: UTF8.self).prefix { $0 != "\n" }
    #expect(header.contains("pred_hip_flexion_l_moment_") && header.hasSuffix("cycle_start_s,cycle_end_s"))
    let table = try sources[1].text(of: Predictions(values, for: sources[1].cohort), as: .sto)
    #expect(
      String(decoding: table, as: UTF8.self).contains(
        "\nnColumns=4\ninDegrees=no\nendheader\ntime\thip_flexion_l_moment"))
  }
}
