import Scores

/// A leg.
public enum Side: String, Sendable, Codable, CaseIterable {
  /// The right leg, whose hip the tasks are about.
  case right
  /// The left leg; its cycles enter a cohort mirrored.
  case left

  /// The ending of this leg's names in OpenSim models, `_r` or `_l`.
  public var ending: String { self == .right ? "_r" : "_l" }

  /// The other leg.
  public var other: Side { self == .right ? .left : .right }

  /// The name on this side of what is called `name` on the right, for example `hip_flexion_l_moment`.
  ///
  /// The coordinates of OpenSim's leg models are anatomical: adduction and internal rotation are positive on both
  /// sides, so mirroring swaps names and changes no sign.
  public func name(of name: String) -> String {
    guard self == .left else { return name }
    return name.split(separator: "_", omittingEmptySubsequences: false)
      .map { $0 == "r" ? "l" : $0 == "l" ? "r" : $0 }.joined(separator: "_")
  }
}

/// One stride: from one initial contact of a foot to its next.
public struct GaitCycle: Sendable, Codable, Equatable {
  /// The foot whose contacts bound the cycle.
  public let side: Side
  /// The first contact in seconds.
  public let start: Double
  /// The next contact of the same foot in seconds.
  public let end: Double

  /// Makes a cycle from its two contacts in seconds.
  public init(side: Side, start: Double, end: Double) {
    self.side = side
    self.start = start
    self.end = end
  }

  /// The cadence in steps per minute; a stride is two steps.
  public var cadence: Double { 120 / (end - start) }

  /// The durations in seconds that are taken as one stride between two contacts.
  ///
  /// They are 240 down to 48 steps/min. A longer one has a contact missing, as when a foot misses its force plate.
  public static let plausibleDurations = 0.5...2.5

  /// The cycles between neighbouring contacts of one foot, without those of an implausible duration.
  public static func between(_ contacts: [Double], side: Side) -> [GaitCycle] {
    zip(contacts, contacts.dropFirst()).map { GaitCycle(side: side, start: $0, end: $1) }
      .filter { plausibleDurations.contains($0.end - $0.start) }
  }

  /// Whether two cycles of a recording are the same step: those of one leg that share more than half of the shorter one.
  func isSameStep(as other: GaitCycle) -> Bool {
    let shared = min(end, other.end) - max(start, other.start)
    return side == other.side && shared > 0.5 * min(end - start, other.end - other.start)
  }

  /// The instants of `frames` frames, as NumPy's `linspace(start, end, frames)` spaces them.
  func instants(_ frames: Int) -> [Double] {
    let step = (end - start) / Double(frames - 1)
    return (0..<frames).map { $0 == frames - 1 ? end : start + Double($0) * step }
  }
}

/// The pace of a trial, as the published files label it.
public enum Cadence: String, Sendable, Codable, CaseIterable {
  /// Paced at 78 steps/min.
  case slow
  /// Paced at 115 steps/min.
  case med
  /// Paced at 135 steps/min.
  case fast
  /// Self-selected and not labelled.
  case own = "self"

  /// The paced label whose cadence in steps/min is nearest; of two as near, the slower.
  public init(nearest stepsPerMinute: Double) {
    let paces = Self.allCases.compactMap { cadence in
      Subset(rawValue: cadence.rawValue)?.stepsPerMinute.map { (cadence, Double($0)) }
    }
    self = paces.min { abs($0.1 - stepsPerMinute) < abs($1.1 - stepsPerMinute) }?.0 ?? .own
  }
}
