import Conformance
import Fixtures
import LSTM
import Mamba
import Tensors
import Testing
import Transformer
import Zoo

private let architectures: [any Architecture.Type] = [LSTM.self, Mamba.self, Transformer.self]

@Suite("The architectures of the zoo") struct ArchitectureConformanceTests {
  static let entries: [Manifest] = {
    let folder = Fixtures.url("../../zoo").standardized
    let catalogue = try? Catalogue(builtIn: [], folders: [folder], architectures: architectures.map { $0.name })
    return catalogue?.entries ?? []
  }()

  @Test func `have an entry for each task`() {
    #expect(Self.entries.count == 2 * architectures.count)
  }

  @Test(arguments: entries.map(\.name))
  func `conform with the configuration of the entry`(_ name: String) throws {
    let entry = try #require(Self.entries.first { $0.name == name })
    let type = try #require(architectures.first { entry.implementation == .architecture($0.name) })
    expectConformance(of: type, entry.configuration, task: entry.task)
  }

  static let small: [(any Architecture.Type, Node)] = [
    (LSTM.self, ["hidden": 5, "layers": 1, "dropout": 0.0]),
    (LSTM.self, ["hidden": 7, "layers": 3, "dropout": 0.5]),
    (Mamba.self, ["d_model": 6, "d_state": 3, "d_conv": 2, "expand": 2, "layers": 1, "dropout": 0.3]),
    (
      Transformer.self,
      ["d_model": 6, "heads": 3, "layers": 2, "feedforward": 5, "dropout": 0.4, "max_frames": 180]
    ),
  ]

  @Test(arguments: small.indices)
  func `conform with sizes that are small and odd`(_ index: Int) {
    let (type, configuration) = Self.small[index]
    expectConformance(of: type, configuration)
  }
}
