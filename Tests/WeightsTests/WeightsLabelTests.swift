import Foundation
import Protocols
import TestSupport
import Testing
import Weights
import Zoo

@Suite("The label of weights") struct WeightsLabelTests {
  private func artifact(_ provenance: [String: String], entry: String = "tiny-jm60") throws -> Artifact {
    var artifact = try Tiny.artifact()
    artifact.entry = entry
    artifact.provenance = provenance
    return artifact
  }

  @Test(
    arguments: [
      (["source_file": "T.pt", "source_sha256": "abcdef0123"], "imported", "imported from T.pt (abcdef01)"),
      (["run": "0123456789", "protocol": "quick"], "trained", "trained here by quick (01234567)"),
      (
        ["run": "0123456789", "protocol": "few", "parent_sha256": "fedcba9876", "parent_entry": "lstm-jm60"],
        "finetuned",
        "finetuned from lstm-jm60 (fedcba98)"
      ),
      ([:], "unknown", "of unknown origin"),
    ] as [([String: String], String, String)])
  func `says origin and parent, in memory and of a file`(
    _ provenance: [String: String], _ origin: String, _ text: String
  ) throws {
    try withTemporaryFolder { folder in
      let artifact = try artifact(provenance)
      #expect(artifact.label.origin.rawValue == origin && artifact.label.text == text)
      let file = folder.appending(path: "w.safetensors")
      try artifact.write(to: file)
      #expect(try Artifact.label(of: file) == artifact.label)
    }
  }

  @Test func `tells when the code that predicts is not the code that trained`() throws {
    let code = CodeDigests(["Tiny": "aaaaaaaaaa"])
    let engine = String(engineVersion)
    #expect(try artifact(["code_sha256": "aaaaaaaaaa", "engine": engine]).changedCode(code) == nil)
    let other = try artifact(["code_sha256": "bbbbbbbbbb", "engine": engine]).changedCode(code)
    #expect(other?.contains("other code of Tiny (bbbbbbbb, now aaaaaaaa)") == true)
    let older = try artifact(["code_sha256": "aaaaaaaaaa", "engine": "0"]).changedCode(code)
    #expect(older?.contains("version 0 of the engine") == true)
    // A checkpoint from elsewhere does not say what code trained it.
    #expect(try artifact([:]).changedCode(code) == nil)
  }

  @Test func `weights with a name of their own have a manifest, those of an entry and damaged ones have none`() throws {
    try withTemporaryFolder { folder in
      let installed = InstalledWeights(folder)
      try installed.install(Tiny.artifact())
      try installed.install(
        artifact(["parent_sha256": "fedcba9876", "parent_entry": "tiny-jm60"], entry: "tiny-clinic"))
      try Data("no".utf8).write(to: folder.appending(path: "broken.safetensors"))
      let catalogue = try Tiny.catalogue()
      let own = installed.manifests(besides: catalogue)
      #expect(own.map(\.name) == ["tiny-clinic"])
      #expect(own.first?.description == "Weights, finetuned from tiny-jm60 (fedcba98).")
      let whole = catalogue.adding(own + own)
      #expect(whole.entries.count == catalogue.entries.count + 1)
      #expect(try whole.entry(named: "tiny-clinic").task.name == "joint-moment")
    }
  }
}
