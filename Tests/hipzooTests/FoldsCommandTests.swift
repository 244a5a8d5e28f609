import Fixtures
import Foundation
import TestSupport
import Testing

/// Designs are chosen by the folds, by the real commands.
@Suite struct FoldsCommandTests {
  private static let options = [
    "--protocol", "tiny.yaml", "--zoo", "more", "--entries", "small,large", "--cohort", "c", "--tasks", "joint-moment",
    "--quiet",
  ]

  private func withEntries(_ body: (Workshop) throws -> Void) throws {
    try Workshop.open { shop in
      try shop.run("cohort", "synthesize", "--output", "c", "--subjects", "6", "--patients", "2").expectSuccess()
      let quick = try String(contentsOf: Fixtures.url("../../protocols/quick.yaml").standardized, encoding: .utf8)
      let rules = quick.replacing("name: quick", with: "name: tiny").replacing("epochs: 30", with: "epochs: 2")
        .replacing("trials_per_cadence: 2", with: "trials_per_cadence: 1")
      try Data(rules.utf8).write(to: shop.url("tiny.yaml"))
      for (name, hidden) in [("small", 2), ("large", 4)] {
        try shop.write(
          "name: \(name)\narchitecture: GRU\ntask: joint-moment\n"
            + "configuration: {hidden: \(hidden), layers: 1, dropout: 0.0}\n", to: "\(name).yaml")
      }
      try body(shop)
    }
  }

  /// The kinds of result files below `runs/`, each once.
  private func left(in shop: Workshop) throws -> Set<String> {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: shop.url(".hipzoo/runs").path)
    return Set(paths.map { URL(fileURLWithPath: $0).lastPathComponent })
  }

  @Test(arguments: [["benchmark"], ["submit", "--on", "local", "--workers", "2"]])
  func `nobody is tested before it is asked for`(_ command: [String]) throws {
    try withEntries { shop in
      let done = try shop.run(command + Self.options + ["--folds"])
      #expect(done.status == 0, "\(done.errors)")
      let left = try left(in: shop)
      #expect(left.contains("result.json") && left.isDisjoint(with: ["scores.json", "weights.safetensors", "final"]))
      try shop.run("compare", "small", "large", "--zoo", "more").expectFailure(66, "measured")

      let compared = try shop.run("compare", "small", "large", "--folds", "--zoo", "more", "--metric", "mae")
      compared.expectSuccess()
      let lines = compared.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
      let heading = try #require(lines.first { $0.starts(with: ["mean", "MAE"]) })
      #expect(heading == ["mean", "MAE", "n", "overall", "slow", "med", "fast"])
      // Six people, of whom one is held out for the test.
      #expect(
        lines.contains { $0.starts(with: ["small", "5"]) } && lines.contains { $0.starts(with: ["large", "5"]) })
      #expect(compared.output.contains("no test was looked at"))

      try shop.run(["benchmark"] + Self.options).expectSuccess()
      let tested = try self.left(in: shop)
      #expect(tested.isSuperset(of: ["scores.json", "weights.safetensors"]))
      #expect(
        try shop.run("compare", "small", "large", "--folds", "--zoo", "more", "--metric", "mae").output
          == compared.output)
      try shop.run("compare", "small", "large", "--zoo", "more").expectSuccess()
    }
  }

  @Test func `what the folds came to is said, as JSON too`() throws {
    try withEntries { shop in
      let text = try shop.run(["benchmark"] + Self.options + ["--folds"])
      #expect(text.output.contains("validation loss") && text.output.contains("hipzoo compare small large --folds"))
      let json = try shop.run(["benchmark"] + Self.options + ["--folds", "--json"])
      let line = try #require(json.output.range(of: "[\n")).lowerBound
      let folds = try JSONDecoder().decode([Fold].self, from: Data(json.output[line...].utf8))
      // Three runs, the mean curve's among them.
      #expect(Set(folds.map(\.job)).count == folds.count && folds.count % 3 == 0 && !folds.isEmpty)
      #expect(folds.filter { $0.job.hasPrefix("small") }.allSatisfy { $0.validationLoss ?? 0 > 0 && $0.bestEpoch <= 2 })
    }
  }

  private struct Fold: Decodable {
    let job: String
    let bestEpoch: Int
    let validationLoss: Double?
  }
}
