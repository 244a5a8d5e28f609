/// Attention with several heads, as PyTorch's `nn.MultiheadAttention` (docs/semantics.md, section 3): of a sequence over
/// itself, or over another one.
public struct MultiHeadAttention: Sendable {
  private let weight: Tensor
  private let bias: Tensor
  private let output: Linear
  private let dropout: Dropout
  private let heads: Int
  private let isCausal: Bool

  /// Makes the parameters `in_proj_weight` `[3 features, features]`, `in_proj_bias`, `out_proj.weight` and
  /// `out_proj.bias`.
  ///
  /// - Parameters:
  ///   - features: the features of a frame; a multiple of `heads`.
  ///   - heads: the number of heads.
  ///   - dropout: the probability of dropping an attention probability in training.
  ///   - isCausal: whether a frame attends to itself and earlier frames only.
  ///   - scope: where the parameters are made.
  public init(_ features: Int, heads: Int, dropout: Double, isCausal: Bool = false, in scope: Scope) {
    fitting { () throws(ShapeFault) in
      try requireShape(
        features > 0 && heads > 0 && features % heads == 0,
        "MultiHeadAttention: \(features) features do not divide among \(heads) heads.")
    }
    let xavier = Initialiser.xavierUniform(fanIn: features, fanOut: 3 * features)
    // PyTorch makes `out_proj` first, draws its bias and then sets that to zero.
    let bound = 1 / Double(features).squareRoot()
    output = Linear(
      features, features, weight: .kaimingUniform(fanIn: features), bias: .uniform(bound).then(.constant(0)),
      in: scope["out_proj"])
    weight = scope.parameter("in_proj_weight", [3 * features, features], xavier)
    bias = scope.parameter("in_proj_bias", [3 * features], .constant(0))
    self.dropout = Dropout(dropout, in: scope)
    self.heads = heads
    self.isCausal = isCausal
  }

  /// Maps `[batch, frames, features]` to the same shape.
  public func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor {
    fitting { () throws(ShapeFault) in
      let features = weight.shape[1]
      try requireShape(
        x.rank == 3 && x.shape[2] == features,
        "MultiHeadAttention: the input is [batch, frames, \(features)], not \(x.shape).")
    }
    let qkv = x.linear(weight, bias)
    return output(
      qkv.attention(heads: heads, isCausal: isCausal, dropout: dropout.p, layer: dropout.layer, pass))
  }

  /// Attends to itself with a mask, `[batch, frames, features]` to the same shape.
  ///
  /// - Parameters:
  ///   - x: `[batch, frames, features]`.
  ///   - mask: what is added to the scores, in any shape that broadcasts to `[batch, heads, frames, frames]`; see
  ///     ``Tensor/attention(over:_:heads:mask:dropout:_:)``.
  ///   - pass: whether this is training.
  public func callAsFunction(_ x: Tensor, mask: Tensor, _ pass: Pass) -> Tensor {
    self(x, over: x, mask: mask, pass)
  }

  /// Attends to another sequence: queries of the one, keys and values of the other.
  ///
  /// - Parameters:
  ///   - x: `[batch, frames, features]`.
  ///   - memory: `[batch, other frames, features]`.
  ///   - mask: what is added to the scores, in any shape that broadcasts to `[batch, heads, frames, other frames]`.
  ///   - pass: whether this is training.
  /// - Returns: `[batch, frames, features]`.
  public func callAsFunction(_ x: Tensor, over memory: Tensor, mask: Tensor? = nil, _ pass: Pass) -> Tensor {
    let features = weight.shape[1]
    fitting { () throws(ShapeFault) in
      for (name, shape) in [("input", x.shape), ("other sequence", memory.shape)] {
        try requireShape(
          shape.count == 3 && shape[2] == features,
          "MultiHeadAttention: the \(name) is [batch, frames, \(features)], not \(shape).")
      }
    }
    let q = x.linear(weight.slice(0..<features), bias.slice(0..<features))
    let kv = memory.linear(weight.slice(features..<3 * features), bias.slice(features..<3 * features))
    let parts = kv.split(axis: 2, sizes: [features, features])
    var mask = mask
    if isCausal {
      let causal = Tensor.attentionMask(queries: x.shape[1], keys: memory.shape[1]) { $1 <= $0 }
      mask = mask.map { $0 + causal } ?? causal
    }
    return output(q.attention(over: parts[0], parts[1], heads: heads, mask: mask, dropout: dropout, pass))
  }
}
