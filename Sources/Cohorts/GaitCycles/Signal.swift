import Faults
import Formats

/// One quantity over the time of a recording.
struct Signal {
  let name: String
  let values: [Double]
}

extension [Signal] {
  /// The signals at the instants of a cycle, linearly interpolated, `[frames, signals]`.
  ///
  /// - Parameters:
  ///   - time: the instants that the signals share, rising.
  ///   - gaps: the spans of the recording without rows.
  /// - Throws: ``Fault`` (data) when the cycle is not inside the recording, a gap lies in it, or a value in it is not
  ///   finite.
  func resampled(
    over cycle: GaitCycle, time: [Double], gaps: [ClosedRange<Double>], frames: Int, source: String
  ) throws -> [Float] {
    guard let first = time.first, let last = time.last, cycle.start >= first - 1e-6, cycle.end <= last + 1e-6,
      cycle.start < cycle.end
    else {
      throw Fault(
        .data, at: .file(source),
        "the cycle from \(cycle.start) s to \(cycle.end) s is not inside the recording, which goes "
          + "from \(time.first ?? 0) s to \(time.last ?? 0) s.")
    }
    if let gap = gaps.first(meeting: cycle.start, cycle.end) {
      throw Fault(
        .data, at: .file(source),
        "between \(gap.lowerBound) s and \(gap.upperBound) s there is a gap in column 'time', inside the cycle "
          + "from \(cycle.start) s to \(cycle.end) s.")
    }
    let instants = cycle.instants(frames)
    let resampled = map { Interpolation.linear(instants, time, $0.values) }
    for (signal, values) in zip(self, resampled) {
      if let frame = values.firstIndex(where: { !$0.isFinite }) {
        throw Fault(
          .data, at: .file(source),
          "column '\(signal.name)' has no number at \(instants[frame].rounded(toPlaces: 4)) s, inside "
            + "the cycle.")
      }
    }
    return (0..<frames).flatMap { frame in resampled.map { Float($0[frame]) } }
  }
}

/// Piecewise linear interpolation.
enum Interpolation {
  /// The values at the instants `x` of the function through (`xs`, `ys`), as `numpy.interp` gives them: outside
  /// `xs`, which must rise, the first or the last value.
  static func linear(_ x: [Double], _ xs: [Double], _ ys: [Double]) -> [Double] {
    guard let first = xs.first, let last = xs.last, xs.count == ys.count else { return x.map { _ in .nan } }
    var left = x.first.map { max(rows(xs, upTo: $0) - 1, 0) } ?? 0
    return x.map { x in
      if x <= first { return ys[0] }
      if x >= last { return ys[ys.count - 1] }
      if xs[left] > x { left = 0 }
      while xs[left + 1] <= x { left += 1 }
      if xs[left] == x { return ys[left] }
      return ys[left] + (ys[left + 1] - ys[left]) / (xs[left + 1] - xs[left]) * (x - xs[left])
    }
  }

  /// How many of the rising instants are at most `x`.
  static func rows(_ xs: [Double], upTo x: Double) -> Int {
    var (low, high) = (0, xs.count)
    while low < high {
      let middle = (low + high) / 2
      if xs[middle] <= x { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The rows whose instants lie in a range, ends included.
  static func rows(_ xs: [Double], in range: ClosedRange<Double>) -> Range<Int> {
    let past = rows(xs, upTo: range.upperBound)
    var first = rows(xs, upTo: range.lowerBound)
    while first > 0, xs[first - 1] >= range.lowerBound { first -= 1 }
    return first..<max(past, first)
  }
}
