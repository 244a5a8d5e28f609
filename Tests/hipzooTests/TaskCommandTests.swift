import Fixtures
import Formats
import Foundation
import TestSupport
import Testing

/// A task and rules of one's own, by the real commands and without a line of Swift.
@Suite("Described tasks and protocols that divide trials") struct TaskCommandTests {
  /// The blocks of YAML on the page for newcomers.
  private static let tutorial: [String] = {
    let page = try? String(contentsOf: Fixtures.url("../../docs/your-first-task.md").standardized, encoding: .utf8)
    return (page ?? "").components(separatedBy: "```yaml\n").dropFirst().map {
      $0.components(separatedBy: "```")[0]
    }
  }()

  /// The quick protocol, so small that it takes a second.
  private static func rules(_ name: String, _ edit: (String) -> String) throws -> String {
    let quick = try String(contentsOf: Fixtures.url("../../protocols/quick.yaml").standardized, encoding: .utf8)
    return edit(
      quick.replacing("name: quick", with: "name: \(name)").replacing("epochs: 30", with: "epochs: 1")
        .replacing("patience: 10", with: "patience: 1").replacing(
          "trials_per_cadence: 2", with: "trials_per_cadence: 1"))
  }

  /// A folder with the tutorial's files, its entry made tiny, and computed walkers.
  private func withTutorial(_ body: (Workshop) throws -> Void) throws {
    #expect(Self.tutorial.count == 2)
    try Workshop.open { shop in
      try FileManager.default.createDirectory(at: shop.url("zoo/tasks"), withIntermediateDirectories: true)
      try Data(Self.tutorial[0].utf8).write(to: shop.url("zoo/tasks/sagittal-moment.yaml"))
      let entry = Self.tutorial[1].replacing("hidden: 32", with: "hidden: 2")
      try Data(entry.utf8).write(to: shop.url("zoo/gru-sm60.yaml"))
      let made = try shop.run("cohort", "synthesize", "--output", "c", "--subjects", "8", "--patients", "0")
      made.expectSuccess()
      #expect(made.output.contains("wrote c/synthetic-healthy_SM60.npz: "))
      try body(shop)
    }
  }

