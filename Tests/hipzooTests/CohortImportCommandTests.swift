import Fixtures
import Formats
import Foundation
import Testing

@Suite("hipzoo cohort import") struct CohortImportCommandTests {
  private static let files = Fixtures.url("cases/09-forces-given-and-not-used")
  private static let header = "subject,mass_kg,kinematics,inverse_dynamics,static_optimization,ground_forces\n"

  /// Opens a workshop with the walker, his moments and forces that point down, and a table of them.
  private func open(_ rows: String, _ body: (Workshop) throws -> Void) throws {
    try Workshop.open { shop in
      for name in ["walk.mot", "id.sto", "negative.mot"] {
        try FileManager.default.copyItem(at: Self.files.appending(path: name), to: shop.url(name))
      }
      try Data((Self.header + rows).utf8).write(to: shop.url("trials.csv"))
      try body(shop)
    }
  }

  @Test func `every row says what was found, and JSON has all of it`() throws {
    try open("A,70,walk.mot,id.sto,,negative.mot\nB,7,walk.mot,id.sto,,\n") { shop in
      let run = try shop.run("cohort", "import", "trials.csv", "--output", "out")
      #expect(run.status == 65 && run.output == "wrote out/trials_JM60.npz: 3 gait cycles of 1 subject\n")
      #expect(
        run.errors.contains("trials.csv: 1 of 2 rows is not used, for the reasons above; the others are written."))
      for line in [
        "line 2, A: knee flexion-positive (detected), cycles 3 with JM60",
        "  right cycles 0.262 to 1.362 s, 1.362 to 2.462 s, 2.462 to 3.562 s (contacts: angles)",
        "  warning: the ground force shows no whole right cycle; joint angles were used: negative.mot",
        "line 3, B: knee unknown, no cycles", "1 of 2 rows not used in full:", "column 'mass_kg' holds '7'",
      ] { #expect(run.errors.contains(line), "\(line): \(run.errors)") }
      let json = try shop.run("cohort", "import", "trials.csv", "--output", "out", "--json")
      let outcome = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
      let report = try #require(outcome["report"] as? [String: Any])
      let trials = try #require(report["trials"] as? [[String: Any]])
      #expect(json.status == 65 && (outcome["written"] as? [[String: Any]])?.first?["gaitCycles"] as? Int == 3)
      #expect(trials[0]["knee"] as? String == "flexion-positive (detected)")
      #expect((trials[0]["notes"] as? [String])?.contains { $0.contains("they point down") } == true)
      #expect((trials[0]["findings"] as? [[String: Any]])?.first?["contacts"] as? String == "angles")
      #expect((trials[1]["reasons"] as? [String])?.first?.contains("'mass_kg'") == true)
    }
  }

  @Test func `a target that other rows have is missed in a line, and with --strict in an error`() throws {
    try open("A,70,walk.mot,id.sto,,\nB,70,walk.mot,,none.sto,\n") { shop in
      let run = try shop.run("cohort", "import", "trials.csv", "--output", "out")
      // The second row's only file is not there, so that nothing of it is used.
      #expect(run.status == 65 && run.errors.contains("  no target for MF60"), "\(run.errors)")
      try shop.run("cohort", "import", "trials.csv", "--output", "out", "--strict")
        .expectFailure(65, "trials.csv:2", "the row has no target for MF60")
    }
  }

  @Test func `no step enters twice, whichever leg a row names`() throws {
    try Workshop.open { shop in
      for name in ["walk.mot", "id.sto"] {
        try FileManager.default.copyItem(at: Self.files.appending(path: name), to: shop.url(name))
      }
      // The right moments stand for those of the left leg too.
      let lines = try String(contentsOf: shop.url("id.sto"), encoding: .utf8).split(separator: "\n")
      let moments = lines.map { line in
        let cells = line.split(separator: "\t").dropFirst()
        return ([line] + cells.map { $0.replacing("_r_", with: "_l_")[...] }).joined(separator: "\t")
      }
      for name in ["id.sto", "again.sto"] {
        try Data((moments.joined(separator: "\n") + "\n").utf8).write(to: shop.url(name))
      }
      try Data(
        "subject,mass_kg,kinematics,inverse_dynamics,side\nA,70,walk.mot,id.sto,\nA,70,walk.mot,again.sto,left\n".utf8
      )
      .write(to: shop.url("trials.csv"))
      let run = try shop.run("cohort", "import", "trials.csv", "--output", "out", "--both-sides")
      let cohort = try NPZ.read(shop.url("out/trials_JM60.npz"))
      #expect(cohort["X"]?.shape.first == 5 && run.errors.contains("it is not taken twice"), "\(run.errors)")
    }
  }

