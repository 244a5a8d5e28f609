import Faults
import Foundation
import Tensors
import TestSupport
import Testing
import Weights

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
