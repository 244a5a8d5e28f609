import Fixtures
import Foundation
import Protocols
import Tensors
import Testing

@Suite("The published configurations")
struct PublishedParametersTests {
  /// The six published entries alone, since others may need further architectures.
  static let catalogue = Result {
    let names = ["lstm", "mamba", "transformer"].flatMap { ["\($0)-jm60.yaml", "\($0)-mf60.yaml"] }
    let zoo = Fixtures.url("../../zoo").standardized
    return try Catalogue(
      builtIn: names.map { .init(name: $0, text: try String(contentsOf: zoo.appending(path: $0), encoding: .utf8)) },
      architectures: shippedArchitectures.map { $0.name })
  }

  static func build(_ entry: String, seed: UInt64) throws -> Scope {
    let manifest = try catalogue.get().entry(named: entry)
    let architecture = try manifest.configured(among: shippedArchitectures).architecture
    let scope = Scope(seed: seed)
    _ = architecture.model(inputs: 10, outputs: manifest.task.outputs.count, in: scope)
    return scope
  }

  static func tensor(_ name: String, _ parameters: Parameters) throws -> Tensor {
    parameters.tensors[try #require(parameters.names.firstIndex(of: name), "\(name)")]
  }

  @Test(
    "have the published number of parameters",
    arguments: [
      ("lstm-jm60", 204_163), ("lstm-mf60", 205_582), ("transformer-jm60", 330_755), ("transformer-mf60", 332_174),
      ("mamba-jm60", 235_011), ("mamba-mf60", 236_430),
    ])
  func totals(_ entry: String, _ count: Int) throws {
    #expect(try Self.build(entry, seed: 0).parameters.count == count)
  }

  /// The names and shapes of the published `state_dict`s for three outputs (docs/semantics.md, sections 2 to 4).
  static let shapes: [String: [(String, [Int])]] = [
    "lstm-jm60": [
      ("lstm.weight_ih_l0", [512, 10]), ("lstm.weight_hh_l0", [512, 128]), ("lstm.bias_ih_l0", [512]),
      ("lstm.bias_hh_l0", [512]), ("lstm.weight_ih_l1", [512, 128]), ("lstm.weight_hh_l1", [512, 128]),
      ("lstm.bias_ih_l1", [512]), ("lstm.bias_hh_l1", [512]), ("fc.weight", [3, 128]), ("fc.bias", [3]),
    ],
    "transformer-jm60": [
      ("input_proj.weight", [128, 10]), ("input_proj.bias", [128]), ("pos_encoder.pos_embed.weight", [500, 128]),
      ("output_proj.weight", [3, 128]), ("output_proj.bias", [3]),
    ]
      + (0..<2).flatMap { layer in
        [
          ("self_attn.in_proj_weight", [384, 128]), ("self_attn.in_proj_bias", [384]),
          ("self_attn.out_proj.weight", [128, 128]), ("self_attn.out_proj.bias", [128]),
          ("linear1.weight", [256, 128]), ("linear1.bias", [256]), ("linear2.weight", [128, 256]),
          ("linear2.bias", [128]), ("norm1.weight", [128]), ("norm1.bias", [128]), ("norm2.weight", [128]),
          ("norm2.bias", [128]),
        ].map { ("encoder.layers.\(layer).\($0)", $1) }
      },
    "mamba-jm60": [
      ("input_proj.weight", [128, 10]), ("input_proj.bias", [128]), ("norm.weight", [128]), ("norm.bias", [128]),
      ("output_proj.weight", [3, 128]), ("output_proj.bias", [3]),
    ]
      + (0..<2).flatMap { block in
        [
          ("A_log", [256, 16]), ("D", [256]), ("in_proj.weight", [512, 128]), ("conv1d.weight", [256, 1, 4]),
          ("conv1d.bias", [256]), ("x_proj.weight", [40, 256]), ("dt_proj.weight", [256, 8]),
          ("dt_proj.bias", [256]), ("out_proj.weight", [128, 256]),
        ].map { ("blocks.\(block).\($0)", $1) }
      },
  ]

  @Test("name and shape their parameters as the published files do", arguments: shapes.keys.sorted())
  func names(_ entry: String) throws {
    let parameters = try Self.build(entry, seed: 0).parameters
    let expected = try #require(Self.shapes[entry])
    #expect(Set(parameters.names) == Set(expected.map(\.0)) && parameters.names.count == expected.count)
    for (name, shape) in expected { #expect(try Self.tensor(name, parameters).shape == shape, "\(name)") }
  }

  /// How many 32-bit numbers PyTorch draws for each (docs/semantics.md, section 7b): a copied encoder layer draws
  /// nothing, and a Mamba block draws the weight of its step twice.
  @Test(
    "leave the generator where PyTorch leaves it",
    arguments: [
      ("lstm-jm60", 204_163),
      ("transformer-jm60", 1408 + 64_000 + (16_384 + 128 + 49_152 + 33_024 + 32_896) + 387),
      ("mamba-jm60", 1408 + 2 * 114_432 + 387),
    ])
  func draws(_ entry: String, _ count: Int) throws {
    var (left, expected) = (try Self.build(entry, seed: 2025).generator, TorchGenerator(seed: 2025))
    for _ in 0..<count { _ = expected.next32() }
    #expect(left.next32() == expected.next32())
  }

  @Test("start the LSTM with PyTorch's first numbers")
  func lstm() throws {
    let parameters = try Self.build("lstm-jm60", seed: 2025).parameters
    let golden: [(String, [Double])] = [
      ("lstm.weight_ih_l0", [0.03269852, 0.07699148, -0.03711668, -0.01783690]),
      ("fc.bias", [0.06861622, -0.06570911, -0.06213740]),
    ]
    for (name, numbers) in golden {
      for (value, expected) in zip(try Self.tensor(name, parameters).values, numbers) {
        #expect((Double(value) - expected).magnitude < 5.1e-9, "\(name)")
      }
    }
  }

  @Test("start both layers of the Transformer alike, with zeros and ones where PyTorch has them")
  func transformer() throws {
    let parameters = try Self.build("transformer-jm60", seed: 2025).parameters
    for name in parameters.names where name.hasPrefix("encoder.layers.0.") {
      let twin = name.replacing(".0.", with: ".1.", maxReplacements: 1)
      #expect(try Self.tensor(name, parameters).values == Self.tensor(twin, parameters).values, "\(name)")
    }
    for (name, value) in [("self_attn.in_proj_bias", 0), ("self_attn.out_proj.bias", 0), ("norm1.weight", 1)] {
      let values = try Self.tensor("encoder.layers.1.\(name)", parameters).values
      #expect(values.allSatisfy { $0 == Float(value) }, "\(name)")
    }
    let inward = try Self.tensor("encoder.layers.0.self_attn.in_proj_weight", parameters).values
    #expect(inward.allSatisfy { $0.magnitude <= 0.108254 } && inward.contains { $0.magnitude > 0.108 })
  }

  @Test("start Mamba with rates of -1 to -16 and steps of 0.001 to 0.1")
  func mamba() throws {
    let parameters = try Self.build("mamba-jm60", seed: 2025).parameters
    let rates = try Self.tensor("blocks.1.A_log", parameters).values
    for (place, value) in rates.enumerated() {
      #expect((exp(value) - Float(place % 16 + 1)).magnitude < 1e-5)
    }
    #expect(try Self.tensor("blocks.1.D", parameters).values.allSatisfy { $0 == 1 })
    let steps = try Self.tensor("blocks.0.dt_proj.bias", parameters).softplus().values
    #expect(steps.allSatisfy { (0.00099...0.1001).contains($0) })
    // Uniform in the logarithm: half of the steps lie below the geometric mean.
    #expect((80...176).contains(steps.count { $0 < 0.01 }))
    #expect(try Self.tensor("blocks.0.dt_proj.weight", parameters).values.allSatisfy { $0.magnitude <= 0.353554 })
    #expect(
      try Self.tensor("blocks.0.in_proj.weight", parameters).values
        != Self.tensor("blocks.1.in_proj.weight", parameters).values)
  }
}
