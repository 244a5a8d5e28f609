import CycleMixer
import Formats
import GRU
import LSTM
import Mamba
import Protocols
import TCN
import Testing
import Transformer
import Zoo

@Suite("The architectures of the zoo") struct ArchitectureConformanceTests {
  /// The entries of this package, as the program embeds them, that are no processes.
  static let entries: [Manifest] = {
    let names = compiledArchitectures.map { $0.name }
    let catalogue = try? Catalogue(builtIn: embeddedManifests, architectures: names)
    return (catalogue?.entries ?? []).filter { if case .architecture = $0.implementation { true } else { false } }
  }()

  @Test(arguments: compiledArchitectures.map { $0.name })
  func `have an entry for each published task`(_ name: String) {
    let tasks = Self.entries.filter { $0.implementation == .architecture(name) }.map(\.task.name)
    #expect(Set(tasks).isSuperset(of: ["muscle-force", "joint-moment"]))
  }

  @Test(arguments: entries.map(\.name))
  func `conform with the configuration of the entry`(_ name: String) throws {
    let entry = try #require(Self.entries.first { $0.name == name })
    let type = try #require(compiledArchitectures.first { entry.implementation == .architecture($0.name) })
    expectConformance(of: type, entry.configuration, task: entry.task)
  }

  static let small: [(any Architecture.Type, Node)] = [
    (
      CycleMixer.self,
      [
        "width": 6, "hidden": 5, "kernel": 2, "dilations": [1, 3], "harmonics": 1, "gain": 1.0,
        "dropout": 0.2,
      ]
    ),
    (
      CycleMixer.self,
      [
        "width": 5, "hidden": 6, "kernel": 3, "dilations": [2], "harmonics": 2, "gain": 2.0, "dropout": 0.0,
        "summary": 3, "jitter": 0.4,
      ]
    ),
    (GRU.self, ["hidden": 5, "layers": 2, "dropout": 0.3]),
    (GRU.self, ["hidden": 7, "layers": 1, "bidirectional": false, "dropout": 0.0]),
    (LSTM.self, ["hidden": 5, "layers": 1, "dropout": 0.0]),
    (LSTM.self, ["hidden": 7, "layers": 3, "dropout": 0.5]),
    (Mamba.self, ["d_model": 6, "d_state": 3, "d_conv": 2, "expand": 2, "layers": 1, "dropout": 0.3]),
    (TCN.self, ["channels": 10, "kernel": 4, "blocks": 1, "dropout": 0.0]),
    (TCN.self, ["channels": 6, "kernel": 3, "blocks": 3, "padding": "causal", "dropout": 0.2]),
    (TCN.self, ["channels": 6, "kernel": 2, "blocks": 2, "padding": "zeros", "dropout": 0.2]),
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
