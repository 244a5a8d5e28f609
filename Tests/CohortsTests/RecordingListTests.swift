import Cohorts
import Faults
import Formats
import Foundation
import Protocols
import TestSupport
import Testing

/// Many recordings of many people, and where their predictions go.
@Suite struct RecordingListTests {
  @Test func `a row's failure is its own`() throws {
    try withTemporaryFolder { folder in
      for name in ["01-time-stamp-repeated/reference.mot", "05-not-gait/squat.mot"] {
        let url = RecordingCases.url(name)
        try Data(contentsOf: url).write(to: folder.appending(path: url.lastPathComponent))
      }
      try Data("time;side\n0,25;R\n1,35;R\n".utf8).write(to: folder.appending(path: "events.csv"))
      let list = folder.appending(path: "recordings.csv")
      let text =
        "Subject;mass_kg;kinematics;side;events;note\nA;70,5;reference.mot;both;;x\nB;60;squat.mot;;;\nC;5;reference.mot;;;\n"
        + "D;61;reference.mot;;events.csv;\nE;61;../x.mot;;;\nF;61;reference.mot;;none.csv;\n"
      try Data(text.utf8).write(to: list)
      let table = try RecordingList(contentsOf: list)
      #expect(table.unusedColumns == ["note"] && table.rows.map(\.line) == [2, 3, 4, 5, 6, 7])
      let outcomes = table.rows.map { row -> String in
        do {
          let recording = try row.recording.get()
          let sources = try PredictionSource.sources(recording.kinematics, task: jointMoment, walk: recording.facts)
          return sources.map { "\($0.cohort.subjects[0]) \($0.cohort.masses[0]) \($0.side) \($0.cohort.trials)" }
            .joined(separator: ", ")
        } catch {
          return "\(error)"
        }
      }
      #expect(outcomes[0] == "A 70.5 right 3, A 70.5 left 2" && outcomes[3] == "D 61.0 right 1", "\(outcomes)")
      #expect(outcomes[1].contains("this is no walking") && outcomes[2].contains("column 'mass_kg' holds '5'"))
      #expect(outcomes[4].contains("a path inside the table's folder") && outcomes[5].contains(":7: column 'events'"))
    }
  }

  @Test func `the summary has mean and deviation over a person's cycles`() throws {
    var facts = PredictionSource.RecordingFacts()
    facts.mass = 70
    let source = try PredictionSource(RecordingCases.url(RecordingCases.walk), task: jointMoment, walk: facts)
    // The three cycles are predicted as 1, 2 and 6: mean 3, deviation the root of 7.
    let values = [1, 2, 6].flatMap { [Float](repeating: $0, count: 180 * 3) }
    let predictions = source.placed(try Predictions(values, for: source.cohort))
    let lines = String(decoding: try predictions.summary(), as: UTF8.self).split(separator: "\n")
    #expect(
      lines.count == 181
        && lines[0].hasPrefix("subject_id,side,cycles,time_idx,gait_cycle_percent,mean_hip_flexion_r_moment_"))
    #expect(lines[1] == "reference,right,3,0,0,3,2.6457512,3,2.6457512,3,2.6457512")
    let one = try Predictions([Float](repeating: 2, count: 540), for: source.cohort.selecting([0]))
    #expect(try String(decoding: one.summary(), as: UTF8.self).contains("\nreference,right,1,0,0,2,,2,,2,\n"))
  }

  @Test func `start and end of a cycle are in CSV and NPZ`() throws {
    var facts = PredictionSource.RecordingFacts()
    facts.mass = 70
    facts.contacts = [0.25, 1.35, 2.45]
    let source = try PredictionSource(RecordingCases.url(RecordingCases.walk), task: jointMoment, walk: facts)
    let predictions = try Predictions(.init(repeating: 1, count: 2 * 540), for: source.cohort)
    let rows = String(decoding: try source.text(of: predictions, as: .csv), as: UTF8.self).split(separator: "\n")
    #expect(
      rows[0].hasSuffix(",cycle_start_s,cycle_end_s") && rows[1].hasSuffix(",0.25,1.35")
        && rows[181].hasSuffix(",1.35,2.45"))
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "out.npz")
      try source.write(predictions, to: url, rawUnits: false, perKilogram: false)
      #expect(try NPZ.read(url)["cycle_end_s"]?.floats == [1.35, 2.45])
    }
    #expect(
      try !String(decoding: predictions.csv(), as: UTF8.self).contains("cycle_start_s"), "cycles of an NPZ have no time"
    )
  }

  @Test func `the input is never the output`() throws {
    try withTemporaryFolder { folder in
      let input = folder.appending(path: "walk.sto")
      try Data(contentsOf: RecordingCases.url(RecordingCases.walk)).write(to: input)
      let (link, hard) = (folder.appending(path: "link.sto"), folder.appending(path: "hard.sto"))
      try FileManager.default.createSymbolicLink(at: link, withDestinationURL: input)
      try FileManager.default.linkItem(at: input, to: hard)
      for output in [input, link, hard, folder.appending(path: "../\(folder.lastPathComponent)/walk.sto")] {
        expectFault(.usage, "this is the input") { try AtomicFile.refuse(output: output, onInputs: [input]) }
      }
      try AtomicFile.refuse(output: folder.appending(path: "new.sto"), onInputs: [input])
      expectFault(.usage, "--raw-units belongs to") {
        try PredictionFormat.sto.check(rawUnits: true, perKilogram: false)
      }
      expectFault(.usage, "--per-kg belongs to") { try PredictionFormat.csv.check(rawUnits: false, perKilogram: true) }
    }
  }
}
