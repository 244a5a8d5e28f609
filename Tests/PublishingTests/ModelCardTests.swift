import Formats
import Foundation
import LSTM
import Protocols
import Publishing
import Registry
import Runs
import Tensors
import TestSupport
import Testing
import Weights

@Suite("A model card") struct ModelCardTests {
  private func card(
    license: String? = "Apache-2.0", description: String? = nil, weights: [PublishedIndex.Weights] = [],
    parameters: Int? = 1234, source: String = "a paper", citation: String? = nil,
    _ runs: [MadeRun] = []
  ) throws -> String {
    let published = """
      weights:
        - source: https://weights.invalid/theirs.safetensors
          sha256: \(Self.digest("theirs"))
          license: CC-BY-4.0
          trained_on: gait2hip60
      """
    let text = """
      name: alpha
      architecture: LSTM
      task: joint-moment
      configuration: {hidden: 2, layers: 1, dropout: 0}
      \(description.map { "description: \($0)\n" } ?? "")\(license.map { "license: \($0)\n" } ?? "")\(published)
      reported:
        - {cohort: healthy, subset: overall, rmse: 0.05, mae: 0.03, r2: 0.9, n: 12, source: \(source)}
      \(citation.map { "citation: \($0)" } ?? "")
      """
    let manifest = try Manifest(yaml: Array(text.utf8), file: "alpha.yaml")
    var card = ""
    try withHome { home in
      let registry = try RegistryIndex(home: home)
      for run in runs { try registry.record(run: run.write(in: home)) }
      let board = try Leaderboard(registry, [manifest], .init(includesEverySubset: true))
      card = ModelCard(manifest, board, weights: weights, parameters: parameters).markdown
    }
    return card
  }

  private static func digest(_ word: String) -> String { MadeRun.fingerprint(word) }

  @Test func `takes no markup of a manifest's words`() throws {
    let card = try card(description: "faster & <script>alert(1)</script>")
    #expect(card.contains("\nfaster &amp; &lt;script>alert(1)&lt;/script>\n"))
  }

  @Test func `takes no markup of a licence, a source, a citation and the names of cohort and protocol`() throws {
    let bad = "x | <script>`alert(1)`\\n\\n# y"
    let quoted = "\"\(bad)\""
    var run = MadeRun(entry: "alpha")
    (run.cohort, run.rules) = ("a|b<script>", "c|d<script>`")
    let card = try card(license: quoted, source: quoted, citation: "\"@misc{a\\n```\\n<script>}\"", [run])
    let words = "x \\| &lt;script>\\`alert(1)\\` # y"
    #expect(card.contains("\n- Code: \(words).\n"))
    #expect(card.contains(" | reported (\(words)) | "))
    #expect(card.contains("\n| a\\|b&lt;script> (healthy) | measured here (trained, c\\|d&lt;script>\\` `"))
    #expect(card.contains("\n````bibtex\n@misc{a\n```\n<script>}\n````"))
    let outside = card.components(separatedBy: "````bibtex")[0]
    #expect(!outside.contains("<script>") && !outside.contains("\n# y"), "\(outside)")
  }

  @Test func `tells the licence of the code from that of the weights`() throws {
    let own = PublishedIndex.Weights(
      file: "alpha.safetensors", sha256: Self.digest("ours"), bytes: 9, format: "safetensors", license: "MIT")
    #expect(try card().contains("\n- Code: Apache-2.0.\n- Weights: CC-BY-4.0."))
    #expect(try card(weights: [own]).contains("\n- Code: Apache-2.0.\n- Weights: CC-BY-4.0, MIT."))
    #expect(try card(license: nil).contains("\n- Code: not stated.\n- Weights: CC-BY-4.0."))
  }

  @Test func `names each file of weights once, those that are here first`() throws {
    let files = ["ours", "theirs"].map {
      PublishedIndex.Weights(
        file: "\($0).safetensors", sha256: Self.digest($0), bytes: 9, format: "safetensors", license: nil)
    }
    let here = "`ours.safetensors`: 9 bytes, safetensors, SHA-256 `\(Self.digest("ours"))`."
    let elsewhere = "theirs.safetensors, from its authors: SHA-256 `\(Self.digest("theirs"))`."
    #expect(try card(weights: [files[0]]).contains("## Weights\n\n- \(here)\n- \(elsewhere)\n\n##"))
    #expect(try !card(weights: files).contains("from its authors"))
  }

