import Foundation
import TestSupport
import Testing

/// Weights under names of their own, from a training to a published folder.
@Suite struct WeightsNamesTests {
  /// Small examinations of computed walkers; nothing is learnt in one epoch, and nothing has to be.
  struct Bench {
    let folder: URL

    static func open(_ body: (Bench) throws -> Void) throws {
      try withTemporaryFolder { folder in
        let bench = Bench(folder: folder)
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../..")
        let quick = try String(contentsOf: root.appending(path: "protocols/quick.yaml"), encoding: .utf8)
        let once = quick.replacing("name: quick", with: "name: once").replacing("epochs: 30", with: "epochs: 1")
          .replacing("patience: 10", with: "patience: 1")
        try Data(once.utf8).write(to: folder.appending(path: "once.yaml"))
        try FileManager.default.createDirectory(at: folder.appending(path: "zoo"), withIntermediateDirectories: true)
        try bench.entry(hidden: 2)
        try bench.run("cohort", "synthesize", "--output", "c", "--subjects", "8", "--patients", "3")
        try body(bench)
      }
    }

    /// Writes the manifest of the entry `tiny`.
    func entry(hidden: Int) throws {
      let text =
        "name: tiny\narchitecture: LSTM\ntask: joint-moment\n"
        + "configuration: {hidden: \(hidden), layers: 1, dropout: 0}\n"
      try Data(text.utf8).write(to: folder.appending(path: "zoo/tiny.yaml"))
    }

    @discardableResult
    func run(_ arguments: String..., status: Int32 = 0) throws -> Command {
      let command = try Command(arguments, in: folder)
      #expect(command.status == status, "\(arguments): \(command.errors)")
      return command
    }

    @discardableResult
    func benchmark(_ entries: String = "tiny") throws -> Command {
      try run(
        "benchmark", "--entries", entries, "--tasks", "joint-moment", "--protocol", "once.yaml", "--cohort", "c",
        "--quiet")
    }

