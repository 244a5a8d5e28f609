import Formats

/// A recording that may be cut at contacts, so that it is exactly its gait cycles.
struct CutRecording {
  /// How far the ten angles at both ends may differ, in degrees: in the root of the mean square, and each.
  static let tolerance = (mean: 5.0, each: 10.0)

  private let angles: JointAngles

  init(_ angles: JointAngles) { self.angles = angles }

  /// The contacts of a leg with both ends of the recording among them, or `nil` when it is not cut at contacts.
  ///
  /// When the angles at both ends match, the recording may be played again and again. Then the search in the angles,
  /// which trusts nothing near an end, sees the ends from both sides. They are contacts when it finds one there.
  func contacts(of side: Side, _ detection: ContactDetection) -> [Double]? {
    let time = angles.time
    guard let start = time.first, let end = time.last, end - start >= GaitCycle.plausibleDurations.lowerBound,
      time.count >= GaitCheck.rows, endsMatch
    else { return nil }
    let duration = end - start
    let reach = angles.legs.reach(of: side)
    let repeated = (0..<3).flatMap { turn in time.dropLast(turn < 2 ? 1 : 0).map { $0 + Double(turn) * duration } }
    let again = (0..<3).flatMap { turn in reach.dropLast(turn < 2 ? 1 : 0) }
    let gaps = (0..<3).flatMap { turn in
      let shift = Double(turn) * duration
      return angles.gaps.map { $0.lowerBound + shift...$0.upperBound + shift }
    }
    let found = detection.search(again, repeated, gaps: gaps).contacts
    // The search is early by 19 ms in the median; how much it is here is told by the ends, and holds inside too.
    guard let last = found.first(where: { $0 > end - 0.06 && $0 < end + 0.03 }) else { return nil }
    let inner = found.map { $0 - duration - (last - end) }.filter { $0 > start + 0.3 && $0 < end - 0.3 }
    return [start] + inner.map(detection.milliseconds) + [end]
  }

  private var endsMatch: Bool {
    let differences = angles.angles.map { ($0.last ?? .nan) - ($0.first ?? .nan) }
    let square = differences.reduce(0) { $0 + $1 * $1 } / Double(max(differences.count, 1))
    return square <= Self.tolerance.mean * Self.tolerance.mean
      && differences.allSatisfy { $0.magnitude <= Self.tolerance.each }
  }
}
