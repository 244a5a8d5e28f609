import Tensors
import Zoo

/// The published LSTM: stacked LSTM layers and a linear map of every frame's state; causal.
///
/// Hochreiter and Schmidhuber, "Long short-term memory", Neural Computation 1997. Parameters, names and numerics
/// as `torch.nn.LSTM` in the Gait2Hip-60 scripts (docs/semantics.md, sections 1.10 and 2).
public struct LSTM: Architecture {
  public static let isCausal = true

  let hidden: Int
  let layers: Int
  let dropout: Double

  public init(_ settings: Settings) throws {
    hidden = try settings.integer("hidden", in: 1...4096)
    layers = try settings.integer("layers", in: 1...16)
    dropout = try settings.number("dropout", in: 0...0.9)
  }

  public func model(inputs: Int, outputs: Int, in scope: Scope) -> Network {
    Network(
      lstm: LSTMLayers(inputs, hidden: hidden, layers: layers, dropout: dropout, in: scope["lstm"]),
      fc: Linear(hidden, outputs, in: scope["fc"]))
  }

  /// The layers of one LSTM.
  public struct Network: SequenceModel {
    let lstm: LSTMLayers
    let fc: Linear

    public func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor { fc(lstm(x, pass)) }
  }
}
