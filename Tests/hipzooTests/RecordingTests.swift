import Fixtures
import Formats
import Foundation
import Testing

/// Recordings of laboratories, given to the command as a person gives them.
@Suite("hipzoo predict, from recordings") struct RecordingTests {
  private static let walk = Fixtures.url("cases/01-time-stamp-repeated/reference.mot")
  private static let forces = Fixtures.url("cases/29-feet-swapped-or-plate-shared/reference_forces.mot").path

  /// Opens a workshop with the computed walker in it, whose right foot lands at 0.25, 1.35, 2.45 and 3.55 s.
  private func open(_ body: (Workshop) throws -> Void) throws {
    try Workshop.open { shop in
      try FileManager.default.copyItem(at: Self.walk, to: shop.url("walk.mot"))
      try body(shop)
    }
  }

  private func predict(_ shop: Workshop, _ options: String...) throws -> Command {
    try Command(["predict", "lstm-jm60", "--input", "walk.mot", "--mass", "70"] + options, in: shop.folder)
  }

  private func text(_ url: URL) throws -> String { try String(contentsOf: url, encoding: .utf8) }

  @Test func `both legs give a file each, named for its side in its name and in its columns`() throws {
    try open { shop in
      let run = try predict(shop, "--forces", Self.forces, "--side", "both", "--output", "y.csv", "--summary", "s.csv")
      #expect(
        run.status == 0 && run.output.contains("wrote y_left.csv: 2 gait cycles of the left leg"), "\(run.errors)")
      for (side, letter, start) in [("right", "r", "0.25"), ("left", "l", "0.801")] {
        let table = try shop.table("y_\(side).csv")
        #expect(table[0][7] == "pred_hip_flexion_\(letter)_moment_Nm_per_kg")
        #expect(Array(table[0].suffix(2)) == ["cycle_start_s", "cycle_end_s"] && table[1][10] == start)
        #expect(run.errors.contains("walk.mot: \(side) gait cycles \(side == "left" ? "0.801" : "0.250") to"))
      }
      let summary = try shop.table("s.csv")
      #expect(summary.count == 361 && summary[1][1] == "right" && summary[181][..<3] == ["walk", "left", "2"])
      // One leg alone goes where the person says.
      #expect(try predict(shop, "--side", "left", "--output", "left.sto").status == 0)
      #expect(try text(shop.url("left.sto")).contains("time\thip_flexion_l_moment\t"))
    }
  }

  @Test func `contacts are given for each leg, or in one table of events`() throws {
    try open { shop in
      try Data(
        "Context,Name,Time (s)\nRight,Foot Strike,0.25\nLeft,Foot Off,0.4\nLeft,Foot Strike,0.8\nR,Foot Strike,1.35\nL,Foot Strike,1.9\n"
          .utf8
      )
      .write(to: shop.url("events.csv"))
      for options in [["--contacts", "0.25,1.35", "--left-contacts", "0.8,1.9"], ["--events", "events.csv"]] {
        let run = try Command(
          ["predict", "lstm-jm60", "--input", "walk.mot", "--mass", "70", "--side", "both", "--output", "y.csv"]
            + options,
          in: shop.folder)
        #expect(run.status == 0 && run.errors.contains("passed over: 1 'Foot Off'") == (options[0] == "--events"))
        #expect(try shop.table("y_right.csv")[1].suffix(2) == ["0.25", "1.35"])
        #expect(try shop.table("y_left.csv")[1].suffix(2) == ["0.8", "1.9"])
      }
      let run = try predict(shop, "--contacts", "0.25,1.35", "--forces", Self.forces, "--output", "y.csv")
      #expect(run.status == 0 && run.errors.contains("the ground forces of reference_forces.mot were not used"))
    }
  }

  @Test func `a table's rows fail one by one, and the others are written beside each other as the recordings are`()
    throws
  {
    try open { shop in
      for name in ["a", "b"] {
        try FileManager.default.createDirectory(at: shop.url(name), withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: Self.walk, to: shop.url("\(name)/walk.mot"))
      }
      try FileManager.default.copyItem(at: Fixtures.url("cases/05-not-gait/squat.mot"), to: shop.url("b/squat.mot"))
      try Data(
        "subject;mass_kg;kinematics;side;note\nA;70,5;a/walk.mot;both;\nB;60;b/walk.mot;;\nb ;60;b/squat.mot;;\nC;5;a/walk.mot;;\nD;60;none.mot;;\nB;60;./b/walk.mot;right;\n"
          .utf8
      ).write(to: shop.url("table.csv"))
      let arguments = ["predict", "lstm-jm60", "--table", "table.csv", "--output", "out", "--format", "csv"]
      let run = try Command(arguments + ["--summary", "mean.csv"], in: shop.folder)
      #expect(
        run.status == 65 && run.errors.contains("error: 4 of 6 recordings could not be predicted"), "\(run.errors)")
      for line in [
        "4     b        b/squat.mot  no right gait cycle", "5     C        table.csv", "column 'mass_kg' holds '5'",
        "6     D        none.mot", "7     B        table.csv", "stand in line 3", "taken for one: 'B', 'b'",
        "the column 'note' of the table is not used",
      ] { #expect(run.errors.contains(line), "\(line): \(run.errors)") }
      let files = try FileManager.default.subpathsOfDirectory(atPath: shop.url("out").path).sorted()
      #expect(
        files == [
          "a", "a/walk_lstm-jm60_JM60_left.csv", "a/walk_lstm-jm60_JM60_right.csv", "b", "b/walk_lstm-jm60_JM60.csv",
        ])
      #expect(
        try Set(shop.table("mean.csv").dropFirst().map { $0[..<3].joined(separator: " ") }) == [
          "A right 3", "A left 2", "B right 3",
        ])
      let json = try Command(arguments + ["--json"], in: shop.folder)
      let report = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
      #expect(
        json.status == 65
          && (report["failures"] as? [[String: Any]])?.compactMap { $0["line"] as? Int } == [4, 5, 6, 7])
      #expect((report["predictions"] as? [[String: Any]])?.compactMap { $0["gaitCycles"] as? Int } == [3, 2, 3])
      #expect(report["unusedColumns"] as? [String] == ["note"])
    }
  }

  @Test func `one file of several that cannot be used costs that file`() throws {
    try open { shop in
      let squat = Fixtures.url("cases/05-not-gait/squat.mot").path
      let run = try predict(shop, "--output", "out", "--input", squat, "none.mot")
      #expect(run.status == 65 && run.output.contains("wrote out/walk_lstm-jm60_JM60.sto"), "\(run.errors)")
      #expect(
        run.errors.contains("2 of 3 recordings could not be predicted") && run.errors.contains("this is no walking"))
    }
  }

  @Test func `standard output takes one table and nothing else`() throws {
    try open { shop in
      let run = try predict(shop, "--output", "-")
      #expect(try predict(shop, "--output", "y.csv").status == 0)
      #expect(try run.status == 0 && Data(run.output.utf8) == Data(contentsOf: shop.url("y.csv")))
      #expect(try predict(shop, "--output", "-", "--format", "sto").output.contains("\nendheader\n"))
      try predict(shop, "--output", "-", "--side", "both").expectFailure(64, "one table")
      try predict(shop, "--output", "-", "--format", "npz").expectFailure(64, "NPZ is no text")
      #expect(try predict(shop, "--output", "-", "--json").status == 64)
    }
  }

  @Test func `markers are what is wrong with a file, before any option`() throws {
    try open { shop in
      let markers = Fixtures.url("cases/16-no-checkpoint-at-all/markers.trc").path
      try shop.run("predict", "lstm-jm60", "--input", markers, "--mass", "70", "--output", "y.csv")
        .expectFailure(65, "run inverse kinematics first")
      #expect(
        try shop.run(
          "predict", "lstm-jm60", "--input", shop.npz("unicode_float32"), "--mass", "70", "--output", "y.csv"
        )
        .status == 64)
      #expect(try predict(shop, "--height", "1.8", "--output", "y.sto").status == 64)
    }
  }

  @Test func `a recording that is one cycle, names of one's own and a threshold are taken as told`() throws {
    try open { shop in
      let one = Fixtures.url("cases/04-recording-is-exactly-the-cycles/one.mot").path
      let run = try shop.run("predict", "lstm-jm60", "--input", one, "--mass", "70", "--one-cycle", "--output", "y.csv")
      #expect(run.status == 0 && run.errors.contains("0.000 to 1.100 s (contacts: whole)"), "\(run.errors)")
      var text = try text(shop.url("walk.mot"))
      text = text.replacing("hip_flexion_r", with: "Q1")
      try Data(text.utf8).write(to: shop.url("own.mot"))
      try Data("hip_flexion_r: Q1\n".utf8).write(to: shop.url("map.yaml"))
      func own(_ options: String...) throws -> Command {
        try Command(
          ["predict", "lstm-jm60", "--input", "own.mot", "--mass", "70", "--output", "own.sto"] + options,
          in: shop.folder)
      }
      try own().expectFailure(65, "there is no column 'hip_flexion_r'", "--columns")
      #expect(try own("--columns", "map.yaml").errors.contains("hip_flexion_r from 'Q1'"))
      #expect(try predict(shop, "--output", "walk.sto").status == 0)
      #expect(try Data(contentsOf: shop.url("own.sto")) == Data(contentsOf: shop.url("walk.sto")))
      let offset = Fixtures.url("cases/09-forces-given-and-not-used/offset_30N.mot").path
      #expect(try predict(shop, "--forces", offset, "--output", "o.csv").errors.contains("raise --threshold"))
      let raised = try predict(shop, "--forces", offset, "--threshold", "50", "--output", "o.csv")
      #expect(raised.errors.contains("0.250 to 1.350 s, 1.350 to 2.450 s, 2.450 to 3.550 s (contacts: force)"))
    }
  }

  @Test func `a plot is of the leg that is asked for, on paper as on a page`() throws {
    try open { shop in
      func plot(_ words: String...) throws -> Command {
        try Command(
          ["plot", "trial", "lstm-jm60", "--input", "walk.mot", "--mass", "70"] + words, in: shop.folder)
      }
      #expect(try plot("--side", "left", "--output", "left.html").status == 0)
      #expect(try plot("--output", "right.html").status == 0)
      let (left, right) = (
        try String(contentsOf: shop.url("left.html"), encoding: .utf8),
        try String(contentsOf: shop.url("right.html"), encoding: .utf8)
      )
      #expect(left.contains("hip_flexion_l_moment") && left.contains("contact of the left foot"))
      #expect(!left.contains("hip_flexion_r_moment") && right.contains("contact of the right foot"))
      let both = try plot("--side", "both", "--output", "x.svg")
      #expect(both.status == 64 && both.errors.contains("one leg"), "\(both.errors)")
      for name in ["walk.pdf", "walk.png"] {
        let drawn = try plot("--output", name, "--width", "85mm")
        // Without a program that draws the command says what to install.
        guard drawn.status == 0 else {
          #expect(drawn.status == 66 && drawn.errors.contains("librsvg2-bin"), "\(drawn.errors)")
          continue
        }
        let drawing = try Data(contentsOf: shop.url(name))
        #expect(drawing.prefix(4) == (name.hasSuffix("pdf") ? Data("%PDF".utf8) : Data([0x89, 0x50, 0x4E, 0x47])))
        // 300 dots per inch behind the header, so that the picture is as wide as it was asked for.
        let density = Data("pHYs".utf8) + [0, 0, 0x2E, 0x23, 0, 0, 0x2E, 0x23, 1]
        #expect(name.hasSuffix("pdf") || drawing[37..<50] == density)
      }
    }
  }

  @Test func `what is read is never written over, also through a link`() throws {
    try open { shop in
      let input = try Data(contentsOf: shop.url("walk.mot"))
      try input.write(to: shop.url("walk.sto"))
      try FileManager.default.createSymbolicLink(at: shop.url("soft.sto"), withDestinationURL: shop.url("walk.sto"))
      try FileManager.default.linkItem(at: shop.url("walk.sto"), to: shop.url("hard.sto"))
      try FileManager.default.linkItem(at: shop.url("walk.sto"), to: shop.url("hard.csv"))
      for output in ["walk.sto", "soft.sto", "hard.sto", "./walk.sto"] {
        try shop.run("predict", "lstm-jm60", "--input", "walk.sto", "--mass", "70", "--output", output)
          .expectFailure(64, "this is the input walk.sto")
      }
      try predict(shop, "--forces", "walk.sto", "--output", "hard.sto").expectFailure(64, "this is the input walk.sto")
      try shop.run(
        "predict", "lstm-jm60", "--input", "walk.sto", "--mass", "70", "--output", "y.sto", "--summary", "hard.csv"
      )
      .expectFailure(64, "hard.csv: this is the input walk.sto")
      try FileManager.default.linkItem(at: shop.url("walk.mot"), to: shop.url("walk.svg"))
      try shop.run("plot", "trial", "lstm-jm60", "--input", "walk.mot", "--mass", "70", "--output", "walk.svg")
        .expectFailure(64, "walk.mot, which would be lost")
      try Data("subject,mass_kg,kinematics,inverse_dynamics\nA,70,walk.mot,walk.mot\n".utf8).write(
        to: shop.url("t.csv"))
      try FileManager.default.linkItem(at: shop.url("walk.mot"), to: shop.url("t_JM60.npz"))
      try shop.run("cohort", "import", "t.csv", "--output", ".").expectFailure(64, "walk.mot, which would be lost")
      for name in ["walk.mot", "walk.sto", "hard.sto"] { #expect(try Data(contentsOf: shop.url(name)) == input) }
    }
  }

  @Test(arguments: [
    "--mass 70", "--height 1.8", "--side left", "--contacts 1,2", "--knee-sign flexion-negative", "--one-cycle",
    "--columns map.yaml", "--events e.csv", "--forces g.mot", "--per-kg", "--format csv",
  ]) func `an option that gait cycles in NPZ have no use for is refused`(_ option: String) throws {
    try Workshop.open { shop in
      let words = option.split(separator: " ").map(String.init)
      let run = try Command(
        ["predict", "lstm-jm60", "--input", shop.npz("unicode_float32"), "--output", "y.csv"] + words, in: shop.folder)
      #expect(run.status == 64 && run.output.isEmpty && run.errors.contains(words[0]), "\(run.errors)")
      #expect(!FileManager.default.fileExists(atPath: shop.url("y.csv").path))
    }
  }

  @Test func `a .sto has no use for raw units beside others nor for a height`() throws {
    try open { shop in
      try predict(shop, "--output", "y.sto", "--raw-units").expectFailure(64, "--raw-units belongs to .csv and .npz")
      #expect(try predict(shop, "--output", "y.sto", "--height", "1.8").status == 64)
      try shop.run("predict", "lstm-jm60", "--input", "walk.mot", "--output", "y.sto").expectFailure(64, "--mass")
    }
  }
}
