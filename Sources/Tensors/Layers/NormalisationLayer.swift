/// Layer normalisation along the last axis, as PyTorch's `nn.LayerNorm` (docs/semantics.md, section 5).
public struct LayerNorm: Sendable {
  private let weight: Tensor
  private let bias: Tensor

  /// Makes the parameters `weight`, of ones, and `bias`, of zeros, both `[features]`.
  public init(_ features: Int, in scope: Scope) {
    weight = scope.parameter("weight", [features], .constant(1))
    bias = scope.parameter("bias", [features], .constant(0))
  }

  /// Normalises `[..., features]`.
  public func callAsFunction(_ x: Tensor) -> Tensor { x.layerNorm(weight, bias) }
}
