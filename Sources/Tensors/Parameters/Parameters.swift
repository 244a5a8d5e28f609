/// The parameters of one model, in the order in which it made them.
///
/// Sendable, unchecked: the numbers change only in ``AdamW/step(_:_:clip:skipping:)`` and ``load(_:)``, which a trainer
/// calls between passes, never during one.
public final class Parameters: @unchecked Sendable {
  /// The names as PyTorch's `state_dict` spells them.
  public let names: [String]
  /// The tensors; models hold the same ones.
  public let tensors: [Tensor]

  init(names: [String], tensors: [Tensor]) {
    self.names = names
    self.tensors = tensors
  }

  /// The number of trained numbers.
  public var count: Int { tensors.reduce(0) { $0 + $1.count } }

  /// A copy of all numbers under their names.
  public var weights: [Weight] {
    zip(names, tensors).map { Weight(name: $0, shape: $1.shape, values: $1.values) }
  }

  /// Puts numbers back that ``weights`` gave; the model sees them at once.
  public func load(_ weights: [Weight]) {
    fitting { () throws(ShapeFault) in try require(weights) }
    for (weight, tensor) in zip(weights, tensors) {
      weight.values.withUnsafeBufferPointer { source in
        if let first = source.baseAddress { tensor.pointer.update(from: first, count: source.count) }
      }
    }
  }

  private func require(_ weights: [Weight]) throws(ShapeFault) {
    try requireShape(weights.map(\.name) == names, "load: the weights have other names than the model's parameters.")
    for (weight, tensor) in zip(weights, tensors) {
      try requireShape(
        weight.shape == tensor.shape && weight.values.count == tensor.count,
        "load: '\(weight.name)' has \(weight.values.count) numbers of shape \(weight.shape), the model's has "
          + "\(tensor.count) of shape \(tensor.shape).")
    }
  }
}
