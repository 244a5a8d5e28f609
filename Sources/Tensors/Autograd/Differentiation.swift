/// A loss with its gradient with respect to some tensors.
public struct DifferentiatedLoss: Sendable {
  /// The loss.
  public let loss: Float
  /// A gradient for each tensor, in the tensor's shape; zeros where the loss does not depend on it.
  public let gradients: [Tensor]
}

/// The gradient of a loss with respect to some tensors.
///
/// ```swift
/// let x = Tensor([1, 2, 3], shape: [3])
/// let found = gradients(of: [x]) { ($0[0] * $0[0]).sum() }
/// // found.loss == 14, found.gradients[0].values == [2, 4, 6]
/// ```
///
/// - Parameters:
///   - tensors: the tensors that the loss depends on.
///   - loss: gets the tensors again, recorded, and returns a single number.
/// - Returns: the loss and one gradient a tensor.
public func gradients(of tensors: [Tensor], loss: ([Tensor]) -> Tensor) -> DifferentiatedLoss {
  let tape = Tape(for: nil)
  let recorded = tensors.map { Tensor(shape: $0.shape, storage: $0.storage, variable: tape.variable()) }
  let value = Tape.$current.withValue(tape) { loss(recorded) }
  requireLoss(value)
  tape.run(from: value, seed: 1)
  let gradients = recorded.map {
    Tensor(shape: $0.shape, storage: tape.gradient(of: $0) ?? .zeros($0.count))
  }
  return DifferentiatedLoss(loss: value.scalar, gradients: gradients)
}

private func requireLoss(_ value: Tensor) {
  fitting { () throws(ShapeFault) in
    try requireShape(value.count == 1, "gradients: a loss is a single number, not a tensor of shape \(value.shape).")
  }
}

extension Gradients {
  /// Adds the gradient of a loss with respect to the model's parameters.
  ///
  /// - Parameter loss: runs the model and returns a single number.
  /// - Returns: the loss.
  public func accumulate(_ loss: () -> Tensor) -> Float {
    let tape = Tape(for: self)
    let value = Tape.$current.withValue(tape) { loss() }
    requireLoss(value)
    tape.run(from: value, seed: 1)
    return value.scalar
  }
}
