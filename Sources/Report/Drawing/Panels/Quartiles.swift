import Scores

/// The five numbers of a box plot (Tukey 1977): quartiles, and the last numbers within 1.5 box heights of them.
package struct Quartiles: Equatable {
  package let lowest: Double
  package let low: Double
  package let median: Double
  package let high: Double
  package let highest: Double

  /// Describes numbers; nil when there are none.
  package init?(_ numbers: [Double]) {
    let sorted = numbers.filter(\.isFinite).sorted()
    guard !sorted.isEmpty else { return nil }
    (low, median, high) = (quantile(0.25, of: sorted), quantile(0.5, of: sorted), quantile(0.75, of: sorted))
    let reach = 1.5 * (high - low)
    let (floor, ceiling) = (low - reach, high + reach)
    lowest = sorted.first { $0 >= floor } ?? low
    highest = sorted.last { $0 <= ceiling } ?? high
  }
}
