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

/// Group normalisation, as PyTorch's `nn.GroupNorm`; with as many groups as features an instance norm.
public struct GroupNorm: Sendable {
  private let weight: Tensor
  private let bias: Tensor
  private let groups: Int

  /// Makes the parameters `weight`, of ones, and `bias`, of zeros, both `[features]`.
  ///
  /// - Parameters:
  ///   - groups: into how many groups the features are divided.
  ///   - features: the features of a frame, a multiple of `groups`.
  ///   - scope: where the parameters are made.
  public init(_ groups: Int, _ features: Int, in scope: Scope) {
    weight = scope.parameter("weight", [features], .constant(1))
    bias = scope.parameter("bias", [features], .constant(0))
    self.groups = groups
  }

  /// Normalises `[batch, frames, features]`.
  public func callAsFunction(_ x: Tensor) -> Tensor { x.groupNorm(groups: groups, weight, bias) }
}

/// Division by the root of the mean square, as PyTorch's `nn.RMSNorm`.
public struct RMSNorm: Sendable {
  private let weight: Tensor

  /// Makes the parameter `weight`, of ones, `[features]`.
  public init(_ features: Int, in scope: Scope) { weight = scope.parameter("weight", [features], .constant(1)) }

  /// Normalises `[..., features]`.
  public func callAsFunction(_ x: Tensor) -> Tensor { x.rmsNorm(weight) }
}
