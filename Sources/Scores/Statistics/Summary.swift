/// The mean of a number over subjects, how it spreads and how sure the mean is.
public struct Summary: Sendable, Equatable, Codable {
  /// The mean over subjects.
  public var mean: Double
  /// The standard deviation over subjects (n - 1); NaN is never kept: 0 for one subject.
  public var deviation: Double
  /// The number of subjects.
  public var n: Int
  /// The lower end of the 95 % bootstrap interval of the mean.
  public var low: Double
  /// The upper end of the 95 % bootstrap interval of the mean.
  public var high: Double

  /// Summarises one number a subject; numbers that are not finite are left out.
  ///
  /// - Parameters:
  ///   - numbers: a number for each subject, in an order that does not depend on chance.
  ///   - bootstrap: how the interval is drawn.
  /// - Returns: nil when no number is finite.
  public init?(_ numbers: [Double], _ bootstrap: Bootstrap) {
    let kept = numbers.filter(\.isFinite)
    guard !kept.isEmpty else { return nil }
    n = kept.count
    mean = Self.mean(kept)
    deviation = Self.deviation(kept)
    let interval = bootstrap.interval(kept)
    (low, high) = (interval.low, interval.high)
  }

  /// The plain mean.
  public static func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(max(numbers.count, 1)) }

  /// The standard deviation with n - 1; 0 for fewer than two numbers.
  public static func deviation(_ numbers: [Double]) -> Double {
    guard numbers.count > 1 else { return 0 }
    let mean = mean(numbers)
    let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(numbers.count - 1)).squareRoot()
  }
}
