/// How the rows of a recording lie in time.
package enum Sampling {
  /// The step in seconds that no gap is shorter than: the coarsest of a laboratory's 100 Hz.
  package static let shortestGap = 0.0105

  /// The step in seconds that most of the recording's time is sampled at; `nil` for a single row.
  ///
  /// Four fifths of the time lie in steps of at most this one, so that the small steps of an integrator do not count
  /// as usual. Steps above 0.1 s are too coarse for a gait cycle and count only where there are no others.
  package static func usualStep(_ time: [Double]) -> Double? {
    let all = zip(time.dropFirst(), time).map { $0 - $1 }.sorted()
    let fine = all.prefix { $0 <= 0.1 }
    guard !fine.isEmpty else { return all.isEmpty ? nil : all[all.count / 2] }
    var rest = 0.8 * fine.reduce(0, +)
    for step in fine {
      rest -= step
      if rest <= 0 { return step }
    }
    return fine.last
  }

  /// The spans between two rows that follow each other later than is usual.
  ///
  /// Writers round time, and a shorter step harms no linear interpolation; so a gap is a step above 1.5 times the
  /// usual one, and above 0.0105 s, at which the coarsest step of a laboratory's 100 Hz lies.
  package static func gaps(_ time: [Double]) -> [ClosedRange<Double>] {
    var (shortest, longest) = (Double.infinity, 0.0)
    for row in time.indices.dropFirst() {
      let step = time[row] - time[row - 1]
      shortest = min(shortest, step)
      longest = max(longest, step)
    }
    guard longest > shortestGap, longest > 1.5 * shortest, let usual = usualStep(time) else { return [] }
    let limit = max(1.5 * usual, shortestGap)
    return time.indices.dropFirst().compactMap { row in
      time[row] - time[row - 1] > limit ? time[row - 1]...time[row] : nil
    }
  }
}

extension MotionTable {
  /// The spans between two rows that follow each other later than is usual in this table.
  ///
  /// A gap is a step above 1.5 times the usual one and above 0.0105 s; denser rows are none.
  public var gaps: [ClosedRange<Double>] { Sampling.gaps(time) }
}
