import Faults
import Foundation
import Tensors
import TestSupport
import Testing
import Weights
import Zoo

@Suite("Installed weights") struct InstalledWeightsTests {
  private let further = [
    Weight(name: "map.weight", shape: [3, 10], values: (0..<30).map { Float($0) }),
    Weight(name: "map.bias", shape: [3], values: [1, 2, 3]),
  ]

  @Test("a training installs its weights where there are none, byte by byte")
  func first() throws {
    try withTemporaryFolder { folder in
      let (installed, trained) = (
        InstalledWeights(folder.appending(path: "home")), folder.appending(path: "t.safetensors")
      )
      try Tiny.artifact().write(to: trained)
      #expect(installed.existingFile(of: "tiny-jm60") == nil)
      let file = try installed.install(trained, unlessThereAreOthersOf: "tiny-jm60")
      #expect(file == installed.file(of: "tiny-jm60") && installed.existingFile(of: "tiny-jm60") == file)
      #expect(try Data(contentsOf: installed.file(of: "tiny-jm60")) == Data(contentsOf: trained))
    }
  }

  @Test("a training never replaces weights, an import does when it is told to")
  func others() throws {
    try withTemporaryFolder { folder in
      let (installed, trained) = (InstalledWeights(folder), folder.appending(path: "t.safetensors"))
      let before = try Tiny.artifact()
      let file = try installed.install(before)
      try Tiny.artifact(weights: further).write(to: trained)
      #expect(try installed.install(trained, unlessThereAreOthersOf: "tiny-jm60") == nil)
      #expect(try Artifact.read(file) == before)
      expectFault(.usage, "tiny-jm60", "--replace") { try installed.install(Tiny.artifact(weights: further)) }
      #expect(try Artifact.read(file) == before)
      // The same weights again replace nothing.
      #expect(try installed.install(before) == file)
      try installed.install(Tiny.artifact(weights: further), replacing: true)
      #expect(try Artifact.read(file).weights.map(\.values) == further.sorted { $0.name < $1.name }.map(\.values))
    }
  }

  @Test("an entry has its own weights, as they were installed")
  func own() throws {
    try withTemporaryFolder { folder in
      let installed = InstalledWeights(folder)
      let file = try installed.install(Tiny.artifact())
      let search = WeightsSearch(try Tiny.catalogue(), architectures: [Tiny.self], installed: installed)
      #expect(try search.artifact("tiny-jm60") == Tiny.artifact())
      var other = try Tiny.artifact(weights: further)
      try other.write(to: file)
      expectFault(.data, "tiny-jm60.safetensors", "when it was installed it was") { try search.artifact("tiny-jm60") }
      other.entry = "small-jm60"
      try other.write(to: file)
      expectFault(.data, "tiny-jm60.safetensors", "'small-jm60'") { try search.artifact("tiny-jm60") }
      try FileManager.default.removeItem(at: folder.appending(path: "tiny-jm60.sha256"))
      try Tiny.artifact(configuration: #"{"gain": 3}"#).write(to: file)
      expectFault(.data, "the weights are of Tiny", #"{"gain":3}"#) { try search.artifact("tiny-jm60") }
    }
  }

  @Test("a name that is a path installs nothing", arguments: ["../outside", "a/b", "", "..", ".hidden", "x\ny"])
  func paths(_ name: String) throws {
    try withTemporaryFolder { folder in
      let installed = InstalledWeights(folder.appending(path: "home/weights"))
      var artifact = try Tiny.artifact()
      artifact.entry = name
      expectFault(.data, "can be no name") { try installed.install(artifact) }
      let file = folder.appending(path: "evil.safetensors")
      try artifact.write(to: file)
      let importing = WeightsImport(try Tiny.catalogue(), architectures: [Tiny.self])
      expectFault(.usage, "evil.safetensors", "can be no name") { try importing.artifact(file) }
      #expect(try FileManager.default.subpathsOfDirectory(atPath: folder.path) == ["evil.safetensors"])
    }
  }

  @Test("a damaged file is not installed")
  func damaged() throws {
    try withTemporaryFolder { folder in
      let (installed, trained) = (
        InstalledWeights(folder.appending(path: "home")), folder.appending(path: "t.safetensors")
      )
      try Data("nothing".utf8).write(to: trained)
      #expect(throws: Fault.self) { try installed.install(trained, unlessThereAreOthersOf: "tiny-jm60") }
      #expect(installed.existingFile(of: "tiny-jm60") == nil)
    }
  }
}