  @Test func `says what it predicts from what`() throws {
    let card = try card()
    // The hub's front matter comes first.
    let front =
      "---\nlicense: \"cc-by-4.0\"\nlibrary_name: hipzoo\ntags: [\"gait\", \"biomechanics\", \"joint-moment\"]\n---\n\n"
    #expect(card.hasPrefix(front + "# alpha\n\nAn entry for the task joint-moment.\n"))
    #expect(card.contains("- Task: joint-moment, 3 outputs in Nm/kg (times body mass in kg: Nm)."))
    #expect(
      card.contains("- Architecture: LSTM, 1234 parameters; configuration `{\"dropout\":0,\"hidden\":2,\"layers\":1}`.")
    )
    #expect(card.contains("- Inputs: one gait cycle of 180 frames, in degrees: hip_flexion_r, hip_adduction_r, "))
    #expect(card.contains("It is no medical device"))
  }

  @Test func `has every score with where it comes from`() throws {
    let run = MadeRun(entry: "alpha")
    let card = try card([run])
    let digest = "`\(try run.description().rules.fingerprint.prefix(8))`"
    let lines = card.split(separator: "\n").filter { $0.hasPrefix("| ") }.map(String.init)
    #expect(
      lines == [
        "| cohort | how | weights | subset | n | RMSE, Nm/kg | MAE, Nm/kg | R2 |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        "| walkers (healthy) | measured here (trained, rules \(digest)) | none | overall | 6 | 0.2500 ± 0.1871 | 0.2500 ± 0.1871 "
          + "| 0.9565 ± 0.0462 |",
        "| walkers (healthy) | measured here (trained, rules \(digest)) | none | slow | 6 | 0.2500 ± 0.1871 | 0.2500 ± 0.1871 "
          + "| 0.9471 ± 0.0562 |",
        "| walkers (healthy) | measured here (trained, rules \(digest)) | none | fast | 6 | 0.2500 ± 0.1871 | 0.2500 ± 0.1871 "
          + "| 0.9611 ± 0.0413 |",
        "| reported healthy (healthy) | reported (a paper) | the authors' | overall | 12 | 0.0500 | 0.0300 | 0.9000 |",
      ])
    #expect(
      card.contains("- Examined here with other weights than these: trained here by protocol rules (\(digest)) on"))
    #expect(try self.card().contains("- Not trained here; what its authors trained on is in their publication."))
    #expect(try self.card().components(separatedBy: "\n| ").count == 4)
  }

  @Test func `says on whom the authors trained their weights`() throws {
    let theirs = PublishedIndex.Weights(
      file: "alpha.safetensors", sha256: Self.digest("ours"), bytes: 9, format: "safetensors", license: nil,
      label: .init(
        name: "alpha", origin: .imported, source: "theirs.safetensors", sourceFingerprint: Self.digest("theirs")))
    #expect(
      try card(weights: [theirs]).contains(
        "- `alpha.safetensors`: its authors' weights, trained by them on gait2hip60, not here."))
  }

  @Test func `makes BibTeX of words without what would end it`() throws {
    let text = """
      name: alpha
      architecture: LSTM
      task: joint-moment
      configuration: {hidden: 2, layers: 1, dropout: 0}
      citation: "A {brace}, a \\\\ and  two\\nlines"
      """
    let manifest = try Manifest(yaml: Array(text.utf8), file: "alpha.yaml")
    #expect(
      try Citation.bibTeX(of: manifest) == "@misc{alpha,\n  title = {alpha},\n  note = {A brace, a  and two lines}\n}")
  }

  @Test func `of installed weights that are not what their source gives is told by verify`() throws {
    try withHome { home in
      let zoo = try TinyZoo()
      _ = try zoo.keepInCache(home)
      _ = try zoo.pull(home, isOffline: true).install("tiny")
      let verification = Verification(zoo.catalogue, architectures: [LSTM.self], home: home)
      #expect(try verification.files().allSatisfy { $0.problem == nil && $0.remark == nil })
      let file = home.weights.appending(path: "tiny.safetensors")
      var artifact = try Artifact.read(file)
      artifact.weights = artifact.weights.map { weight in
        Weight(name: weight.name, shape: weight.shape, values: weight.values.map { $0 + 1 })
      }
      let sourceless = artifact
      artifact.provenance["source_sha256"] = zoo.sha256
      try artifact.write(to: file)
      let problems = try verification.files().compactMap(\.problem)
      #expect(problems.count == 1 && problems[0].contains("when it was installed it was \(zoo.sha256)"), "\(problems)")
      // Weights that an earlier version installed have nothing beside them but what they came from.
      try FileManager.default.removeItem(at: home.weights.appending(path: "tiny.sha256"))
      let again = try verification.files().compactMap(\.problem)
      #expect(again.count == 1 && again[0].contains("an import of \(zoo.sha256) gives"), "\(again)")
      // With neither, that is said.
      try sourceless.write(to: file)
      let said = try verification.files().compactMap(\.remark)
      #expect(said == ["it loads, but nothing here says what it was when it was installed"])
    }
  }
}
