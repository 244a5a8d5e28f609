import Foundation

/// Wilcoxon's signed-rank test of paired differences, to the letter of SciPy's (docs/semantics.md, section 9): zeros
/// are dropped, tied ranks averaged, two-sided unless asked otherwise.
///
/// Differences are rounded to ``resolution`` before they are ranked, so that those that are equal but for the rounding
/// of float arithmetic are ties and zeros; where no two are so near, the numbers are SciPy's.
public struct Wilcoxon: Sendable, Equatable {
  /// Which differences count as evidence.
  public enum Alternative: String, Sendable, Codable { case twoSided = "two-sided", greater, less }
  /// How the p-value was computed.
  public enum Method: String, Sendable, Codable {
    /// From the distribution of rank sums without ties.
    case exact
    /// From every assignment of signs, for few differences with ties or zeros.
    case permutation
    /// From the normal approximation with the correction for ties.
    case asymptotic
  }

  /// What differences are rounded to: far more than the noise of a score, far less than any difference that matters.
  public static let resolution = 1e-7

  /// The smaller of the two rank sums; with a one-sided alternative that of the positive differences.
  public let statistic: Double
  /// The probability of so large a difference when there is none; 1 when all differences are zero.
  public let pValue: Double
  /// How it was computed.
  public let method: Method
  /// The matched-pairs rank-biserial correlation, from -1 to 1: the share of rank sums that favours the first minus
  /// the share that favours the second (Kerby 2014).
  public let effectSize: Double

  /// Tests paired differences.
  ///
  /// - Parameters:
  ///   - differences: one for each pair; all finite.
  ///   - alternative: which differences count as evidence.
  ///   - method: nil to choose as SciPy does.
  ///   - correction: whether the asymptotic method corrects for continuity.
  public init(
    _ differences: [Double], alternative: Alternative = .twoSided, method: Method? = nil, correction: Bool = false
  ) {
    // In units of the resolution the rounded numbers are whole, and so equal to the last bit where they are equal.
    let kept = differences.map { ($0 / Self.resolution).rounded() }.filter { $0 != 0 }
    let (ranks, ties) = averageRanks(kept.map(abs))
    let plus = zip(kept, ranks).reduce(0) { $0 + ($1.0 > 0 ? $1.1 : 0) }
    let all = Double(kept.count * (kept.count + 1)) / 2
    statistic = alternative == .twoSided ? min(plus, all - plus) : plus
    effectSize = all > 0 ? (2 * plus - all) / all : 0
    let isPlain = ties.isEmpty && kept.count == differences.count
    let chosen = method ?? Self.method(pairs: differences.count, isPlain: isPlain)
    self.method = chosen
    guard !kept.isEmpty else {
      pValue = 1
      return
    }
    switch chosen {
    case .exact: pValue = combine(rankSumTails(plus.rounded(.down), plus.rounded(.up), kept.count), alternative)
    case .permutation: pValue = combine(signTails(ranks, plus), alternative)
    case .asymptotic: pValue = normalP(plus, kept.count, ties, correction, alternative)
    }
  }

  private static func method(pairs: Int, isPlain: Bool) -> Method {
    if pairs > 50 { return .asymptotic }
    if isPlain { return .exact }
    return pairs <= 13 ? .permutation : .asymptotic
  }
}

/// The ranks of numbers from the smallest, ties sharing their mean rank, and the sizes of the groups of ties.
private func averageRanks(_ numbers: [Double]) -> (ranks: [Double], ties: [Int]) {
  let order = numbers.indices.sorted { (numbers[$0], $0) < (numbers[$1], $1) }
  var ranks = [Double](repeating: 0, count: numbers.count)
  var ties = [Int]()
  var start = 0
  while start < order.count {
    var end = start + 1
    while end < order.count, numbers[order[end]] == numbers[order[start]] { end += 1 }
    for place in start..<end { ranks[order[place]] = Double(start + 1 + end) / 2 }
    if end - start > 1 { ties.append(end - start) }
    start = end
  }
  return (ranks, ties)
}

/// P(rank sum <= low) and P(rank sum >= high) over all subsets of 1...n.
private func rankSumTails(_ low: Double, _ high: Double, _ n: Int) -> (atMost: Double, atLeast: Double) {
  var counts = [Double](repeating: 0, count: n * (n + 1) / 2 + 1)
  counts[0] = 1
  for k in 1...n {
    for sum in stride(from: k * (k + 1) / 2, through: k, by: -1) { counts[sum] += counts[sum - k] }
  }
  let all = exp2(Double(n))
  let atMost = counts.enumerated().reduce(0) { $0 + (Double($1.offset) <= high ? $1.element : 0) }
  let atLeast = counts.enumerated().reduce(0) { $0 + (Double($1.offset) >= low ? $1.element : 0) }
  return (atMost / all, atLeast / all)
}

/// The same over all assignments of signs to given ranks.
private func signTails(_ ranks: [Double], _ plus: Double) -> (atMost: Double, atLeast: Double) {
  // Rank sums are multiples of a half; a small margin keeps equal sums equal.
  let margin = 1e-9
  var (below, above) = (0, 0)
  let subsets = 1 << ranks.count
  for subset in 0..<subsets {
    var sum = 0.0
    for (place, rank) in ranks.enumerated() where subset >> place & 1 == 1 { sum += rank }
    if sum <= plus + margin { below += 1 }
    if sum >= plus - margin { above += 1 }
  }
  return (Double(below) / Double(subsets), Double(above) / Double(subsets))
}

private func combine(
  _ tails: (atMost: Double, atLeast: Double), _ alternative: Wilcoxon.Alternative
) -> Double {
  switch alternative {
  case .twoSided: min(1, 2 * min(tails.atMost, tails.atLeast))
  case .greater: tails.atLeast
  case .less: tails.atMost
  }
}

private func normalP(
  _ plus: Double, _ count: Int, _ ties: [Int], _ correction: Bool, _ alternative: Wilcoxon.Alternative
) -> Double {
  let n = Double(count)
  let tied = ties.reduce(0.0) { $0 + Double($1) * (Double($1) * Double($1) - 1) }
  let deviation = ((n * (n + 1) * (2 * n + 1) - tied / 2) / 24).squareRoot()
  var distance = plus - n * (n + 1) / 4
  if correction {
    let sign: Double =
      switch alternative {
      case .twoSided: distance > 0 ? 1 : distance < 0 ? -1 : 0
      case .greater: 1
      case .less: -1
      }
    distance -= 0.5 * sign
  }
  let z = distance / deviation
  return switch alternative {
  case .twoSided: min(1, erfc(abs(z) / 2.0.squareRoot()))
  case .greater: erfc(z / 2.0.squareRoot()) / 2
  case .less: erfc(-z / 2.0.squareRoot()) / 2
  }
}
