import Tensors
import Zoo

/// Stacked gated recurrent units, in one or both directions of time, and a linear map of every frame's state.
///
/// Cho et al., "Learning phrase representations using RNN encoder-decoder for statistical machine translation", EMNLP
/// 2014. Parameters, names and numerics as `torch.nn.GRU`: `gru.weight_ih_l0`, `gru.weight_ih_l0_reverse`, ...
///
/// A gait cycle is recorded before it is predicted, so by default a second unit reads it backwards and every frame
/// knows what follows; one that runs while the person walks sets `bidirectional: false` and is causal.
public struct GRU: Architecture {
  public static let isCausal = false

  let hidden: Int
  let layers: Int
  let isBidirectional: Bool
  let dropout: Double

  public var isCausal: Bool { !isBidirectional }

  public init(_ settings: Settings) throws {
    hidden = try settings.integer("hidden", in: 1...4096)
    layers = try settings.integer("layers", in: 1...16)
    isBidirectional = try settings.boolean("bidirectional", default: true)
    dropout = try settings.number("dropout", in: 0...0.9)
  }

  public func model(inputs: Int, outputs: Int, in scope: Scope) -> Network {
    let states = isBidirectional ? 2 * hidden : hidden
    return Network(
      gru: GRULayers(
        inputs, hidden: hidden, layers: layers, isBidirectional: isBidirectional, dropout: dropout, in: scope["gru"]),
      fc: Linear(states, outputs, in: scope["fc"]))
  }

  /// The layers of one GRU.
  public struct Network: SequenceModel {
    let gru: GRULayers
    let fc: Linear

    public func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor { fc(gru(x, pass)) }
  }
}
