import Faults

/// One quantity over the time of a recording.
struct Signal {
  let name: String
  let values: [Double]
}

extension [Signal] {
  /// The signals at the instants of a cycle, linearly interpolated, `[frames, signals]`.
  ///
  /// - Parameter time: the instants that the signals share, rising.
  /// - Throws: ``Fault`` (data) when the cycle is not inside the recording or a value in it is not finite.
  func resampled(over cycle: GaitCycle, time: [Double], frames: Int, source: String) throws -> [Float] {
    guard let first = time.first, let last = time.last, cycle.start >= first - 1e-6, cycle.end <= last + 1e-6,
      cycle.start < cycle.end
    else {
      throw Fault(
        .data, at: .file(source),
        "the cycle from \(cycle.start) s to \(cycle.end) s is not inside the recording, which goes "
          + "from \(time.first ?? 0) s to \(time.last ?? 0) s.")
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
    var left = 0
    return x.map { x in
      if x <= first { return ys[0] }
      if x >= last { return ys[ys.count - 1] }
      if xs[left] > x { left = 0 }
      while xs[left + 1] <= x { left += 1 }
      if xs[left] == x { return ys[left] }
      return ys[left] + (ys[left + 1] - ys[left]) / (xs[left + 1] - xs[left]) * (x - xs[left])
    }
  }
}