  @Test func `the tutorial's task is computed, examined, ranked and reported`() throws {
    try withTutorial { shop in
      let list = try shop.run("task", "list")
      #expect(list.output.contains("sagittal-moment    SM60          2  Nm/(kg m)  Sagittal moments"), "\(list.output)")
      try Data(Self.rules("tiny") { $0 }.utf8).write(to: shop.url("tiny.yaml"))
      let run = try shop.run(
        "benchmark", "--protocol", "tiny.yaml", "--tasks", "sagittal-moment", "--cohort", "c", "--quiet")
      run.expectSuccess()
      let board = try shop.run("leaderboard", "--task", "sagittal-moment")
      #expect(board.output.contains("gru-sm60") && board.output.contains("Nm/(kg m)"), "\(board.output)")
      try shop.run("report", "--output", "r.html").expectSuccess()
      #expect(try String(contentsOf: shop.url("r.html"), encoding: .utf8).contains("Sagittal moments"))
      // The targets are divided by mass and height.
      let cohort = try NPZ.read(shop.url("c/synthetic-healthy_SM60.npz"))
      #expect(cohort["out_cols"]?.strings == ["hip_flexion_r_moment", "knee_angle_r_moment"])
      let folder = try #require(
        FileManager.default.contentsOfDirectory(atPath: shop.url(".hipzoo/runs").path).first { $0.hasPrefix("gru-") })
      let text = try String(contentsOf: shop.url(".hipzoo/runs/\(folder)/run.json"), encoding: .utf8)
      #expect(text.contains("\"taskFingerprint\""))
    }
  }

  @Test func `a run of a task that has changed is named and left out`() throws {
    try withTutorial { shop in
      try Data(Self.rules("tiny") { $0 }.utf8).write(to: shop.url("tiny.yaml"))
      try shop.run("benchmark", "--protocol", "tiny.yaml", "--tasks", "sagittal-moment", "--cohort", "c", "--quiet")
        .expectSuccess()
      let task = shop.url("zoo/tasks/sagittal-moment.yaml")
      let text = try String(contentsOf: task, encoding: .utf8)
      try Data(text.replacing("body-mass-x-height", with: "body-mass").utf8).write(to: task)
      let rebuilt = try shop.run("registry", "rebuild")
      #expect(rebuilt.status == 65)
      #expect(
        rebuilt.errors.contains("its task 'sagittal-moment' had other inputs, outputs or units when it was run"))
      try FileManager.default.removeItem(at: shop.url("zoo"))
      let again = try shop.run("registry", "rebuild")
      #expect(again.status == 65 && again.errors.contains("its task 'sagittal-moment' is not known here"))
    }
  }

  @Test(arguments: [
    ("muscle-force", "the task 'muscle-force' (SM60) has the name or the suffix of 'muscle-force' (MF60)"),
    ("broken", "sagittal-moment.yaml:4:1: unknown key 'sufix'. Did you mean 'suffix'"),
  ])
  func `a borrowed name and a mistake end every command with the place`(name: String, message: String) throws {
    try Workshop.open { shop in
      try FileManager.default.createDirectory(at: shop.url("zoo/tasks"), withIntermediateDirectories: true)
      let text =
        name == "broken"
        ? Self.tutorial[0].replacing("suffix:", with: "sufix:")
        : Self.tutorial[0].replacing("name: sagittal-moment", with: "name: \(name)")
      try Data(text.utf8).write(to: shop.url("zoo/tasks/sagittal-moment.yaml"))
      try shop.run("task", "list").expectFailure(65, "zoo/tasks/sagittal-moment.yaml", message)
    }
  }

  @Test func `a task of another length goes from walkers and recordings to predictions and the report`() throws {
    try withTutorial { shop in
      let task = shop.url("zoo/tasks/sagittal-moment.yaml")
      let text = try String(contentsOf: task, encoding: .utf8)
      try Data(Self.rules("tiny") { $0 }.utf8).write(to: shop.url("tiny.yaml"))
      try Data(text.replacing("frames: 180", with: "frames: 61").utf8).write(to: task)
      let tiny = ["benchmark", "--protocol", "tiny.yaml", "--tasks", "sagittal-moment", "--cohort", "c", "--quiet"]
      // The cohort was computed for the description of before.
      let stale = try Command(tiny, in: shop.folder)
      #expect(stale.status == 65 && stale.errors.contains("[trials, 61, 10] is expected"), "\(stale.errors)")
      try shop.run("cohort", "synthesize", "--output", "c", "--subjects", "8", "--patients", "0").expectSuccess()
      try Command(tiny, in: shop.folder).expectSuccess()
      let runs = try FileManager.default.contentsOfDirectory(atPath: shop.url(".hipzoo/runs").path)
      let shapes = try runs.compactMap {
        try NPZ.read(shop.url(".hipzoo/runs/\($0)/predictions.npz"))["Y_pred"]?.shape[1]
      }
      #expect(shapes == [61, 61], "the entry and the baseline")
      let run = try #require(runs.first { $0.hasPrefix("gru-") })
      #expect(try shop.run("weights", "install", run).status == 0)

      try FileManager.default.copyItem(
        at: Fixtures.url("cases/01-time-stamp-repeated/reference.mot"), to: shop.url("walk.mot"))
      func predict(_ options: String...) throws -> Command {
        try Command(["predict", "gru-sm60", "--input", "walk.mot", "--mass", "75"] + options, in: shop.folder)
      }
      #expect(try predict("--output", "y.csv").status == 0)
      let table = try shop.table("y.csv")
      #expect(table.count == 1 + 3 * 61 && table[61][1] == "60" && table[61][2] == "100")
      // Nm of moments per kilogram and metre need the height, and are never NaN in silence.
      try predict("--output", "y.sto").expectFailure(65, "Nm need the body height", "--height")
      #expect(try predict("--output", "y.sto", "--height", "1.8").status == 0)
      #expect(try predict("--output", "k.sto", "--per-kg").status == 0)
      func last(_ name: String) throws -> [Double] {
        let lines = try String(contentsOf: shop.url(name), encoding: .utf8).split(separator: "\n")
        return try #require(lines.last).split(separator: "\t").compactMap { Double($0) }
      }
      let (raw, divided) = (try last("y.sto"), try last("k.sto"))
      #expect(raw.count == 3 && zip(raw, divided).dropFirst().allSatisfy { abs($0 - $1 * 75 * 1.8) < 1e-3 })

      let rows = (0..<381).map { row in
        let moment = 60 * cos(Double(row) * 0.01 * 2 * .pi / 1.1)
        return "\(Double(row) / 100)\t\(moment)\t\(moment / 2)\n"
      }
      let header = "id\nversion=1\ninDegrees=no\nendheader\ntime\thip_flexion_r_moment\tknee_angle_r_moment\n"
      try Data((header + rows.joined()).utf8).write(to: shop.url("id.sto"))
      try Data("subject,mass_kg,height_m,kinematics,inverse_dynamics\nA,75,1.8,walk.mot,id.sto\n".utf8)
        .write(to: shop.url("trials.csv"))
      #expect(try shop.run("cohort", "import", "trials.csv", "--output", "i").status == 0)
      #expect(try NPZ.read(shop.url("i/trials_SM60.npz"))["Y"]?.shape == [3, 61, 2])
      #expect(
        try shop.run("evaluate", "gru-sm60", "--cohort", "i/trials_SM60.npz", "--population", "healthy").status == 0)
      try shop.run("report", "--output", "r.html").expectSuccess()
      let curves = try shop.table(
        "r_files/sm60-tiny-synthetic-healthy-sm60-gru-curves-healthy.csv")
      #expect(curves.count == 1 + 2 * 61, "\(curves.count)")
    }
  }

  @Test func `what the synthetic cohort does not compute is a sentence`() throws {
    try Workshop.open { shop in
      try FileManager.default.createDirectory(at: shop.url("zoo/tasks"), withIntermediateDirectories: true)
      let text = Self.tutorial[0].replacing("name: knee_angle_r_moment", with: "name: subtalar_angle_r_moment")
      try Data(text.utf8).write(to: shop.url("zoo/tasks/sagittal-moment.yaml"))
      let made = try shop.run("cohort", "synthesize", "--output", "c", "--subjects", "2", "--patients", "0")
      #expect(
        made.status == 0
          && made.errors.contains("left out: the synthetic cohort does not compute 'subtalar_angle_r_moment'"))
      try Data(Self.tutorial[1].utf8).write(to: shop.url("zoo/gru-sm60.yaml"))
      let run = try shop.run("benchmark", "--protocol", "quick", "--tasks", "sagittal-moment")
      #expect(run.status == 65 && run.errors.contains("does not compute 'subtalar_angle_r_moment'"), "\(run.errors)")
    }
  }

  @Test func `cadences are left out in turn and shares of the pool grow, each with its figure`() throws {
    try withTutorial { shop in
      let transfer = try Self.rules("transfer") { text in
        text.replacing("kind: hold-out", with: "kind: leave-one-out").replacing(
          "  split:\n", with: "  by: cadence\n  split:\n")
      }
      try Data(transfer.utf8).write(to: shop.url("transfer.yaml"))
      let curve = try Self.rules("curve") { text in
        text.replacing("    test_ratio: 0.2\n", with: "    test_ratio: 0.2\n    pool_share: [0.5, 1]\n")
      }
      try Data(curve.utf8).write(to: shop.url("curve.yaml"))
      for rules in ["curve.yaml", "transfer.yaml"] {
        try shop.run("benchmark", "--protocol", rules, "--tasks", "sagittal-moment", "--cohort", "c", "--quiet")
          .expectSuccess()
      }
      let board = try shop.run("leaderboard")
      for name in ["curve-pool-50", "curve-pool-100", "transfer"] {
        #expect(board.output.contains(name), "\(board.output)")
      }
      try shop.run("report", "--output", "r.html").expectSuccess()
      let shares = try shop.table("r_files/sm60-curve-pool-shares.csv")
      #expect(shares.count == 5 && shares.dropFirst().map { $0[2] } == ["3", "6", "3", "6"], "\(shares)")
      let lost = try shop.table("r_files/sm60-transfer-transfer.csv")
      let drawn = try String(contentsOf: shop.url("r_files/sm60-transfer-transfer.svg"), encoding: .utf8)
      #expect(drawn.contains(">\u{2212}gru<") && drawn.contains(">+gru<"))
      // Each cadence without and with it: the whole pool's examination tests the same people.
      #expect(
        lost.dropFirst().map { "\($0[1]) \($0[2])" }
          == ["slow", "med", "fast"].flatMap { ["\($0) without it", "\($0) with it"] }, "\(lost)")
    }
  }
}
