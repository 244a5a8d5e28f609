import Examination
import Fixtures
import Foundation
import Testing

@Suite("hipzoo list, show and weights")
struct ZooCommandTests {
  /// What the repository's own manifests are called.
  static let entries: [String] = {
    let names = try? FileManager.default.contentsOfDirectory(atPath: Fixtures.url("../../zoo").standardized.path)
    return (names ?? []).filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
  }()

  static let published = [
    "lstm-jm60", "lstm-mf60", "mamba-jm60", "mamba-mf60", "transformer-jm60", "transformer-mf60",
  ]

  @Test("list shows every entry, for people and for programs")
  func list() throws {
    try Workshop.open { shop in
      let run = try shop.run("list")
      run.expectSuccess()
      let lines = run.output.split(separator: "\n").map { $0.split(separator: " ").first.map(String.init) ?? "" }
      #expect(lines == ["entry"] + Self.entries)
      let json = try shop.run("list", "--json")
      json.expectSuccess()
      let entries = try JSONDecoder().decode([Entry].self, from: Data(json.output.utf8))
      #expect(entries.map(\.name) == Self.entries)
      #expect(
        entries.first { $0.name == "lstm-jm60" }
          == Entry(
            name: "lstm-jm60", architecture: "LSTM", task: "joint-moment", parameters: 204_163, weights: "here",
            license: "MIT", reportedRMSE: 0.1172))
      let transformer = entries.first { $0.name == "transformer-mf60" }
      #expect(transformer?.weights == "published" && transformer?.parameters == 332_174)
      let moments = try shop.run("list", "--json", "--task", "joint-moment")
      #expect(
        try JSONDecoder().decode([Entry].self, from: Data(moments.output.utf8)).map(\.name)
          == entries.filter { $0.task == "joint-moment" }.map(\.name))
      try shop.run("list", "--task", "joint-momnet").expectFailure(64, "joint-momnet", "joint-moment")
    }
  }

  private struct Entry: Decodable, Equatable {
    let name, architecture, task: String
    let parameters: Int?
    let weights: String
    let license: String?
    let reportedRMSE: Double?
  }

  @Test("show tells configuration, parameters, weights, scores, licence and citation", arguments: published)
  func show(_ entry: String) throws {
    try Workshop.open { shop in
      let run = try shop.run("show", entry)
      run.expectSuccess()
      for words in [
        "configuration {", "parameters    ", "https://raw.githubusercontent.com/ygsiete7/Gait2Hip-60/", "sha256",
        "licence       MIT", "RMSE", "overall", "@misc{",
      ] {
        #expect(run.output.contains(words), "\(words)")
      }
    }
  }

  @Test("weights inspect shows tensors, units, columns and the digest")
  func inspect() throws {
    try Workshop.open { shop in
      let run = try shop.run("weights", "inspect", ".hipzoo/weights/lstm-jm60.safetensors")
      run.expectSuccess()
      for words in [
        "sha256 ", "unit: Nm/kg", "raw_unit: Nm", "lstm.weight_hh_l0  512 x 128", "hip_flexion_r", "architecture: LSTM",
        #"configuration: {"dropout":0.1,"hidden":128,"layers":2}"#,
      ] {
        #expect(run.output.contains(words), "\(words)")
      }
      #expect(try shop.run("weights", "import", ".hipzoo/weights/lstm-jm60.safetensors").status == 0)
    }
  }

  @Test("a checkpoint that wants to run something is refused and runs nothing", arguments: ["import", "inspect"])
  func executable(_ command: String) throws {
    try Workshop.open { shop in
      let file = Fixtures.url("npz/bad_executable_checkpoint.pt").path
      try shop.run("weights", command, file).expectFailure(65, "bad_executable_checkpoint.pt: ", "eval", "runs no code")
      #expect(try FileManager.default.contentsOfDirectory(atPath: shop.folder.path) == [".hipzoo"])
      try shop.run("weights", command, "none.pt").expectFailure(66, "none.pt")
      try shop.run("weights", command, shop.npz("bad_not_a_zip")).expectFailure(65, "bad_not_a_zip.npz: ")
    }
  }

  static let manifest = """
    schema: 1
    name: mine
    architecture: LSTM
    task: joint-moment
    configuration: {hidden: 16, layers: 1, dropout: 0}

    """

  @Test(
    "a mistake in a manifest is named with its file, line and column",
    arguments: [
      ("hidden: 16", "hiden: 16", ["more/mine.yaml:5:17: ", "'hiden'", "Did you mean 'hidden'"]),
      ("hidden: 16", "hidden: many", ["more/mine.yaml:5:25: ", "whole number"]),
      ("architecture: LSTM", "architecture: LSMT", ["more/mine.yaml:3:15: ", "Did you mean 'LSTM'", "Mamba"]),
      ("task:", "taks:", ["more/mine.yaml:4:1: ", "Did you mean 'task'"]),
      ("name: mine", "name: *mine", ["more/mine.yaml:2:7: ", "aliases"]),
      ("name: mine", "name: &mine mine", ["more/mine.yaml:2:7: ", "anchors"]),
      ("name: mine", "name: lstm-jm60", ["more/mine.yaml:2:7: ", "is taken by", "lstm-jm60.yaml:2:7"]),
      ("task: joint-moment", "task: joint-moment\ntask: joint-moment", ["more/mine.yaml:5:1: ", "twice"]),
    ])
  func manifests(_ old: String, _ new: String, _ words: [String]) throws {
    try Workshop.open { shop in
      try shop.write(Self.manifest.replacing(old, with: new), to: "mine.yaml")
      // The others are listed, and the file is named in one line.
      let run = try shop.run("list", "--zoo", "more")
      #expect(run.status == 0 && run.output.contains("transformer-mf60"))
      #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
      for word in words { #expect(run.errors.contains(word), "\(run.errors)") }
    }
  }

  @Test("a folder of manifests adds entries, by --zoo or as the folder zoo")
  func moreEntries() throws {
    try Workshop.open { shop in
      try shop.write(Self.manifest, to: "mine.yaml")
      #expect(try shop.run("list", "--zoo", "more").output.contains("mine"))
      #expect(!(try shop.run("list").output.contains("mine ")))
      try FileManager.default.moveItem(at: shop.url("more"), to: shop.url("zoo"))
      #expect(try shop.run("list").output.contains("mine "))
      try shop.run("list", "--zoo", "nowhere").expectFailure(66, "nowhere")
    }
  }

  @Test(
    "every command's help has an example",
    arguments: [
      [], ["list"], ["show"], ["weights"], ["weights", "import"], ["weights", "inspect"], ["predict"], ["cohort"],
      ["cohort", "import"], ["cohort", "inspect"], ["cohort", "synthesize"], ["cohort", "validate"], ["evaluate"],
      ["train"], ["finetune"], ["benchmark"], ["job"], ["compare"], ["leaderboard"], ["report"], ["plot"],
      ["plot", "trial"], ["registry"], ["registry", "check"], ["registry", "rebuild"], ["verify"], ["publish"],
      ["serve"], ["pull"], ["cite"], ["doctor"], ["new"],
    ])
  func help(_ command: [String]) throws {
    try Workshop.open { shop in
      let run = try Command(command + ["--help"], in: shop.folder)
      run.expectSuccess()
      #expect(run.output.contains("EXAMPLE") && run.output.contains("hipzoo \(command.joined(separator: " "))"))
    }
  }
}
