import Tensors
import Zoo

/// The published Transformer: a learned position for every frame and post-norm encoder layers; not causal.
///
/// Vaswani et al., "Attention is all you need", NeurIPS 2017. Parameters, names and numerics as
/// `torch.nn.TransformerEncoderLayer` in the Gait2Hip-60 scripts (docs/semantics.md, sections 1.10 and 3).
public struct Transformer: Architecture {
  public static let isCausal = false

  let features, heads, layers, feedforward, maxFrames: Int
  let dropout: Double

  public init(_ settings: Settings) throws {
    heads = try settings.integer("heads", in: 1...64)
    features = try settings.integer("d_model", in: 1...4096)
    guard features % heads == 0 else {
      throw settings.fault("d_model", "'d_model' is \(features); a multiple of 'heads' (\(heads)) is needed.")
    }
    layers = try settings.integer("layers", in: 1...32)
    feedforward = try settings.integer("feedforward", in: 1...16384)
    dropout = try settings.number("dropout", in: 0...0.9)
    maxFrames = try settings.integer("max_frames", in: 180...10_000)
  }

  public func model(inputs: Int, outputs: Int, in scope: Scope) -> Network {
    let input = Linear(inputs, features, in: scope["input_proj"])
    let positions = Embedding(maxFrames, features, in: scope["pos_encoder"]["pos_embed"])
    let encoder = scope["encoder"]["layers"]
    let layers = (0..<layers).map { index in
      EncoderLayer(self, in: index == 0 ? encoder[0] : encoder[index].copying(encoder[0]))
    }
    return Network(
      input: input, positions: positions, layers: layers,
      output: Linear(features, outputs, in: scope["output_proj"]))
  }

  /// The layers of one Transformer.
  public struct Network: SequenceModel {
    let input: Linear
    let positions: Embedding
    let layers: [EncoderLayer]
    let output: Linear

    public func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor {
      var x = input(x) + positions(Array(0..<x.shape[1]))
      for layer in layers { x = layer(x, pass) }
      return output(x)
    }
  }

  /// Attention and a feed-forward net, each added to its input and then normalised.
  struct EncoderLayer: Sendable {
    let attention: MultiHeadAttention
    let linear1, linear2: Linear
    let norm1, norm2: LayerNorm
    let dropout, dropout1, dropout2: Dropout

    init(_ architecture: Transformer, in scope: Scope) {
      let (features, p) = (architecture.features, architecture.dropout)
      attention = MultiHeadAttention(features, heads: architecture.heads, dropout: p, in: scope["self_attn"])
      linear1 = Linear(features, architecture.feedforward, in: scope["linear1"])
      linear2 = Linear(architecture.feedforward, features, in: scope["linear2"])
      norm1 = LayerNorm(features, in: scope["norm1"])
      norm2 = LayerNorm(features, in: scope["norm2"])
      dropout = Dropout(p, in: scope["dropout"])
      dropout1 = Dropout(p, in: scope["dropout1"])
      dropout2 = Dropout(p, in: scope["dropout2"])
    }

    func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor {
      let attended = norm1(x + dropout1(attention(x, pass), pass))
      return norm2(attended + dropout2(linear2(dropout(linear1(attended).relu(), pass)), pass))
    }
  }
}
