import Fixtures
import Formats
import Foundation
import Protocols
import Testing

@Suite("The published entries") struct PublishedEntryTests {
  static let names = ["lstm", "mamba", "transformer"].flatMap { ["\($0)-jm60", "\($0)-mf60"] }

  /// The zoo of this repository; entries that were published here have no weights of their authors.
  private func catalogue() throws -> Catalogue {
    let folder = Fixtures.url("../../zoo").standardized
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    let manifests = try files.filter { $0.pathExtension == "yaml" }.map {
      try Manifest(yaml: Array(Data(contentsOf: $0)), file: $0.lastPathComponent)
    }
    let architectures = manifests.compactMap { manifest in
      if case .architecture(let name) = manifest.implementation { name } else { nil }
    }
    return try Catalogue(builtIn: [], folders: [folder], architectures: architectures).complete()
  }

  private func published() throws -> [Manifest] { try catalogue().entries.filter { !$0.weights.isEmpty } }

  @Test func `all load`() throws {
    let entries = try published()
    #expect(entries.map(\.name) == Self.names)
    for entry in entries {
      let file = try #require(entry.weights.first)
      guard case .address(let url) = file.source, case .architecture(let architecture) = entry.implementation
      else {
        Issue.record("\(entry.name) has no address or no architecture")
        continue
      }
      #expect(entry.name == "\(architecture)-\(entry.task.suffix)".lowercased())
      #expect(url.lastPathComponent == "\(architecture)_\(entry.task.suffix).pt")
      #expect(file.format == .pt && file.license == "MIT" && entry.license == "MIT")
      #expect(entry.citation?.contains("2605.30374") == true && entry.description != nil)
      #expect(entry.reported.filter { $0.cohort == "healthy" }.map(\.subset) == ReportedScore.subsets)
      #expect(entry.reported.filter { $0.cohort == "onfh" }.count == (architecture == "Transformer" ? 1 : 0))
    }
  }

  @Test(arguments: [
    ("lstm-mf60", #"{"dropout":0.1,"hidden":128,"layers":2}"#, 0.7651),
    (
      "transformer-jm60",
      #"{"d_model":128,"dropout":0.1,"feedforward":256,"heads":4,"layers":2,"max_frames":500}"#, 0.8665
    ),
    ("mamba-jm60", #"{"d_conv":4,"d_model":128,"d_state":16,"dropout":0.1,"expand":2,"layers":2}"#, 0.8166),
  ])
  func `carry the configuration and the scores of the paper`(_ name: String, _ json: String, _ r2: Double)
    throws
  {
    let entry = try catalogue().entry(named: name)
    #expect(entry.configuration.canonicalJSON == json)
    #expect(entry.reported.first { $0.subset == "fast" }?.r2 == r2)
  }

  @Test(.enabled(if: Fixtures.isShared("published/SHA256SUMS"), "needs ../shared/published"))
  func `name the digests and sizes of the published files`() throws {
    let folder = Fixtures.shared.appending(path: "published")
    let lines = try String(contentsOf: folder.appending(path: "SHA256SUMS"), encoding: .utf8).split(
      separator: "\n")
    let sums = lines.map { $0.split(separator: " ").map(String.init) }
    #expect(sums.count == 6)
    for entry in try published() {
      let file = try #require(entry.weights.first)
      guard case .address(let url) = file.source else { continue }
      #expect(sums.contains([file.sha256, url.lastPathComponent]))
      let path = folder.appending(path: url.lastPathComponent).path
      #expect(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int == file.bytes)
    }
  }
}
