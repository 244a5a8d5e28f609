import Fixtures
import Foundation
import TestSupport
import Testing

/// Entries that train in their own way, by the real commands.
@Suite("The open track") struct OpenTrackTests {
  private static let trainings = [
    "free": "learning_rate: 0.01, schedule: cosine, augmentation: {time_shift: 0.1}, averaging: {exponential: 0.9}",
    "several": "ensemble: 2", "taught": "pretraining: {epochs: 2, masked: 0.3}",
  ]

  private func entry(_ name: String, _ training: String?) -> String {
    "name: \(name)\narchitecture: GRU\ntask: joint-moment\nconfiguration: {hidden: 2, layers: 1, dropout: 0.0}\n"
      + (training.map { "training: {\($0)}\n" } ?? "")
  }

  private func withEntries(_ body: (Workshop) throws -> Void) throws {
    try Workshop.open { shop in
      try shop.run("cohort", "synthesize", "--output", "c", "--subjects", "6", "--patients", "0").expectSuccess()
      let quick = try String(contentsOf: Fixtures.url("../../protocols/quick.yaml").standardized, encoding: .utf8)
      let rules = quick.replacing("name: quick", with: "name: tiny").replacing("epochs: 30", with: "epochs: 3")
        .replacing("patience: 10", with: "patience: 2").replacing(
          "trials_per_cadence: 2", with: "trials_per_cadence: 1")
      try Data(rules.utf8).write(to: shop.url("tiny.yaml"))
      try shop.write(entry("plain", nil), to: "plain.yaml")
      for (name, training) in Self.trainings { try shop.write(entry(name, training), to: "\(name).yaml") }
      try body(shop)
    }
  }

  private func benchmark(_ home: String = ".hipzoo", _ entries: String = "plain,free,several,taught") -> [String] {
    [
      "benchmark", "--protocol", "tiny.yaml", "--zoo", "more", "--entries", entries, "--tasks", "joint-moment",
      "--cohort", "c", "--home", home, "--quiet",
    ]
  }

