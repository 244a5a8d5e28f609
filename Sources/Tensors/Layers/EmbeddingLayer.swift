/// A table of rows, as PyTorch's `nn.Embedding`.
public struct Embedding: Sendable {
  private let weight: Tensor

  /// Makes the parameter `weight` `[rows, features]`, normally distributed.
  public init(_ rows: Int, _ features: Int, in scope: Scope) {
    weight = scope.parameter("weight", [rows, features], .normal)
  }

  /// The rows of some indices, `[indices.count, features]`.
  public func callAsFunction(_ indices: [Int]) -> Tensor { weight.rows(indices) }
}
