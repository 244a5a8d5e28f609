import Faults
import Formats

/// A recording whose short gaps are filled, and what was filled.
package struct FilledRecording {
  /// The recording; longer gaps, and those at its ends, are as they were.
  package let file: MarkerFile
  /// The gaps that were filled.
  package private(set) var gaps = [(marker: String, seconds: Double)]()

  /// What decides how gaps are filled; another number makes finished trials again.
  static let rules = 1
  /// The frames on either side of a gap over which a marker's velocity is taken: over one alone noise would decide.
  private static let frames = 3

  /// Fills gaps by a cubic that goes on with the place and the velocity on either side (cubic Hermite interpolation).
  ///
  /// - Parameter longest: the seconds that a marker may be out of sight.
  package init(_ raw: MarkerFile, upTo longest: Double) {
    var positions = raw.positions
    for (marker, name) in raw.names.enumerated() {
      let seen = raw.time.indices.map { raw.position(marker, $0) }
      var row = 0
      while let start = seen[row...].firstIndex(where: { $0 == nil }) {
        guard let end = seen[start...].firstIndex(where: { $0 != nil }) else { break }
        row = end
        let seconds = raw.time[end] - raw.time[start]
        guard start > 0, seconds <= longest, let one = seen[start - 1], let other = seen[end] else { continue }
        let span = raw.time[end] - raw.time[start - 1]
        let secant = (other - one) / span
        let before = Self.velocity(seen, raw.time, from: start - 1, by: -1) ?? secant
        let after = Self.velocity(seen, raw.time, from: end, by: 1) ?? secant
        for lost in start..<end {
          let share = (raw.time[lost] - raw.time[start - 1]) / span
          let rest = 1 - share
          let line = one * rest + other * share
          let bend = (before - secant) * (rest * rest * share * span) - (after - secant) * (share * share * rest * span)
          for axis in 0..<3 { positions[(lost * raw.names.count + marker) * 3 + axis] = (line + bend)[axis] }
        }
        gaps.append((name, seconds))
      }
    }
    file = MarkerFile(
      source: raw.source, unit: raw.unit, names: raw.names, time: raw.time, positions: positions,
      irregularities: raw.irregularities)
  }

  /// The velocity at the edge of a gap, over the frames that were seen without a break; nil where there is but one.
  private static func velocity(_ seen: [SIMD3<Double>?], _ time: [Double], from edge: Int, by step: Int) -> SIMD3<
    Double
  >? {
    var far = edge
    while (far - edge).magnitude < frames, seen.indices.contains(far + step), seen[far + step] != nil { far += step }
    guard far != edge, let one = seen[edge], let other = seen[far] else { return nil }
    return (other - one) / (time[far] - time[edge])
  }

  /// What was filled, for a person; nil where nothing was.
  var note: String? {
    guard let worst = gaps.max(by: { $0.seconds < $1.seconds }) else { return nil }
    return "\(counted(gaps.count, "gap")) in the markers filled; the longest, of '\(worst.marker)', is "
      + "\((worst.seconds * 1000).rounded() / 1000) s"
  }
}
