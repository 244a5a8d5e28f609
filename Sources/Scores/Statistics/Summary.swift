import Foundation

/// The mean of a number over subjects, how it spreads and how sure the mean is.
public struct Summary: Sendable, Equatable, Codable {
  /// The mean over subjects.
  public var mean: Double
  /// The standard deviation over subjects (n - 1); nil for one subject, whose spread is unknown.
  public var deviation: Double?
  /// The number of subjects who have a number.
  public var n: Int
  /// The lower end of the 95 % bootstrap interval of the mean.
  public var low: Double
  /// The upper end of the 95 % bootstrap interval of the mean.
  public var high: Double

  /// Summarises one number a subject; undefined numbers and those that are not finite are left out.
  ///
  /// - Parameters:
  ///   - numbers: a number for each subject, in an order that does not depend on chance.
  ///   - bootstrap: how the interval is drawn.
  /// - Returns: nil when no number is finite.
  public init?(_ numbers: [Double?], _ bootstrap: Bootstrap) {
    let kept = numbers.compactMap(\.self).filter(\.isFinite)
    guard !kept.isEmpty else { return nil }
    n = kept.count
    mean = Self.mean(kept)
    deviation = Self.deviation(kept)
    let interval = bootstrap.interval(kept)
    (low, high) = (interval.low, interval.high)
  }

  /// The plain mean.
  public static func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(max(numbers.count, 1)) }

  /// The standard deviation with n - 1; nil for fewer than two numbers.
  public static func deviation(_ numbers: [Double]) -> Double? {
    guard numbers.count > 1 else { return nil }
    let mean = mean(numbers)
    let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(numbers.count - 1)).squareRoot()
  }
}

extension Summary {
  /// Writes every number, an unknown deviation as `null`.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(mean, forKey: .mean)
    try values.encode(deviation, forKey: .deviation)
    try values.encode(n, forKey: .n)
    try values.encode(low, forKey: .low)
    try values.encode(high, forKey: .high)
  }

  /// Mean and deviation to four decimals, such as `0.1104 ± 0.0200`; the mean alone where the deviation is unknown, and
  /// with the number of subjects where they are not as many as expected.
  public func text(of expected: Int? = nil) -> String {
    let spread = deviation.map { String(format: " ± %.4f", $0) } ?? ""
    let few = expected.map { $0 == n ? "" : " (n \(n))" } ?? ""
    return String(format: "%.4f", mean) + spread + few
  }
}
