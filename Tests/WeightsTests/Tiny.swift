import Formats
import Foundation
import Protocols
import Tensors
import TestSupport
import Weights
import Zoo

/// The smallest architecture that has something to load: one linear map.
struct Tiny: Architecture {
  static let isCausal = true
  let gain: Double

  init(_ settings: Settings) throws { gain = try settings.number("gain", in: 0...10) }

  func model(inputs: Int, outputs: Int, in scope: Scope) -> Model {
    Model(map: Linear(inputs, outputs, in: scope["map"]), gain: Float(gain))
  }

  struct Model: SequenceModel {
    let map: Linear
    let gain: Float

    func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor { map(x) * gain }
  }

  static let weights = [
    Weight(name: "map.weight", shape: [3, 10], values: (0..<30).map { Float($0) / 8 }),
    Weight(name: "map.bias", shape: [3], values: [0.5, -1, 2]),
  ]

  /// An artifact of the joint moments, with one part changed.
  static func artifact(
    configuration: String = #"{"gain": 2}"#, inputs: [String] = jointMoment.inputs, mean: [Float]? = nil,
    weights: [Weight] = weights, task: String = "joint-moment"
  ) throws -> Artifact {
    try Artifact(
      entry: "tiny-jm60", architecture: "Tiny", task: task, configuration: JSON(configuration),
      standardisation: Standardisation(
        mean: mean ?? (0..<10).map { Float($0) * 0.1 }, deviation: (1...10).map { Float($0) }),
      inputs: inputs, outputs: jointMoment.outputs, unit: "Nm/kg", rawUnit: "Nm", weights: weights,
      provenance: ["source_sha256": String(repeating: "ab", count: 32), "license": "MIT"])
  }

  /// A checkpoint of PyTorch with the same weights, and with words that its authors left in it.
  static func checkpoint(
    outputs: [String] = jointMoment.outputs, standardised: Bool = true, words: String? = nil
  ) throws -> Data {
    typealias Writer = CheckpointWriter
    let views = [
      ("map.weight", Writer.View(key: "w", storage: 30, size: [3, 10], stride: [10, 1]).pickle),
      ("map.bias", Writer.View(key: "b", storage: 3, size: [3], stride: [1]).pickle),
    ]
    var fields = [
      ("model_type", Writer.text("tiny")), ("state_dict", Writer.ordered(views)),
      ("out_cols", Writer.list(outputs.map(Writer.text))),
    ]
    if standardised {
      fields += [
        ("mu_x", Writer.row((0..<10).map { Float($0) * 0.1 })), ("sd_x", Writer.row((1...10).map { Float($0) })),
      ]
    }
    if let words { fields.append(("metrics", Writer.text(words))) }
    return try Writer.file(
      Writer.dictionary(fields),
      files: ["archive/data/w": Writer.floats(weights[0].values), "archive/data/b": Writer.floats(weights[1].values)])
  }

  /// A catalogue with the entry `tiny-jm60`, whose published file has the given digest.
  static func catalogue(sha256: String = String(repeating: "0", count: 64)) throws -> Catalogue {
    try Catalogue(
      builtIn: [
        .init(
          name: "tiny-jm60.yaml",
          text: """
            schema: 1
            name: tiny-jm60
            architecture: Tiny
            task: joint-moment
            configuration: {gain: 2}
            weights:
              - {source: "https://example.org/files/tiny.pt", sha256: "\(sha256)", license: CC-BY-4.0}
            """
        )
      ], architectures: ["Tiny"])
  }
}