  @Test func `names of one's own and a recording that is one cycle are taken as told`() throws {
    try open("A,70,walk.mot,id.sto,,\n") { shop in
      #expect(try shop.run("cohort", "import", "trials.csv", "--output", "usual").status == 0)
      let text = try String(contentsOf: shop.url("walk.mot"), encoding: .utf8)
      try Data(text.replacing("knee_angle_l", with: "Q9").utf8).write(to: shop.url("walk.mot"))
      try Data("knee_angle_l: Q9\n".utf8).write(to: shop.url("map.yaml"))
      let without = try shop.run("cohort", "import", "trials.csv", "--output", "own")
      #expect(without.status == 65 && without.errors.contains("no column 'knee_angle_l'"), "\(without.errors)")
      #expect(try shop.run("cohort", "import", "trials.csv", "--output", "own", "--columns", "map.yaml").status == 0)
      let file = "trials_JM60.npz"
      #expect(try Data(contentsOf: shop.url("own/\(file)")) == Data(contentsOf: shop.url("usual/\(file)")))
      let whole = try shop.run(
        "cohort", "import", "trials.csv", "--output", "whole", "--columns", "map.yaml", "--one-cycle")
      #expect(
        whole.status == 0 && whole.errors.contains("right cycles 0.000 to 3.800 s (contacts: whole)"), "\(whole.errors)"
      )
      #expect(
        try shop.run("cohort", "import", "trials.csv", "--output", "whole", "--one-cycle", "--both-sides").status == 64)
    }
  }

  @Test func `when no row can be used each is listed with its reason, in text and in JSON`() throws {
    try open("A,7,walk.mot,id.sto,,\nB,70,none.mot,id.sto,,\n,70,walk.mot,id.sto,,\n") { shop in
      let run = try shop.run("cohort", "import", "trials.csv", "--output", "out")
      #expect(run.status == 65)
      for line in [
        "none of its 3 trials can be used; the first reason: trials.csv:2: column 'mass_kg' holds '7'",
        "3 of 3 rows not used in full:", "none.mot", "column 'subject' holds ''",
      ] {
        #expect(run.errors.contains(line), "\(run.errors)")
      }
      let json = try shop.run("cohort", "import", "trials.csv", "--output", "out", "--json")
      let outcome = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
      let trials = try #require((outcome["report"] as? [String: Any])?["trials"] as? [[String: Any]])
      #expect(json.status == 65 && (outcome["written"] as? [Any])?.isEmpty == true)
      #expect(trials.map { $0["line"] as? Int } == [2, 3, 4])
      #expect(trials.allSatisfy { ($0["reasons"] as? [String])?.count == 1 })
    }
  }

  @Test func `a person's spellings and two masses are said`() throws {
    try open("P1,70,walk.mot,id.sto,,\np01,71,copy.mot,id.sto,,\n") { shop in
      try FileManager.default.copyItem(at: shop.url("walk.mot"), to: shop.url("copy.mot"))
      let run = try shop.run("cohort", "import", "trials.csv", "--output", "out")
      #expect(
        run.status == 0 && run.output == "wrote out/trials_JM60.npz: 6 gait cycles of 1 subject\n", "\(run.errors)")
      #expect(run.errors.contains("one person is written in more than one way and taken for one: 'P1', 'p01'"))
      #expect(
        run.errors.contains("'P1' has a mass of 71.0 kg in line 3 and of 70.0 kg in line 2; one person has one mass"))
    }
  }
}
