import Scores

/// One scale for the panels of several entries about the same output, so that they can be held against each other.
package enum CommonRange {
  /// How many times the median length a range may have and share: one wild entry must not flatten all others.
  package static let most = 2.0

  /// What the scale of one panel has to hold.
  ///
  /// - Parameters:
  ///   - own: the numbers of the panel.
  ///   - all: those of every entry's panel, its own among them.
  package static func ends(of own: [Double], among all: [[Double]]) -> [Double] {
    let ranges = all.compactMap(range)
    guard let own = range(own) else { return [] }
    let lengths = ranges.map(length).sorted()
    let longest = lengths.isEmpty ? 0 : most * lengths[(lengths.count - 1) / 2]
    guard length(own) <= longest else { return [own.lowerBound, own.upperBound] }
    return ranges.filter { length($0) <= longest }.flatMap { [$0.lowerBound, $0.upperBound] }
  }

  private static func range(_ numbers: [Double]) -> ClosedRange<Double>? {
    let known = numbers.filter(\.isFinite)
    guard let low = known.min(), let high = known.max() else { return nil }
    return low...high
  }

  private static func length(_ range: ClosedRange<Double>) -> Double { range.upperBound - range.lowerBound }
}