    func runs(_ start: String) throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: ".hipzoo/runs").path)
        .filter { $0.hasPrefix(start) }.sorted()
    }
  }

  private let patients = "c/synthetic-patients_JM60.npz"

  @Test func `adapted weights are installed, listed, shown, used, verified and published under their own names`() throws
  {
    try Bench.open { bench in
      try bench.benchmark()
      let trained = try #require(try bench.runs("tiny-once").first)
      let advice = try bench.run("predict", "tiny", "--input", patients, "--output", "p.csv", status: 66)
      #expect(advice.errors.contains("runs/\(trained); to use one: hipzoo weights install \(trained)."))
      // A run of which anything was changed since gives no weights away.
      let curves = bench.folder.appending(path: ".hipzoo/runs/\(trained)/curves.json")
      let sealed = try Data(contentsOf: curves)
      try (sealed + Data(" ".utf8)).write(to: curves)
      let changed = try bench.run("weights", "install", trained, status: 65)
      #expect(changed.errors.contains("curves.json was changed after the run was sealed"), "\(changed.errors)")
      try sealed.write(to: curves)
      try bench.run("weights", "install", trained)

      // Two adaptations of one parent: two names, though nobody gave the first.
      try bench.run("finetune", "tiny", "--cohort", patients, "--epochs", "1", "--subjects", "1")
      try bench.run(
        "finetune", "tiny", "--cohort", patients, "--epochs", "2", "--subjects", "1", "--name", "tiny-clinic")
      let unnamed = try #require(try bench.runs("tiny-tuned-").first)
      let clinic = try #require(try bench.runs("tiny-clinic-").first)
      for run in [unnamed, clinic] { try bench.run("weights", "install", run) }
      let list = try bench.run("list", "--task", "joint-moment").output.split(separator: "\n")
      let tuned = list.filter { $0.contains("finetuned from tiny (") }.map { $0.prefix { $0 != " " } }
      #expect(tuned.count == 2 && tuned.contains("tiny-clinic") && Set(tuned).count == 2, "\(list)")
      #expect(list.contains { $0.hasPrefix("tiny ") && $0.contains("trained here by once (") })

      let shown = try bench.run("show", "tiny-clinic").output
      #expect(shown.contains("  origin      finetuned from tiny ("), "\(shown)")
      try bench.run("predict", "tiny-clinic", "--input", patients, "--output", "p.csv")
      let scored = try bench.run("evaluate", "tiny-clinic", "--cohort", patients)
      #expect(scored.output.contains("\ntiny-clinic ") && scored.errors.contains("the weights were trained on them"))
      let board = try bench.run("leaderboard", "--cohort", "synthetic").output
      #expect(board.contains("weights finetuned from tiny (") && board.contains("weights trained here by once ("))
      let listed = try bench.run("runs", "list").output
      #expect(listed.contains(clinic) && listed.contains("finetuned from tiny ("))
      try bench.run("verify")

      try bench.run("publish", "--output", "site")
      let card = try String(
        contentsOf: bench.folder.appending(path: "site").appending(path: "cards/tiny-clinic.md"), encoding: .utf8)
      #expect(card.contains("`tiny-clinic.safetensors`: finetuned from tiny ("), "\(card)")
      try bench.run("pull", "tiny-clinic", "--from", "site", "--home", "other")
      let pulled = bench.folder.appending(path: "other/weights/tiny-clinic.safetensors")
      let own = bench.folder.appending(path: ".hipzoo/weights/tiny-clinic.safetensors")
      #expect(try Data(contentsOf: pulled) == Data(contentsOf: own))
      try bench.run("verify", "--home", "other")
    }
  }

  @Test func `installed weights give way to others only when that is asked for`() throws {
    try Bench.open { bench in
      let train = ["train", "tiny", "--protocol", "once.yaml", "--cohort", "c", "--quiet", "--seed"]
      for seed in ["1", "2"] { #expect(try Command(train + [seed], in: bench.folder).status == 0) }
      let installed = bench.folder.appending(path: ".hipzoo/weights/tiny.safetensors")
      let before = try Data(contentsOf: installed)
      let other = try #require(try bench.runs("tiny-once-s2").first)
      let file = ".hipzoo/runs/\(other)/weights.safetensors"
      for arguments in [["weights", "install", other], ["weights", "import", file, "--as", "tiny"]] {
        try Command(arguments, in: bench.folder).expectFailure(64, "'tiny' has other weights", "--replace")
        #expect(try Data(contentsOf: installed) == before)
      }
      try bench.run("weights", "install", other, "--replace")
      #expect(try Data(contentsOf: installed) == Data(contentsOf: bench.folder.appending(path: file)))
      // The same again is no replacement.
      try bench.run("weights", "install", other)
      // Names that are none, and weights that are not the entry's.
      try bench.run("weights", "install", other, "--name", "../out", status: 64)
      try bench.run("weights", "install", other, "--name", "lstm-jm60", status: 65)
      #expect(!FileManager.default.fileExists(atPath: bench.folder.appending(path: ".hipzoo/out.safetensors").path))
    }
  }

  @Test func `one evaluation a population is kept, and healthy people are not their own external cohort`() throws {
    try Bench.open { bench in
      try bench.benchmark()
      let weights = ".hipzoo/runs/\(try #require(try bench.runs("tiny-once").first))/weights.safetensors"
      for population in ["onfh", "external", "healthy"] {
        try bench.run("evaluate", weights, "--cohort", patients, "--population", population)
      }
      #expect(try bench.runs("tiny-zero-shot-").count == 3)
      let csv = try bench.run("leaderboard", "--format", "csv").output.split(separator: "\n")
      let lines = csv.filter { $0.contains(",zero-shot,") && $0.contains(",overall,rmse,") }
      for population in ["onfh", "external", "healthy"] {
        let own = lines.filter { $0.contains(",\(population),overall,rmse,") }
        // The weights, and what they have to beat.
        #expect(own.count == 2 && own.count { $0.contains(",mean-curve-jm60,") } == 1, "\(own)")
      }
      let text = try bench.run("leaderboard").output.split(separator: "\n\n").filter { $0.contains("zero-shot") }
      #expect(text.count == 3 && text.allSatisfy { !$0.contains("gap") }, "\(text)")
      try bench.run("verify")
      try bench.run("registry", "check")
    }
  }

  @Test func `runs that are removed leave no row, and what is left is sound`() throws {
    try Bench.open { bench in
      try bench.benchmark()
      let run = try #require(try bench.runs("tiny-once").first)
      try bench.run("runs", "remove", "tiny-once-s1", status: 66)
      try bench.run("runs", "remove", "..", status: 66)
      try bench.run("runs", "remove", run)
      #expect(try bench.runs("tiny-once").isEmpty)
      #expect(try !bench.run("leaderboard").output.contains("\n1     tiny"))
      try bench.run("verify")
      try bench.run("registry", "check")
    }
  }

  @Test func `an edited cohort and an edited comparison are found by verify`() throws {
    try Bench.open { bench in
      try bench.run("weights", "inspect", "none.pt", status: 66)
      let second =
        "name: tiny-two\narchitecture: LSTM\ntask: joint-moment\nconfiguration: {hidden: 3, layers: 1, dropout: 0}\n"
      try Data(second.utf8).write(to: bench.folder.appending(path: "zoo/tiny-two.yaml"))
      try bench.benchmark("tiny,tiny-two")
      let healthy = "c/synthetic-healthy_JM60.npz"
      let sound = try bench.run("verify", "--cohort", healthy)
      #expect(sound.output.contains("references.npz is of synthetic-healthy_JM60.npz"))
      let other = try bench.run("verify", "--cohort", "c/synthetic-healthy_MF60.npz", status: 65)
      #expect(other.errors.contains("no run here was tested on its trials"))

      let folders = try FileManager.default.contentsOfDirectory(
        atPath: bench.folder.appending(path: ".hipzoo/examinations").path)
      let file = bench.folder.appending(
        path: ".hipzoo/examinations/\(try #require(folders.first))/comparison.json")
      let text = try String(contentsOf: file, encoding: .utf8)
      let edited = try text.replacing(Regex("\"pValue\" : [0-9.e-]+"), with: "\"pValue\" : 0.001")
      try #require(edited != text)
      try Data(edited.utf8).write(to: file)
      let found = try bench.run("verify", status: 65)
      #expect(found.errors.contains("comparison.json: its tests are not what the scores of its runs give"))
    }
  }
}