  private func runs(_ shop: Workshop, _ home: String = ".hipzoo") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: shop.url("\(home)/runs").path).filter { !$0.hasPrefix(".") }
      .sorted()
  }

  @Test func `refuses what can never act in the protocol's epochs, and stops no other entry`() throws {
    try withEntries { shop in
      try shop.write(entry("late", "averaging: {uniform_from: 4}"), to: "late.yaml")
      let run = try Command(benchmark(".hipzoo", "plain,late"), in: shop.folder)
      let words = "late: its section 'training': 'uniform_from' is 4, and with 3 epochs no mean would ever begin"
      #expect(run.status == 65 && run.errors.contains(words), "\(run.errors)")
      #expect(run.output.contains("1     plain") && !run.output.contains("late"), "\(run.output)")
    }
  }

  @Test func `ranks its entries among themselves, on the same people`() throws {
    try withEntries { shop in
      try Command(benchmark(), in: shop.folder).expectSuccess()
      let board = try shop.run("leaderboard", "--format", "csv", "--zoo", "more")
      let lines = board.output.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
      let heading = try #require(lines.first)
      func column(_ name: String) throws -> Int { try #require(heading.firstIndex { $0 == name }) }
      var ranks = [String: Set<String>]()
      for line in lines.dropFirst() {
        ranks[String(line[try column("track")]), default: []].insert(
          "\(line[try column("entry")]) \(line[try column("rank")])")
      }
      #expect(ranks["fixed"] == ["plain 1"])
      // A baseline stands beside both and is ranked in neither.
      #expect(ranks[""]?.contains("mean-curve-jm60 ") == true)
      let open = try #require(ranks["open"])
      #expect(Set(open.compactMap { $0.split(separator: " ").last }) == ["1", "2", "3"] && open.count == 3)
      let text = try shop.run("leaderboard", "--zoo", "more")
      #expect(text.output.contains("'open' entries train by rules of their own on the same people"))
      try shop.run("verify").expectSuccess()
      // Each way of training makes other predictions than the protocol's recipe from the same seed.
      let predictions = try runs(shop).filter { !$0.hasPrefix("mean-curve") }.map {
        try Data(contentsOf: shop.url(".hipzoo/runs/\($0)/predictions.npz"))
      }
      #expect(Set(predictions).count == 4)

      // The same again trains nothing; another rule is another run.
      let before = try runs(shop)
      try Command(benchmark(), in: shop.folder).expectSuccess()
      #expect(try runs(shop) == before)
      try shop.write(entry("several", "ensemble: 3"), to: "several.yaml")
      try Command(benchmark(".hipzoo", "several"), in: shop.folder).expectSuccess()
      #expect(try runs(shop).count == before.count + 1)
      let shown = try shop.run("show", "several", "--zoo", "more")
      #expect(shown.output.contains("open") && shown.output.contains("\"ensemble\":3"), "\(shown.output)")
      let predicted = try shop.run(
        "predict", "several", "--zoo", "more", "--input", "c/synthetic-healthy_JM60.npz", "--output", "o.csv")
      #expect(
        predicted.status == 0 && predicted.errors.contains("learnt in .hipzoo/runs/several-"), "\(predicted.errors)")
      try shop.run("finetune", "several", "--zoo", "more", "--cohort", "c/synthetic-healthy_JM60.npz")
        .expectFailure(66, "3 networks that predict together")
    }
  }

  @Test func `is planned with what all of its networks cost`() throws {
    struct Step: Decodable {
      let id: String
      let seconds: Double?
    }
    try withEntries { shop in
      // Large enough for tenths of seconds to tell.
      for (name, training) in Self.trainings.merging(["plain": ""], uniquingKeysWith: { first, _ in first }) {
        let text = entry(name, training.isEmpty ? nil : training).replacing("hidden: 2,", with: "hidden: 512,")
        try shop.write(text, to: "\(name).yaml")
      }
      let plan = try Command(benchmark() + ["--plan", "--json"], in: shop.folder)
      let steps = try JSONDecoder().decode([Step].self, from: Data(plan.output.utf8))
      func seconds(_ entry: String) throws -> Double {
        try #require(steps.first { $0.id.hasPrefix("\(entry)-") && $0.id.hasSuffix("/fold-1") }?.seconds)
      }
      // Three epochs at most; two networks; two epochs before the three.
      let plain = try seconds("plain")
      #expect(abs(try seconds("several") / plain - 2) < 0.1)
      #expect(abs(try seconds("taught") / plain - 5.0 / 3) < 0.1)
    }
  }

  @Test func `goes on to the same bytes after it was stopped`() throws {
    try withEntries { shop in
      #expect(try Command(benchmark("whole"), in: shop.folder).status == 0)
      var kills = 0
      for _ in 0..<40 where kills < 6 {
        let process = try Command.process(benchmark("killed"), in: shop.folder)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        Thread.sleep(forTimeInterval: Double.random(in: 0.2...1.2))
        guard process.isRunning else { break }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        kills += 1
      }
      #expect(try Command(benchmark("killed"), in: shop.folder).status == 0)
      #expect(try runs(shop, "killed") == runs(shop, "whole"))
      for run in try runs(shop, "whole") {
        for file in ["scores.json", "predictions.npz"] {
          let made = ["whole", "killed"].map { try? Data(contentsOf: shop.url("\($0)/runs/\(run)/\(file)")) }
          #expect(made[0] != nil && made[0] == made[1], "\(run)/\(file)")
        }
      }
    }
  }

  @Test func `has no place for a program, which trains as it likes`() throws {
    try Workshop.open { shop in
      let program = "name: mine\nprocess: {command: [python3, a.py]}\ntask: joint-moment\n"
      try shop.write(program + "training: {ensemble: 2}\n", to: "mine.yaml")
      let listed = try shop.run("show", "mine", "--zoo", "more")
      #expect(listed.status == 65 && listed.errors.contains("a program trains as it likes"), "\(listed.errors)")
      try shop.write(program.replacing("a.py]", with: "a.py], trains_by: protocol"), to: "mine.yaml")
      let declared = try shop.run("show", "mine", "--zoo", "more")
      #expect(declared.output.contains("declared"), "\(declared.output)\(declared.errors)")
      try shop.write(
        program.replacing("a.py]", with: "a.py], trains_by: protocol, baseline: true"), to: "mine.yaml")
      let baseline = try shop.run("show", "mine", "--zoo", "more")
      #expect(
        baseline.output.contains("none: a baseline") && !baseline.output.contains("declared"), "\(baseline.output)")
    }
  }
}
