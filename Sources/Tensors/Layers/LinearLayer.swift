/// `x W^T + b` along the last axis; weights as PyTorch's `nn.Linear` (docs/semantics.md, section 5).
public struct Linear: Sendable {
  private let weight: Tensor
  private let bias: Tensor?

  /// Makes the parameters `weight` `[outputs, inputs]` and, unless there is none, `bias` `[outputs]`.
  public init(_ inputs: Int, _ outputs: Int, hasBias: Bool = true, in scope: Scope) {
    let bias = Initialiser.uniform(1 / Double(inputs).squareRoot())
    self.init(
      inputs, outputs, weight: .kaimingUniform(fanIn: inputs), bias: hasBias ? bias : nil, in: scope)
  }

  /// Makes the parameters with first numbers of their own; without an initialiser there is no bias.
  public init(_ inputs: Int, _ outputs: Int, weight: Initialiser, bias: Initialiser?, in scope: Scope) {
    self.weight = scope.parameter("weight", [outputs, inputs], weight)
    self.bias = bias.map { scope.parameter("bias", [outputs], $0) }
  }

  /// Maps `[..., inputs]` to `[..., outputs]`.
  public func callAsFunction(_ x: Tensor) -> Tensor { x.linear(weight, bias) }

  /// Maps `[..., inputs]` to the parts of the output, `[..., size]` each, that splitting its last axis would give.
  ///
  /// - Parameters:
  ///   - x: `[..., inputs]`.
  ///   - sizes: how many outputs each part has; they sum to all of them.
  public func split(_ x: Tensor, sizes: [Int]) -> [Tensor] {
    let weights = weight.split(axis: 0, sizes: sizes)
    guard let bias else { return weights.map { x.linear($0) } }
    return zip(weights, bias.split(axis: 0, sizes: sizes)).map { x.linear($0, $1) }
  }
}
