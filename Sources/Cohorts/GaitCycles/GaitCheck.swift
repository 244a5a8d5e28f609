import Faults
import Formats

/// Whether what lies between two contacts of a foot is a stride of walking.
struct GaitCheck {
  /// Where in the cycle the other foot may be farthest in front; in real walking that is from 0.49 to 0.53.
  static let otherFoot = 0.3...0.7
  /// The least way of each foot relative to the pelvis, in body heights.
  static let excursion = 0.1
  /// The least number of rows in a cycle.
  static let rows = 20
  /// The cadences in steps/min that are not warned of; the models were trained at 78 to 135.
  static let cadences = 60.0...150.0

  let legs: Legs

  /// Why a cycle has too few rows to be one, or `nil`.
  func sparse(_ cycle: GaitCycle) -> String? { Self.sparse(cycle, legs.time) }

  /// Why a cycle has too few of the rows at some instants, or `nil`.
  static func sparse(_ cycle: GaitCycle, _ time: [Double]) -> String? {
    let rows = Interpolation.rows(time, in: cycle.start - 1e-6...cycle.end + 1e-6).count
    if rows >= Self.rows { return nil }
    return "it has \(counted(rows, "row")), and a cycle needs \(Self.rows); is time in seconds?"
  }

  /// Why a cycle is no stride of walking, or `nil`.
  func objection(_ cycle: GaitCycle) -> String? {
    let rows = Interpolation.rows(legs.time, in: cycle.start - 1e-6...cycle.end + 1e-6)
    let both = [cycle.side, cycle.side.other].map { legs.reach(of: $0)[rows] }
    let unknown = rows.count { !both[0][$0].isFinite || !both[1][$0].isFinite }
    guard let objection = objection(cycle, own: both[0], other: both[1]) else { return nil }
    return unknown == 0
      ? "this is no walking: \(objection)" : "in \(unknown) of its rows a hip or knee angle has no number"
  }

  private func objection(_ cycle: GaitCycle, own: ArraySlice<Double>, other: ArraySlice<Double>) -> String? {
    for (side, reach) in [(cycle.side, own), (cycle.side.other, other)] {
      let known = reach.filter(\.isFinite)
      let way = (known.max() ?? 0) - (known.min() ?? 0)
      guard way < Self.excursion else { continue }
      return "the \(side) foot moves by \(way.rounded(toPlaces: 2)) body heights relative to the pelvis; walking has "
        + "\(Self.excursion) or more"
    }
    let known = own.indices.filter { own[$0].isFinite && other[$0].isFinite }
    guard let farthest = known.max(by: { other[$0] < other[$1] }) else { return nil }
    let place = (legs.time[farthest] - cycle.start) / (cycle.end - cycle.start)
    guard Self.otherFoot.contains(place) else {
      return
        "the \(cycle.side.other) foot is farthest in front at \(place.rounded(toPlaces: 2)) of the cycle; in walking "
        + "that is at \(Self.otherFoot.lowerBound) to \(Self.otherFoot.upperBound)"
    }
    // They alternate in walking and go together in a squat, whichever of them is the farthest of all.
    let together = Self.covariance(known.map { own[$0] }, known.map { other[$0] })
    return together > 0 ? "both feet move forwards at the same time; in walking they alternate" : nil
  }

  /// A number with the sign of the correlation of two curves.
  private static func covariance(_ a: [Double], _ b: [Double]) -> Double {
    let (meanA, meanB) = (a.reduce(0, +) / Double(max(a.count, 1)), b.reduce(0, +) / Double(max(b.count, 1)))
    return zip(a, b).reduce(0) { $0 + ($1.0 - meanA) * ($1.1 - meanB) }
  }

  /// A word on cycles that are slower or faster than people walk.
  static func note(on cycles: [GaitCycle]) -> RecordingNote? {
    let unusual = cycles.filter { !cadences.contains($0.cadence) }.map { $0.cadence.rounded() }
    guard let low = unusual.min(), let high = unusual.max() else { return nil }
    // A recording that is said to be one cycle may last for no time at all.
    let (slow, fast) = (Int(min(low, 1e6)), Int(min(high, 1e6)))
    let span = slow == fast ? "\(slow)" : "\(slow) to \(fast)"
    return RecordingNote(
      .gait, isWarning: true,
      "\(unusual.count) of \(counted(cycles.count, "cycle")) \(unusual.count == 1 ? "has" : "have") a cadence of \(span) steps/min; the models were trained at 78 to 135, "
        + "and walking is within \(Int(cadences.lowerBound)) to \(Int(cadences.upperBound))")
  }
}
