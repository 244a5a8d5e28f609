import Foundation

extension ContactDetection {
  /// How fast a foot must fall behind the pelvis to be taken as standing, as a share of its mean speed backwards.
  static let standingShare = 0.6

  /// The initial contacts of a leg from its joint angles alone.
  ///
  /// The coordinate method of Zeni, Richards and Higginson (Gait & Posture 27, 2008) looks for where the foot is
  /// farthest in front of the pelvis. A swinging leg is drawn back before it lands, so that instant is early, by 40 ms
  /// in walkers measured on force plates. Hence the contact is taken where the foot, after its farthest point, falls
  /// behind at 0.6 of its mean speed backwards, which is the walking speed: a foot on the ground keeps that speed.
  ///
  /// Without markers the ankle is placed by a planar leg of thigh 0.245 and shank 0.246 of body height (Winter's
  /// proportions), from hip flexion, pelvis tilt where it is known, and knee flexion. A farthest point must be the
  /// largest within 0.3 s on both sides, lie in the upper quarter of the excursion, and not within 0.1 s of the
  /// recording's ends.
  ///
  /// - Parameters:
  ///   - thigh: the angle of the thigh before the vertical in degrees, `[rows]`: hip flexion plus pelvis tilt.
  ///   - knee: knee flexion in degrees, positive in flexion, `[rows]`.
  ///   - time: the instants in seconds, `[rows]`.
  public func contacts(thigh: [Double], knee: [Double], time: [Double]) -> [Double] {
    guard thigh.count == time.count, knee.count == time.count, time.count > 2 else { return [] }
    let reach = Self.reach(thigh: thigh, knee: knee)
    let speeds = Self.speedsBackwards(reach, time)
    let backwards = speeds.filter { $0 > 0 }
    let standing = Self.standingShare * backwards.reduce(0, +) / Double(max(backwards.count, 1))
    return farthest(reach, time).map { row in
      milliseconds(Self.instant(after: row, reaching: standing, speeds, time))
    }
  }

  /// How far the ankle is in front of the hip, in body heights.
  static func reach(thigh: [Double], knee: [Double]) -> [Double] {
    zip(thigh, knee).map { 0.245 * sin($0 * .pi / 180) + 0.246 * sin(($0 - $1) * .pi / 180) }
  }

  /// The rows in which the foot is farthest in front.
  private func farthest(_ reach: [Double], _ time: [Double]) -> [Int] {
    let known = reach.filter(\.isFinite)
    guard let low = known.min(), let high = known.max(), let start = time.first, let end = time.last else { return [] }
    var first = 0
    var past = 0
    return time.indices.filter { row in
      while time[first] < time[row] - 0.3 { first += 1 }
      while past < time.count, time[past] <= time[row] + 0.3 { past += 1 }
      return reach[row] > high - 0.25 * (high - low) && time[row] > start + 0.1 && time[row] < end - 0.1
        && reach[first..<row].allSatisfy { $0 < reach[row] }
        && reach[(row + 1)..<past].allSatisfy { $0 <= reach[row] }
    }
  }

  /// How fast a foot falls behind the pelvis, in body heights per second, by central differences.
  private static func speedsBackwards(_ reach: [Double], _ time: [Double]) -> [Double] {
    time.indices.map { row in
      let (before, after) = (max(row - 1, 0), min(row + 1, time.count - 1))
      return (reach[before] - reach[after]) / (time[after] - time[before])
    }
  }

  /// The instant at which a speed is reached, interpolated; at most 0.1 s after the row from which on it is sought.
  private static func instant(
    after start: Int, reaching speed: Double, _ speeds: [Double], _ time: [Double]
  ) -> Double {
    for row in (start + 1)..<max(time.count, start + 1) where speeds[row] >= speed {
      guard time[row] <= time[start] + 0.1 else { break }
      let (before, after) = (speeds[row - 1], speeds[row])
      guard before < speed, after > before else { return time[row] }
      return time[row - 1] + (speed - before) / (after - before) * (time[row] - time[row - 1])
    }
    return time[start]
  }
}
