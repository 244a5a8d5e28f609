import LSTM
import Mamba
import Tensors
import Transformer
import Zoo

/// A published architecture with the published hyperparameters and 14 outputs, freshly drawn.
public struct PublishedModel: Sendable {
  /// The name on the command line and in tables.
  public let name: String
  /// The network.
  public let network: any SequenceModel
  /// Its parameters.
  public let parameters: Parameters

  /// The names of the three.
  public static let names = ["lstm", "transformer", "mamba"]
  /// The numbers of an input frame.
  public static let inputs = 10
  /// The numbers of an output frame.
  public static let outputs = 14

  /// Builds one of the three; nil for any other name.
  public init?(_ name: String) throws {
    let architecture: any Architecture
    switch name {
    case "lstm": architecture = try LSTM(Settings(["hidden": 128, "layers": 2, "dropout": 0.1]))
    case "transformer":
      architecture = try Transformer(
        Settings([
          "d_model": 128, "heads": 4, "layers": 2, "feedforward": 256, "dropout": 0.1, "max_frames": 500,
        ]))
    case "mamba":
      architecture = try Mamba(
        Settings(["d_model": 128, "d_state": 16, "d_conv": 4, "expand": 2, "layers": 2, "dropout": 0.1]))
    default: return nil
    }
    let scope = Scope(seed: 0)
    self.name = name
    network = architecture.model(inputs: Self.inputs, outputs: Self.outputs, in: scope)
    parameters = scope.parameters
  }
}
