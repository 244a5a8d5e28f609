import Cohorts
import Faults
import Formats
import Foundation
import Protocols
import TestSupport
import Testing

/// Files that other programs write and that hold what their names say.
@Suite struct RecordingFileTests {
  @Test(arguments: [
    "01-time-stamp-repeated/last.mot", "01-time-stamp-repeated/middle.mot",
    "02-step-shorter-than-the-others/last_step_short.mot", "02-step-shorter-than-the-others/variable_step.mot",
    "03-header-counts-wrong/ncolumns_40.mot", "03-header-counts-wrong/nrows_one_less.mot",
    "03-header-counts-wrong/nrows_one_more.mot", "25-other-coordinate-names/lenhart_names.mot",
    "25-other-coordinate-names/upper_case.mot", "30-text-file-variants/bom.mot", "30-text-file-variants/cr.mot",
    "30-text-file-variants/crlf.mot", "30-text-file-variants/endheader_capitals.mot",
    "30-text-file-variants/mixed_blanks.mot", "30-text-file-variants/nan_before_the_cycles.mot",
    "30-text-file-variants/no_final_newline.mot", "30-text-file-variants/radians.mot",
    "30-text-file-variants/simm_header.mot", "30-text-file-variants/utf16.mot",
  ])
  func `an unusual file has the cycles and inputs of the usual one`(path: String) throws {
    let usual = try WalkingRecording(RecordingCases.table(RecordingCases.walk))
    let unusual = try WalkingRecording(RecordingCases.table(path))
    #expect(unusual.cycles == usual.cycles)
    let inputs = try [unusual, usual].map { try $0.cohort(for: jointMoment, subject: "a", mass: 70).inputs }
    // Radians and integrator steps are written with other digits.
    #expect(zip(inputs[0], inputs[1]).allSatisfy { abs($0 - $1) < 2e-3 })
  }

  @Test(arguments: [
    ("03-header-counts-wrong/truncated_in_a_row.mot", "the file ends here and may be cut short"),
    ("30-text-file-variants/no_indegrees.mot", "does not say the unit"),
    ("30-text-file-variants/radians_called_degrees.mot", "looks like radians"),
  ])
  func `a file that cannot be trusted is refused`(path: String, message: String) {
    expectFault(.data, path, message) { try WalkingRecording(RecordingCases.table(path)) }
  }

  @Test(arguments: [
    ("01-time-stamp-repeated/middle.mot", MotionIrregularity.repeatedRows(count: 1, first: 1.2)),
    ("03-header-counts-wrong/ncolumns_40.mot", .columns(stated: 40, found: 11)),
    ("03-header-counts-wrong/nrows_one_less.mot", .rows(stated: 190, found: 191)),
    ("03-header-counts-wrong/nrows_one_more.mot", .rows(stated: 192, found: 191)),
  ])
  func `what is unusual is said`(path: String, irregularity: MotionIrregularity) throws {
    #expect(try RecordingCases.table(path).irregularities == [irregularity])
    var facts = PredictionSource.RecordingFacts()
    facts.mass = 70
    let source = try PredictionSource(RecordingCases.url(path), task: jointMoment, walk: facts)
    #expect(source.remarks.contains { $0.contains("\(irregularity)") }, "\(source.remarks)")
  }

  @Test func `a missing number costs its own cycle`() throws {
    let findings = try RecordingCases.findings("30-text-file-variants/nan_inside.mot")
    #expect(areNear(findings.kept.map(\.start), [0.25, 2.45], within: 0.02))
    #expect(findings.dropped.count == 1 && findings.dropped[0].reason.contains("column 'hip_flexion_l' has no number"))
  }

  @Test func `a missing number at a contact costs the two cycles that meet there`() throws {
    let table = try RecordingCases.edited { (time: Double, row: [Double]) -> [(Double, [Double])] in
      var row = row
      if abs(time - 1.36) < 0.005 { row[0] = .nan }
      return [(time, row)]
    }
    let recording = try WalkingRecording(table)
    #expect(areNear(recording.cycles.map(\.start), [2.45], within: 0.02))
    #expect(recording.findings.dropped.count == 2)
  }

  @Test(arguments: [(1.7, 2.0, [0.25, 2.45]), (1.3, 1.45, [2.45]), (1.99, 2.01, [0.25, 2.45])])
  func `a gap costs the cycles that it lies in`(from: Double, to: Double, starts: [Double]) throws {
    let table = try RecordingCases.edited { time, row in time > from && time < to ? [] : [(time, row)] }
    let findings = try WalkingRecording(table).findings
    #expect(areNear(findings.kept.map(\.start), starts, within: 0.02))
    #expect(findings.dropped.contains { $0.reason.contains("a gap in it") }, "\(findings.dropped)")
  }

  @Test func `steps of half the length in one part are no gap`() throws {
    let table = try RecordingCases.table(RecordingCases.walk)
    let hundredths = (0...380).filter { $0 <= 190 || $0 % 2 == 0 }
    let time = hundredths.map { Double($0) / 100 }
    let columns = table.labels.indices.map { table.column(at: $0) }
    let values = time.flatMap { instant -> [Double] in
      let after = table.time.firstIndex { $0 >= instant - 1e-9 } ?? 0
      let before = max(table.time[after] - instant < 1e-9 ? after : after - 1, 0)
      return columns.map { 0.5 * ($0[before] + $0[after]) }
    }
    let mixed = try MotionTable(
      source: "mixed.mot", name: "x", inDegrees: true, labels: table.labels, time: time, values: values)
    #expect(mixed.gaps.isEmpty)
    #expect(areNear(try WalkingRecording(mixed).cycles.map(\.start), [0.25, 1.35, 2.45], within: 0.02))
  }

  @Test(arguments: [(1.0, "a cycle needs 20"), (1000, "it lasts"), (0.05, "a stride takes")])
  func `time that is not in seconds gives no cycles`(secondsPerRow: Double, message: String) throws {
    let table = try RecordingCases.table(RecordingCases.walk)
    let frames = try MotionTable(
      source: "frames.mot", name: "x", inDegrees: true, labels: table.labels,
      time: table.time.indices.map { Double($0) * secondsPerRow }, values: table.values)
    expectFault(.data, "frames.mot: no right gait cycle can be used", message) { try WalkingRecording(frames) }
  }

  @Test func `a column that is there twice matters when it is needed`() throws {
    let lines = try String(contentsOf: RecordingCases.url(RecordingCases.walk), encoding: .utf8)
    let twice = lines.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("time") ? line + "\tmtp_angle_r\tmtp_angle_r" : line.contains("\t") ? line + "\t0\t0" : line
    }.joined(separator: "\n")
    let table = try MotionTable(bytes: Array(twice.utf8), file: "walk.mot")
    #expect(try WalkingRecording(table).cycles.count == 3)
    let needed = try MotionTable(
      bytes: Array(twice.replacing("mtp_angle_r", with: "knee_angle_r").utf8), file: "walk.mot")
    expectFault(.data, "both name 'knee_angle_r'; keep one") { try WalkingRecording(needed) }
  }

  @Test func `the search for contacts visits each row a few times`() throws {
    // A foot that goes forwards for a whole second: every row is the largest so far, at any sampling rate.
    for count in [1000, 200_000] {
      let rows = (0..<count).map { Double($0) / Double(count) }
      #expect(ContactDetection().contacts(thigh: rows.map { 60 * $0 }, knee: rows.map { _ in 0 }, time: rows).isEmpty)
    }
  }
}
