import Formats
import Foundation
import LSTM
import Mamba
import Protocols
import Tensors
import Transformer
import Weights
import Zoo

/// A published architecture with the published hyperparameters and 14 outputs, freshly drawn.
public struct PublishedModel: Sendable {
  /// The name on the command line and in tables.
  public let name: String
  /// The network.
  public let network: any SequenceModel
  /// Its parameters.
  public let parameters: Parameters
  private let architecture: any Architecture.Type
  private let configuration: String

  /// The names of the three.
  public static let names = ["lstm", "transformer", "mamba"]
  /// The numbers of an input frame.
  public static let inputs = 10
  /// The numbers of an output frame.
  public static let outputs = 14

  private static let known: [String: (type: any Architecture.Type, configuration: String)] = [
    "lstm": (LSTM.self, #"{"hidden": 128, "layers": 2, "dropout": 0.1}"#),
    "transformer": (
      Transformer.self,
      #"{"d_model": 128, "heads": 4, "layers": 2, "feedforward": 256, "dropout": 0.1, "max_frames": 500}"#
    ),
    "mamba": (
      Mamba.self, #"{"d_model": 128, "d_state": 16, "d_conv": 4, "expand": 2, "layers": 2, "dropout": 0.1}"#
    ),
  ]

  /// Builds one of the three; nil for any other name.
  public init?(_ name: String) throws {
    guard let (type, configuration) = Self.known[name] else { return nil }
    let scope = Scope(seed: 0)
    let built = try type.init(Settings(Node(json: configuration, file: name)))
    self.name = name
    network = built.model(inputs: Self.inputs, outputs: Self.outputs, in: scope)
    parameters = scope.parameters
    architecture = type
    self.configuration = configuration
  }

  /// Writes a weights file that `hipzoo predict` takes.
  public func write(to url: URL) throws {
    let task = try PredictionTasks.named("muscle-force")
    let artifact = try Artifact(
      entry: "\(name)-timed", architecture: architecture.name, task: task.name, configuration: configuration,
      standardisation: Standardisation(
        mean: [Float](repeating: 10, count: Self.inputs), deviation: [Float](repeating: 11, count: Self.inputs)),
      inputs: task.inputs, outputs: task.outputs, unit: task.unit, rawUnit: task.rawUnit,
      weights: parameters.weights)
    try artifact.write(to: url)
  }
}
