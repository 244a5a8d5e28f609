/// Inverted dropout, with masks of its own: in training each number is kept with probability `1 - p` and then
/// divided by it.
public struct Dropout: Sendable {
  /// The probability of a zero.
  let p: Float
  /// What tells this layer's masks from those of every other layer.
  let layer: UInt32

  /// Makes a dropout whose masks belong to the scope's path; it has no parameters.
  public init(_ p: Double, in scope: Scope) {
    self.p = Float(p)
    fitting { [p = self.p] () throws(ShapeFault) in
      try requireShape((0..<1).contains(p), "Dropout: the probability of a zero is \(p); it is at least 0 and below 1.")
    }
    layer = scope.identity
  }

  /// Drops numbers of `[batch, ...]` when `pass` is training.
  public func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor { x.dropout(p, layer: layer, pass) }
}
