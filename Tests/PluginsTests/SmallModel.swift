import Fixtures
import Formats
import LSTM
import Mamba
import Tensors
import Testing
import Transformer
import Zoo

/// The architectures that ship with HipZoo.
let shippedArchitectures: [any Architecture.Type] = [LSTM.self, Mamba.self, Transformer.self]

/// A small network with what PyTorch made of it: `Tests/Fixtures/NAME_small.safetensors`.
struct SmallModel: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let configuration: String
  let file: String

  static let all = [
    SmallModel(
      testDescription: "LSTM", configuration: #"{"hidden": 16, "layers": 2, "dropout": 0}"#, file: "lstm_small"),
    SmallModel(
      testDescription: "Transformer",
      configuration: """
        {"d_model": 16, "heads": 4, "layers": 2, "feedforward": 32, "dropout": 0, "max_frames": 180}
        """, file: "transformer_small"),
    SmallModel(
      testDescription: "Mamba",
      configuration: """
        {"d_model": 16, "d_state": 4, "d_conv": 4, "expand": 2, "layers": 2, "dropout": 0}
        """, file: "mamba_small"),
  ]

  /// A network that runs on the fixture's numbers.
  struct Running {
    let fixture: Safetensors
    let model: any SequenceModel
    let parameters: Parameters

    func tensor(_ name: String) throws -> Tensor {
      let entry = try #require(fixture[name], "\(name)")
      return Tensor(entry.floats(), shape: entry.shape)
    }

    /// The numbers of an array of each parameter, as many as the fixture has of it.
    func expected(_ prefix: String, _ name: String) throws -> [Double] {
      try #require(fixture[prefix + name], "\(prefix)\(name)").doubles()
    }
  }

  /// Builds the network with the fixture's parameters.
  func run() throws -> Running {
    let fixture = try Safetensors.read(Fixtures.url("\(file).safetensors"))
    let node = try Node(json: configuration, file: testDescription)
    let architecture = try ConfiguredArchitecture(testDescription, configuration: node, among: shippedArchitectures)
      .architecture
    let weights = fixture.tensors.filter { $0.name.hasPrefix("param.") }.map { entry in
      widened(Weight(name: String(entry.name.dropFirst(6)), shape: entry.shape, values: entry.floats()))
    }
    let scope = Scope(weights: weights)
    let model = architecture.model(inputs: 10, outputs: 3, in: scope)
    #expect(scope.problems == [])
    #expect(Set(scope.parameters.names) == Set(weights.map(\.name)))
    return Running(fixture: fixture, model: model, parameters: scope.parameters)
  }

  /// The fixture's Transformer knows 24 positions and ours 180 at least; the further ones are not used.
  private func widened(_ weight: Weight) -> Weight {
    guard weight.name.hasSuffix("pos_embed.weight") else { return weight }
    let missing = 180 - weight.shape[0]
    return Weight(
      name: weight.name, shape: [180, weight.shape[1]],
      values: weight.values + [Float](repeating: 0, count: missing * weight.shape[1]))
  }
}

/// Expects the first numbers to lie within a share of the largest expected one, and any that follow to be zero.
func expectClose(_ values: [Float], _ expected: [Double], within tolerance: Double, _ what: String) {
  let scale = expected.map(\.magnitude).max() ?? 0
  let worst = zip(values, expected).map { (Double($0) - $1).magnitude }.max { $0 < $1 || $1.isNaN } ?? 0
  #expect(worst <= tolerance * scale, "\(what): \(worst) apart where the largest is \(scale)")
  #expect(values.dropFirst(expected.count).allSatisfy { $0 == 0 } && values.count >= expected.count, "\(what)")
}
