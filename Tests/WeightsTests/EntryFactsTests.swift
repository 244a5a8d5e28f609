import Foundation
import Protocols
import TestSupport
import Testing
import Weights

@Suite("What is said of an entry") struct EntryFactsTests {
  @Test("a summary says whether weights are here, published or nowhere")
  func availability() throws {
    try withTemporaryFolder { folder in
      let installed = InstalledWeights(folder)
      func summary(_ manifest: Manifest) throws -> EntrySummary {
        try EntrySummary(manifest, architectures: [Tiny.self], installed: installed)
      }
      let published = try Tiny.catalogue().entry(named: "tiny-jm60")
      #expect(try summary(published).weights == .published)
      #expect(try summary(Self.manifest("architecture: Tiny, configuration: {gain: 2}")).weights == .none)
      try installed.install(Tiny.artifact())
      let here = try summary(published)
      #expect(here.weights == .here && here.parameters == 33 && here.architecture == "Tiny")
      #expect(here.license == nil && here.reportedRMSE == nil)
    }
  }

  @Test("a summary takes the RMSE that is reported of all trials of healthy subjects, and no other")
  func reported() throws {
    let manifest = try Self.manifest(
      """
      process: {command: [python3, run.py]}, license: MIT, reported: [
        {cohort: onfh, subset: overall, rmse: 9, mae: 9, r2: 0, source: here},
        {cohort: healthy, subset: slow, rmse: 8, mae: 8, r2: 0, source: here},
        {cohort: healthy, subset: overall, rmse: 0.25, mae: 0.1, r2: 0.9, source: here}]
      """)
    let summary = try EntrySummary(
      manifest, architectures: [], installed: InstalledWeights(URL(fileURLWithPath: "/no")))
    #expect(summary.reportedRMSE == 0.25 && summary.license == "MIT")
    #expect(summary.architecture == "process: python3" && summary.parameters == nil && summary.weights == .none)
  }

  @Test("the facts of an entry stand in their order, those of a network and those of a program")
  func facts() throws {
    try withTemporaryFolder { folder in
      let installed = InstalledWeights(folder)
      func facts(_ manifest: Manifest) throws -> [String] {
        try EntryFacts(manifest, architectures: [Tiny.self], installed: installed).facts.map {
          "\($0.name)|\($0.value)"
        }
      }
      let tiny = try Tiny.catalogue().entry(named: "tiny-jm60")
      let zeros = String(repeating: "0", count: 64)
      #expect(
        try facts(tiny) == [
          "task|joint-moment: 3 outputs in Nm/kg", "architecture|Tiny, causal", #"configuration|{"gain":2}"#,
          "parameters|33 in 2 tensors", "licence|not stated", "weights|not here yet",
          "  published|https://example.org/files/tiny.pt", "|CC-BY-4.0, sha256 \(zeros)",
        ])
      let file = try installed.install(Tiny.artifact())
      #expect(try facts(tiny)[5] == "weights|\(file.relativePath)")
      let program = try Self.manifest("process: {command: [python3, run.py]}, license: MIT, replaced_by: other")
      #expect(
        try facts(program) == [
          "replaced by|other", "task|joint-moment: 3 outputs in Nm/kg", "process|python3 run.py", "track|open",
          "licence|MIT", "weights|not here yet",
        ])
    }
  }

  private static func manifest(_ rest: String) throws -> Manifest {
    try Manifest(yaml: Array("{name: mine, task: joint-moment, \(rest)}".utf8), file: "mine.yaml")
  }
}
