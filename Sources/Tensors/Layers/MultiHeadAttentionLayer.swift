/// Self-attention with several heads, as PyTorch's `nn.MultiheadAttention` (docs/semantics.md, section 3).
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
}
