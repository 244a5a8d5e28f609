/// A learnt number for each head and each distance between two frames, which attention adds to its scores.
///
/// As the tables of Raffel et al., "Exploring the limits of transfer learning with a unified text-to-text transformer",
/// JMLR 2020, without their logarithmic bins. Frames have no place of their own, so any number of them will do.
///
/// ```swift
/// let y = attention(x, mask: positions(queries: x.shape[1], keys: x.shape[1]), pass)
/// ```
public struct RelativePositions: Sendable {
  private let weight: Tensor
  private let reach: Int
  private let isCircular: Bool

  /// Makes the parameter `weight` `[2 reach + 1, heads]`, from the farthest key before to the farthest behind.
  ///
  /// - Parameters:
  ///   - heads: the number of heads.
  ///   - reach: the distance from which on all count as one.
  ///   - isCircular: whether distances are taken the shorter way around the cycle.
  ///   - scope: where the parameter is made.
  public init(heads: Int, reach: Int, isCircular: Bool = false, in scope: Scope) {
    fitting { () throws(ShapeFault) in
      try requireShape(
        (0...1 << 20).contains(reach), "RelativePositions: a reach of \(reach) frames; it is 0 to \(1 << 20).")
    }
    weight = scope.parameter(
      "weight", [2 * reach + 1, heads], .truncatedNormal(deviation: 0.02, from: -0.04, to: 0.04))
    self.reach = reach
    self.isCircular = isCircular
  }

  /// The numbers for some frames, `[heads, queries, keys]`.
  public func callAsFunction(queries: Int, keys: Int) -> Tensor {
    let distances = (0..<queries).flatMap { query in
      (0..<keys).map { key in
        var distance = key - query
        if isCircular {
          distance = ((distance % keys) + keys) % keys
          if distance > keys / 2 { distance -= keys }
        }
        return min(max(distance, -reach), reach) + reach
      }
    }
    return weight.rows(distances).reshaped([queries, keys, weight.shape[1]]).permuted([2, 0, 1])
  }
}
