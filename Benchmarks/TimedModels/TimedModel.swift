import CycleMixer
import Formats
import Foundation
import GRU
import LSTM
import Mamba
import Protocols
import TCN
import Tensors
import Transformer
import Weights
import Zoo

/// A shipped architecture with the hyperparameters of its entry and 14 outputs, freshly drawn; the first three are the
/// published ones.
public struct TimedModel: Sendable {
  /// The name on the command line and in tables.
  public let name: String
  /// The network.
  public let network: any SequenceModel
  /// Its parameters.
  public let parameters: Parameters
  private let architecture: any Architecture.Type
  private let configuration: String

  /// The names of all.
  public static let names = ["lstm", "transformer", "mamba", "gru", "tcn", "cyclemixer", "cyclemixer-lean"]
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
    "gru": (GRU.self, #"{"hidden": 88, "layers": 2, "bidirectional": true, "dropout": 0.1}"#),
    "tcn": (TCN.self, #"{"channels": 64, "kernel": 5, "blocks": 5, "padding": "circular", "dropout": 0.1}"#),
    "cyclemixer": (CycleMixer.self, mixer(width: 96)),
    "cyclemixer-lean": (CycleMixer.self, mixer(width: 64, more: #", "summary": 4"#)),
  ]

  private static func mixer(width: Int, more: String = "") -> String {
    let rest = #""hidden": 128, "kernel": 9, "dilations": [1, 2, 4, 8], "harmonics": 8, "gain": 3, "dropout": 0.1"#
    return #"{"width": \#(width), \#(rest)\#(more)}"#
  }

  /// Builds one of them; nil for any other name.
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
      entry: "\(name)-timed", architecture: architecture.name, task: task.name, configuration: JSON(configuration),
      standardisation: Standardisation(
        mean: [Float](repeating: 10, count: Self.inputs), deviation: [Float](repeating: 11, count: Self.inputs)),
      inputs: task.inputs, outputs: task.outputs, unit: task.unit, rawUnit: task.rawUnit,
      weights: parameters.weights)
    try artifact.write(to: url)
  }
}
