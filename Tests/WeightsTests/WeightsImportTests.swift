import Faults
import Formats
import Foundation
import Runs
import TestSupport
import Testing
import Weights

@Suite("Importing and finding weights")
struct WeightsImportTests {
  private func withFile(
    _ data: Data, named name: String = "tiny.pt", sha256: String? = nil, _ body: (URL, WeightsImport) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: name)
      try data.write(to: file)
      let catalogue = try Tiny.catalogue(sha256: sha256 ?? Digest.sha256(of: data))
      try body(file, WeightsImport(catalogue, architectures: [Tiny.self]))
    }
  }

  @Test("takes a checkpoint for the entry that names its digest, with the entry's licence")
  func digest() throws {
    let data = try Tiny.checkpoint()
    try withFile(data) { file, importing in
      let artifact = try importing.artifact(file)
      #expect(artifact.entry == "tiny-jm60" && artifact.configuration.canonical == #"{"gain":2}"#)
      #expect(artifact.weights == Tiny.weights.sorted { $0.name < $1.name })
      #expect(artifact.standardisation == (try Tiny.artifact()).standardisation)
      #expect(
        artifact.provenance == [
          "source_file": "tiny.pt", "source_sha256": Digest.sha256(of: data), "license": "CC-BY-4.0",
        ])
    }
  }

  @Test("takes another checkpoint for the only entry of its kind, without a licence that it may not have")
  func kind() throws {
    try withFile(try Tiny.checkpoint(), sha256: String(repeating: "1", count: 64)) { file, importing in
      let artifact = try importing.artifact(file)
      #expect(artifact.entry == "tiny-jm60" && artifact.provenance["license"] == nil)
    }
  }

  @Test("takes a weights file again as it is")
  func safetensors() throws {
    let artifact = try Tiny.artifact()
    try withFile(try artifact.encoded(), named: "mine.safetensors") { file, importing in
      for name in [nil, "tiny-jm60"] {
        let again = try importing.artifact(file, as: name)
        #expect(again == artifact)
      }
    }
  }

  @Test("refuses a file of HipZoo under an entry's name that is not the entry's, of other units, or described anew")
  func notItsOwn() throws {
    try withFile(try Tiny.artifact(configuration: #"{"gain": 3}"#).encoded(), named: "mine.safetensors") {
      file, importing in
      expectFault(.data, "mine.safetensors", "the weights are of Tiny") { _ = try importing.artifact(file) }
    }
    var (unit, frames) = (try Tiny.artifact(), try Tiny.artifact())
    (unit.unit, frames.frames) = ("N/kg", 181)
    try withFile(try unit.encoded(), named: "mine.safetensors") { file, importing in
      expectFault(.data, "mine.safetensors", "'N/kg'", "Nm/kg") { _ = try importing.artifact(file) }
    }
    try withFile(try frames.encoded(), named: "mine.safetensors") { file, importing in
      expectFault(.data, "mine.safetensors", "181 frames", "has 180") { _ = try importing.artifact(file) }
    }
    try withFile(try Tiny.artifact().encoded(), named: "mine.safetensors") { file, importing in
      let zeros = [String](repeating: "0", count: 10).joined(separator: ",")
      let ones = [String](repeating: "1", count: 10).joined(separator: ",")
      let description = try WeightsDescription(mean: zeros, deviation: ones, file: nil)
      expectFault(.usage, "mine.safetensors", "--mean", "Leave them out") {
        _ = try importing.imported(file, describedBy: description)
      }
    }
  }

  @Test("refuses what does not belong to the entry, or from which nothing can be predicted")
  func refusals() throws {
    try withFile(try Tiny.checkpoint(standardised: false)) { file, importing in
      expectFault(.data, "tiny.pt: there is no standardisation") { _ = try importing.artifact(file) }
    }
    try withFile(try Tiny.checkpoint(outputs: ["a", "b", "c"])) { file, importing in
      expectFault(.data, "the checkpoint predicts a, b, c") { _ = try importing.artifact(file) }
    }
    try withFile(try Tiny.artifact(configuration: #"{"gain": 3}"#).encoded(), named: "x.safetensors") {
      file, importing in
      expectFault(.data, #"with {"gain":3}; the entry 'tiny-jm60' is Tiny for joint-moment with {"gain":2}"#) {
        _ = try importing.artifact(file, as: "tiny-jm60")
      }
    }
    try withFile(try Tiny.checkpoint(outputs: ["a"]), sha256: String(repeating: "1", count: 64)) { file, importing in
      let fault = #expect(throws: Fault.self) { try importing.artifact(file) }
      #expect(fault?.kind == .usage && fault?.description.contains("--as ENTRY (one of tiny-jm60)") == true)
    }
    try withFile(Data("neither of the two".utf8)) { file, importing in
      expectFault(.data, "tiny.pt: ") { _ = try importing.artifact(file) }
    }
  }

  @Test("looks in the folder that is named, then at home, and else says where to get the weights")
  func search() throws {
    let data = try Tiny.checkpoint()
    try withTemporaryFolder { folder in
      let (home, other) = (HomeFolder(folder.appending(path: "home").path), folder.appending(path: "other"))
      let catalogue = try Tiny.catalogue(sha256: Digest.sha256(of: data))
      let search = WeightsSearch(catalogue, architectures: [Tiny.self], installed: InstalledWeights(home.weights))
      for place in [nil, other] {
        let fault = #expect(throws: Fault.self) { try search.artifact("tiny-jm60", in: place) }
        #expect(fault?.kind == .missing)
        #expect(fault?.description.contains("https://example.org/files/tiny.pt") == true, "\(fault?.description ?? "")")
      }
      let artifact = try Tiny.artifact()
      try artifact.write(to: InstalledWeights(home.weights).file(of: "tiny-jm60"))
      #expect(try search.artifact("tiny-jm60") == artifact)
      #expect(try search.artifact(InstalledWeights(home.weights).file(of: "tiny-jm60").path) == artifact)
      // The published file, checked against the manifest's digest.
      try FileManager.default.createDirectory(at: other, withIntermediateDirectories: true)
      try data.write(to: other.appending(path: "tiny.pt"))
      #expect(try search.artifact("tiny-jm60", in: other).provenance["source_file"] == "tiny.pt")
      try (data + Data([0])).write(to: other.appending(path: "tiny.pt"))
      expectFault(.data, "the manifest of 'tiny-jm60' says") { _ = try search.artifact("tiny-jm60", in: other) }
      #expect((#expect(throws: Fault.self) { try search.artifact("tiny-jm61") })?.kind == .missing)
    }
  }
}
