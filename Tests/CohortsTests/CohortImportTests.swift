import Cohorts
import Fixtures
import Formats
import Foundation
import Protocols
import TestSupport
import Testing

@Suite(.enabled(if: Fixtures.isShared("opensim/walk_ik.mot"), "needs ../shared/opensim and ../shared/real"))
struct CohortImportTests {
  static let header =
    "subject,mass_kg,height_m,cadence,kinematics,inverse_dynamics,static_optimization,ground_forces,cycle_start,"
    + "cycle_end,side\n"
  static let right = "RAJ_walk,85.27,,,walk_ik.mot,walk_id.sto,walk_so_right.sto,walk_grf.mot,,,\n"

  /// Imports a table that lies beside copies of the real trial's files.
  func importing(
    _ table: String, options: CohortImport.Options = .init(),
    edit: (URL) throws -> Void = { _ in }, _ body: (() throws -> CohortImport, URL) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      for name in ["walk_ik.mot", "walk_id.sto", "walk_so_right.sto", "walk_so_left.sto", "walk_grf.mot"] {
        try Data(contentsOf: Fixtures.shared.appending(path: "opensim/\(name)"))
          .write(to: folder.appending(path: name))
      }
      try edit(folder)
      let list = folder.appending(path: "TRIALS.csv")
      try Data((Self.header + table).utf8).write(to: list)
      try body({ try CohortImport(trials: list, options: options) }, folder)
    }
  }

  /// The cohorts that the real ones can be held against.
  func published(_ result: CohortImport) -> [Cohort] { result.cohorts.filter { $0.task.suffix != "KA60" } }

  func expectEqual(_ cohort: Cohort, to name: String) throws {
    let real = try Cohort.read(Fixtures.shared.appending(path: "real/\(name).npz"))
    let rows = real.subjects.indices.filter { real.subjects[$0] == "RAJ_walk" }
    let expected = try real.selecting(rows)
    #expect(cohort.trials == expected.trials)
    #expect(zip(cohort.inputs, expected.inputs).allSatisfy { abs($0 - $1) < 0.05 })
    let tolerance: Float = cohort.task.rawUnit == "N" ? 0.5 : 0.05
    let differences = zip(cohort.targets ?? [], expected.targets ?? []).map { abs($0 - $1) }
    #expect(differences.count == expected.targets?.count && differences.allSatisfy { $0 < tolerance })
    #expect(cohort.masses == expected.masses && cohort.cadences == expected.cadences)
    #expect(cohort.remarks.sides == expected.remarks.sides)
    let cadences = zip(cohort.remarks.stepsPerMinute ?? [], expected.remarks.stepsPerMinute ?? [])
    #expect(cadences.allSatisfy { abs($0 - $1) < 0.01 })
  }

  @Test func `a real trial gives the rows of the real cohort`() throws {
    try importing(Self.right) { run, folder in
      let result = try run()
      #expect(result.report.rejected.isEmpty && result.report.trials[0].contacts == ["force"])
      #expect(result.report.trials[0].knee == "flexion-positive (detected)")
      let files = try result.write(to: folder.appending(path: "out"), name: "real")
      #expect(files.map(\.lastPathComponent) == ["real_MF60.npz", "real_JM60.npz", "real_KA60.npz"])
      for file in files.prefix(2) {
        try expectEqual(Cohort.read(file), to: file.deletingPathExtension().lastPathComponent)
      }
    }
  }

  @Test func `a left cycle gives the mirrored rows`() throws {
    let left = "RAJ_walk,85.27,,,walk_ik.mot,walk_id.sto,walk_so_left.sto,,0.836,1.996,left\n"
    try importing(Self.right + left) { run, _ in
      for cohort in published(try run()) { try expectEqual(cohort, to: "real_\(cohort.task.suffix)_both_sides") }
    }
  }

  @Test func `both sides come from one row where the files cover both`() throws {
    var options = CohortImport.Options()
    options.bothSides = true
    let row = "RAJ_walk,85.27,,fast,walk_ik.mot,walk_id.sto,,walk_grf.mot,,,\n"
    try importing(row, options: options) { run, _ in
      let result = try run()
      #expect(result.cohorts.map(\.task.suffix) == ["JM60", "KA60"])
      #expect(result.cohorts[0].remarks.sides == ["right", "left, mirrored"])
      #expect(result.cohorts[0].cadences == [.fast, .fast])
      #expect(result.report.trials[0].contacts == ["force", "angles"])
      #expect(result.report.trials[0].notes.first?.contains("no whole left cycle") == true)
    }
  }

  @Test func `a negative knee is detected`() throws {
    let edit = { (folder: URL) in
      let url = folder.appending(path: "walk_ik.mot")
      let table = try MotionTable(contentsOf: url)
      let knees = try ["knee_angle_r", "knee_angle_l"].map { try #require(try table.index(of: $0)) }
      let values = table.values.indices.map {
        knees.contains($0 % table.labels.count) ? -table.values[$0] : table.values[$0]
      }
      try MotionTable(
        name: table.name, inDegrees: true, labels: table.labels, time: table.time, values: values
      ).write(to: url)
    }
    try importing(Self.right, edit: edit) { run, _ in
      let result = try run()
      #expect(result.report.trials[0].knee == "flexion-negative (detected)")
      let turned = try #require(result.cohorts.first { $0.task.suffix == "KA60" }?.targets)
      try importing(Self.right) { run, _ in
        let plain = try #require(try run().cohorts.first { $0.task.suffix == "KA60" }?.targets)
        // A moment of the knee counts as its angle does; that of the ankle stays.
        #expect(plain.indices.allSatisfy { turned[$0] == ($0 % 2 == 0 ? -plain[$0] : plain[$0]) })
      }
      for cohort in published(result) { try expectEqual(cohort, to: "real_\(cohort.task.suffix)") }
    }
  }

  /// The same numbers under other names.
  func rename(_ file: String, in folder: URL, _ name: (String) -> String) throws {
    let url = folder.appending(path: file)
    let table = try MotionTable(contentsOf: url)
    try MotionTable(
      name: table.name, inDegrees: table.inDegrees, labels: table.labels.map(name), time: table.time,
      values: table.values
    ).write(to: url)
  }

  @Test(arguments: ["", "_force", ".force", "|tendon_force", "|actuation"], ["", "/forceset/"])
  func `other writers' names give the same rows`(ending: String, folderOfForces: String) throws {
    let edit = { (folder: URL) in
      try rename("walk_ik.mot", in: folder) { "/jointset/joint/\($0)/value" }
      try rename("walk_id.sto", in: folder) { String($0.hasSuffix("_moment") ? $0.dropLast(7) : $0[...]) }
      try rename("walk_so_right.sto", in: folder) { folderOfForces + $0 + ending }
    }
    try importing(Self.right, edit: edit) { run, _ in
      let result = try run()
      #expect(result.report.rejected.isEmpty, "\(result.report.rejectionTable)")
      for cohort in published(result) { try expectEqual(cohort, to: "real_\(cohort.task.suffix)") }
    }
  }

  @Test func `gait2392's muscles give the same rows`() throws {
    let names = [
      "addbrev": "add_brev", "addlong": "add_long", "addmagDist": "add_mag1", "addmagIsch": "add_mag2",
      "addmagMid": "add_mag3", "addmagProx": "unknown", "recfem": "rect_fem", "sart": "sar", "bflh": "bifemlh",
      "piri": "peri", "glmax1": "glut_max1", "glmax2": "glut_max2", "glmax3": "glut_max3", "glmed1": "glut_med1",
      "glmed2": "glut_med2", "glmed3": "glut_med3", "glmin1": "glut_min1", "glmin2": "glut_min2",
      "glmin3": "glut_min3",
    ]
    let edit = { (folder: URL) in
      try rename("walk_so_right.sto", in: folder) { label in
        label.hasSuffix("_r") ? (names[String(label.dropLast(2))].map { $0 + "_r" } ?? label) : label
      }
    }
    try importing(Self.right, edit: edit) { run, _ in
      let result = try run()
      let forces = try #require(result.cohorts.first { $0.task.suffix == "MF60" })
      let real = try Cohort.read(Fixtures.shared.appending(path: "real/real_MF60.npz"))
      let expected = try real.selecting([#require(real.subjects.firstIndex(of: "RAJ_walk"))])
      let outputs = muscleForce.outputs
      for (index, pair) in zip(forces.targets ?? [], expected.targets ?? []).enumerated() {
        // The model has three parts of adductor magnus, of which one is missing here.
        if outputs[index % outputs.count] == "addmag_r" {
          #expect(pair.0 <= pair.1 + 0.5)
        } else {
          #expect(abs(pair.0 - pair.1) < 0.5)
        }
      }
    }
  }

  @Test(arguments: [
    ("A,0,,,walk_ik.mot,walk_id.sto,,,,,", "TRIALS.csv:3: column 'mass_kg' holds '0'"),
    ("A,heavy,,,walk_ik.mot,walk_id.sto,,,,,", "TRIALS.csv:3: column 'mass_kg' holds 'heavy'"),
    ("A,70,,,,walk_id.sto,,,,,", "TRIALS.csv:3: column 'kinematics' holds ''"),
    ("A,70,,,none.mot,walk_id.sto,,,,,", "TRIALS.csv:3: column 'kinematics'"),
    ("A,70,,,../x.mot,walk_id.sto,,,,,", "column 'kinematics' holds '../x.mot'; a path inside"),
    ("A,70,,,/etc/passwd,walk_id.sto,,,,,", "column 'kinematics' holds '/etc/passwd'; a path inside"),
    ("A,70,,,walk_ik.mot,,,,,,", "neither 'inverse_dynamics' nor 'static_optimization'"),
    ("A,70,,brisk,walk_ik.mot,walk_id.sto,,,,,", "column 'cadence' holds 'brisk'"),
    ("A,70,tall,,walk_ik.mot,walk_id.sto,,,,,", "column 'height_m' holds 'tall'"),
    ("A,70,178,,walk_ik.mot,walk_id.sto,,,,,", "column 'height_m' holds '178'; a height from 0.3 to 3 m or nothing"),
    ("A,70,0,,walk_ik.mot,walk_id.sto,,,,,", "column 'height_m' holds '0'; a height from 0.3 to 3 m or nothing"),
    ("A,70,-1,,walk_ik.mot,walk_id.sto,,,,,", "column 'height_m' holds '-1'; a height from 0.3 to 3 m or nothing"),
    ("A,70,,,walk_ik.mot,slow.sto,,walk_grf.mot,,,", "it has 4 rows, and a cycle needs 20"),
    ("A,70,,,walk_ik.mot,,slow_so.sto,walk_grf.mot,,,", "it has 3 rows, and a cycle needs 20"),
    ("A,70,,,walk_ik.mot,ms.sto,,walk_grf.mot,,,", "it has 0 rows, and a cycle needs 20; is time in seconds?"),
    ("A,70,,,walk_ik.mot,walk_id.sto,,,1,x,", "column 'cycle_end' holds 'x'; seconds"),
    ("A,70,,,walk_ik.mot,walk_id.sto,,,1,0.5,", "column 'cycle_end' holds '0.5'; a time after"),
    ("A,70,,,walk_ik.mot,walk_id.sto,,,2,3,", "cycle from 2.0 s to 3.0 s is not inside the recording"),
    ("A,70,,,walk_ik.mot,walk_id.sto,,,1,2,up", "column 'side' holds 'up'"),
    ("A,70,,,walk_id.sto,walk_id.sto,,,,,", "there is no column 'hip_flexion_r'"),
    ("A,70,,,walk_ik.mot,,walk_id.sto,,,,", "needs the column"),
    ("A,70,,,gap.mot,walk_id.sto,,walk_grf.mot,,,", "column 'time' has a gap in it, from 0.89 s"),
    ("A,70,,,gap.mot,walk_id.sto,,,0.267,1.411,", "column 'time' has a gap in it, from 0.89 s"),
    ("A,70,,,walk_ik.mot,,power.sto,walk_grf.mot,,,", "its first line is 'TendonPower', so its columns hold power"),
    ("A,70,,,walk_ik.mot,,negative.sto,walk_grf.mot,,,", "and a muscle only pulls"),
    ("A,70,,,cut.mot,walk_id.sto,,,,,", "21 numbers stand under 34 column names; the file ends here"),
    ("RAJ_walk,85.27,,,walk_ik.mot,walk_id.sto,walk_so_right.sto,,,,", "the same recording and cycle stand in line 2"),
    ("A,70,,,walk_ik.mot,walk_ik.mot,,,,,", "holds an angle by the file's header; moments are expected"),
    ("A,70,,,walk_ik.mot,,active.sto,walk_grf.mot,,,", "which looks like activations"),
    ("A,70,,,empty.mot,walk_id.sto,,,,,", "is empty"),
    ("A,70,,,walk_ik.mot,walk_id.sto,,walk_id.sto,,,", "no column is known as a vertical force"),
  ])
  func `an unusable trial is reported and does not stop the rest`(row: String, message: String) throws {
    let edit = { (folder: URL) in
      let text = try String(contentsOf: folder.appending(path: "walk_ik.mot"), encoding: .utf8)
      try Data(text.utf8.prefix(60000)).write(to: folder.appending(path: "cut.mot"))
      let table = try MotionTable(contentsOf: folder.appending(path: "walk_ik.mot"))
      let rows = table.time.indices.filter { table.time[$0] < 0.9 || table.time[$0] > 1.1 }
      try MotionTable(
        name: "x", inDegrees: true, labels: table.labels, time: rows.map { table.time[$0] },
        values: rows.flatMap { table.values[$0 * table.labels.count..<($0 + 1) * table.labels.count] }
      ).write(to: folder.appending(path: "gap.mot"))
      try Data().write(to: folder.appending(path: "empty.mot"))
      for (name, slow) in [("walk_id.sto", "slow.sto"), ("walk_so_right.sto", "slow_so.sto")] {
        let table = try MotionTable(contentsOf: folder.appending(path: name))
        let rows = Array(stride(from: 0, to: table.time.count, by: 30))
        try MotionTable(
          name: "x", labels: table.labels, time: rows.map { table.time[$0] },
          values: rows.flatMap { table.values[$0 * table.labels.count..<($0 + 1) * table.labels.count] }
        ).write(to: folder.appending(path: slow))
      }
      let moments = try MotionTable(contentsOf: folder.appending(path: "walk_id.sto"))
      try MotionTable(
        name: "x", labels: moments.labels, time: moments.time.map { $0 * 1000 }, values: moments.values
      ).write(to: folder.appending(path: "ms.sto"))
      let forces = try MotionTable(contentsOf: folder.appending(path: "walk_so_right.sto"))
      try MotionTable(
        name: "activation", labels: forces.labels, time: forces.time, values: forces.values.map { $0 / 1e4 }
      ).write(to: folder.appending(path: "active.sto"))
      try MotionTable(name: "TendonPower", labels: forces.labels, time: forces.time, values: forces.values)
        .write(to: folder.appending(path: "power.sto"))
      let psoas = try forces.index(of: "psoas_r", as: .muscleForce)
      let negative = forces.values.enumerated().map { $0 % forces.labels.count == psoas ? -$1 : $1 }
      try MotionTable(name: "x", labels: forces.labels, time: forces.time, values: negative)
        .write(to: folder.appending(path: "negative.sto"))
    }
    try importing(Self.right + row + "\n", edit: edit) { run, _ in
      let result = try run()
      #expect(result.cohorts.map(\.trials) == [1, 1, 1])
      #expect(result.report.rejected.map(\.line) == [3])
      let reason = result.report.rejected.first?.reasons.first ?? ""
      #expect(reason.contains(message), "\(reason)")
      #expect(!reason.contains("\n"))
      #expect(result.report.rejectionTable.contains(reason))
    }
    var strict = CohortImport.Options()
    strict.isStrict = true
    try importing(Self.right + row + "\n", options: strict, edit: edit) { run, _ in
      expectFault(.data, "TRIALS.csv:3:") { try run() }
    }
  }

  @Test func `nothing usable is a fault and writes nothing`() throws {
    try importing("A,70,,,none.mot,walk_id.sto,,,,,\n") { run, folder in
      expectFault(.data, "none of its 1 trial can be used") { try run().write(to: folder, name: "x") }
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(!names.contains { $0.hasSuffix(".npz") })
    }
  }

  @Test(arguments: [
    ("subject,mass_kg\nA,70\n", "TRIALS.csv:1: there is no column 'kinematics'"),
    ("subject,subject\n", "column 'subject' is there twice"), ("", "the table is empty"),
    ("subject,mass_kg,kinematics\nA,70\n", "TRIALS.csv:2: 2 fields stand under 3 column names"),
    ("subject,mass_kg,kinematics\nA,\"70,x\n", "TRIALS.csv:2: a quote is opened and never closed"),
    ("subject,mass_kg,kinematics\n", "there is no trial under the header"),
  ])
  func `a table that is none is refused`(text: String, message: String) throws {
    try withTemporaryFolder { folder in
      let list = folder.appending(path: "TRIALS.csv")
      try Data(text.utf8).write(to: list)
      expectFault(.data, message) { try CohortImport(trials: list) }
    }
  }

  @Test func `a spreadsheet's table is read`() throws {
    let text =
      "\u{FEFF}subject,mass_kg,kinematics,inverse_dynamics,ground_forces,note\r\n"
      + "\"Doe, \"\"J\"\"\",85.27,walk_ik.mot,walk_id.sto,walk_grf.mot,\"two\r\nlines\"\r\n"
    try importing("") { _, folder in
      let list = folder.appending(path: "sheet.csv")
      try Data(text.utf8).write(to: list)
      let result = try CohortImport(trials: list)
      #expect(result.cohorts[0].subjects == ["Doe, \"J\""])
      #expect(result.report.unusedColumns == ["note"])
    }
  }

  @Test(arguments: [true, false])
  func `no step enters twice`(takesBothSides: Bool) throws {
    var options = CohortImport.Options()
    options.bothSides = takesBothSides
    let both = "RAJ_walk,85.27,,,walk_ik.mot,walk_id.sto,,,,,\n"
    let again =
      "RAJ_walk,85.27,,,walk_ik.mot,walk_id.sto,,,,,left\nRAJ_walk,85.27,,,./walk_ik.mot,walk_id.sto,,,0.28,1.4,\n"
      + "RAJ_walk,85.27,,,walk_ik.mot,walk_id.sto,,,0.836,1.996,left\n"
    try importing(both + again, options: options) { run, _ in
      let result = try run()
      #expect(result.cohorts[0].trials == 2, "\(result.report.rejectionTable)")
      #expect(result.report.rejected.map(\.line) == (takesBothSides ? [3, 4, 5] : [4, 5]))
      #expect(result.report.rejected.last?.reasons.first?.contains("it is not taken twice") == true)
    }
    options.isStrict = true
    try importing(both + again, options: options) { run, _ in
      expectFault(.data, takesBothSides ? "TRIALS.csv:3:" : "TRIALS.csv:4:") { try run() }
    }
  }

  @Test func `each row says what was found, and a target that is missing`() throws {
    let moments = "B,70,,,copy.mot,walk_id.sto,,walk_grf.mot,,,\n"
    let edit = { (folder: URL) in
      try Data(contentsOf: folder.appending(path: "walk_ik.mot")).write(to: folder.appending(path: "copy.mot"))
    }
    try importing(Self.right + moments, edit: edit) { run, _ in
      let report = try run().report
      #expect(report.trials[0].findings[0].contacts == .force && report.trials[0].findings[0].kept.count == 1)
      #expect(
        report.trials[0].lines[0]
          == "line 2, RAJ_walk: knee flexion-positive (detected), cycles 1 with JM60, 1 with KA60, 1 with MF60")
      #expect(report.trials[0].lines[1] == "right cycles 0.267 to 1.411 s (contacts: force)")
      #expect(report.trials[1].missingTargets == ["MF60"] && report.trials[1].cycles == ["JM60": 1, "KA60": 1])
      #expect(report.trials[1].lines.contains("no target for MF60"))
    }
    var strict = CohortImport.Options()
    strict.isStrict = true
    try importing(Self.right + moments, options: strict, edit: edit) { run, _ in
      expectFault(.data, "TRIALS.csv:3: column 'static_optimization' is empty") { try run() }
    }
  }

  @Test func `every task that a row has lost the target of is said`() throws {
    let edit = { (folder: URL) in
      let moments = try MotionTable(contentsOf: folder.appending(path: "walk_id.sto"))
      let rows = moments.time.indices.filter { !(0.75...0.95).contains(moments.time[$0]) }
      try MotionTable(
        name: "x", labels: moments.labels, time: rows.map { moments.time[$0] },
        values: rows.flatMap { moments.values[$0 * moments.labels.count..<($0 + 1) * moments.labels.count] }
      ).write(to: folder.appending(path: "gap_id.sto"))
    }
    try importing("B,70,,,walk_ik.mot,gap_id.sto,walk_so_right.sto,walk_grf.mot,,,\n", edit: edit) { run, _ in
      let result = try run()
      #expect(result.report.trials[0].cycles == ["MF60": 1])
      #expect(
        result.report.trials[0].reasons.map { String($0.prefix(18)) } == ["no target for JM60", "no target for KA60"])
    }
  }

  @Test func `people whose names differ in one accent stay two`() throws {
    try importing("") { _, folder in
      let list = folder.appending(path: "sheet.csv")
      let rows = "M\u{FC}ller,70,walk_ik.mot,walk_id.sto\nM\u{F6}ller,71,walk_ik.mot,walk_id.sto\n"
      try Data(latin1: "subject,mass_kg,kinematics,inverse_dynamics\n" + rows.replacing("71,walk_ik", with: "71,copy"))
        .write(to: list)
      try Data(contentsOf: folder.appending(path: "walk_ik.mot")).write(to: folder.appending(path: "copy.mot"))
      let result = try CohortImport(trials: list)
      #expect(result.cohorts[0].subjects == ["Müller", "Möller"])
      #expect(result.report.remarks.contains { $0.contains("Windows-1252") })
      try Data("subject,mass_kg,kinematics,inverse_dynamics\nM\u{FFFD}ller,70,walk_ik.mot,walk_id.sto\n".utf8).write(
        to: list)
      expectFault(.data, "a character of it was lost") { try CohortImport(trials: list) }
    }
  }

  @Test func `a table of semicolons and decimal commas is read`() throws {
    let result = try CohortImport(trials: RecordingCases.url("23-semicolon-table/trials.csv"))
    #expect(result.cohorts[0].masses == [70.5, 70.5, 70.5])
    let refused = try CohortImport(trials: RecordingCases.url("09-forces-given-and-not-used/trials.csv")).report.trials[
      0]
    #expect(refused.contacts == ["angles"] && refused.notes.contains { $0.contains("they point down") }, "\(refused)")
  }
}
