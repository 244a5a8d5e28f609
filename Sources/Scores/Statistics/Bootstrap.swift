/// The percentile bootstrap of a mean over subjects: subjects are drawn with replacement (Efron and Tibshirani 1993).
public struct Bootstrap: Sendable, Equatable {
  /// How many samples are drawn.
  public let samples: Int
  /// The seed of the drawing; the same for every table, so that equal numbers have equal intervals.
  public let seed: UInt64

  /// The two ends of a confidence interval.
  public struct Interval: Sendable, Equatable {
    /// The lower end.
    public let low: Double
    /// The upper end.
    public let high: Double
  }

  /// Makes a bootstrap.
  public init(samples: Int, seed: UInt64) {
    self.samples = samples
    self.seed = seed
  }

  /// The 2.5th and 97.5th percentile of the means of the samples, interpolated linearly.
  public func interval(_ numbers: [Double]) -> Interval {
    guard numbers.count > 1, samples > 0 else { return Interval(low: numbers.first ?? 0, high: numbers.first ?? 0) }
    var generator = NumPyGenerator(seed: seed)
    let last = UInt64(numbers.count - 1)
    let means = (0..<samples).map { _ in
      numbers.indices.reduce(0.0) { sum, _ in sum + numbers[Int(generator.number(upTo: last))] }
        / Double(numbers.count)
    }.sorted()
    return Interval(low: quantile(0.025, of: means), high: quantile(0.975, of: means))
  }
}
