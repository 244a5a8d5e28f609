import Formats
import Foundation

extension ContactDetection {
  /// How fast a foot must fall behind the pelvis to be taken as standing, as a share of its mean speed backwards.
  static let standingShare = 0.6
  /// How many seconds from the ends of a recording, or from a gap in it, a foot's farthest point is not trusted.
  static let margin = 0.1

  /// Where a foot lands by the joint angles.
  struct AngleContacts {
    /// The initial contacts in seconds.
    var contacts: [Double] = []
    /// Instants in seconds that would be contacts if they were farther from the ends of the recording.
    var nearEnds: [Double] = []
  }

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
    guard thigh.count == time.count, knee.count == time.count else { return [] }
    return search(Self.reach(thigh: thigh, knee: knee), time, gaps: []).contacts
  }

  /// How far the ankle is in front of the hip, in body heights.
  static func reach(thigh: [Double], knee: [Double]) -> [Double] {
    zip(thigh, knee).map { 0.245 * sin($0 * .pi / 180) + 0.246 * sin(($0 - $1) * .pi / 180) }
  }

  /// Looks for contacts in how far a foot is in front, in time that grows with the number of rows.
  func search(_ reach: [Double], _ time: [Double], gaps: [ClosedRange<Double>]) -> AngleContacts {
    guard reach.count == time.count, time.count > 2, let start = time.first, let end = time.last else { return .init() }
    let (reach, time) = Self.evenly(Self.filled(reach, time), time)
    let speeds = Self.speedsBackwards(reach, time)
    let backwards = speeds.filter { $0 > 0 }
    let standing = Self.standingShare * backwards.reduce(0, +) / Double(max(backwards.count, 1))
    var found = AngleContacts()
    for row in farthest(reach, time) {
      if gaps.first(meeting: time[row] - Self.margin, time[row] + Self.margin) != nil { continue }
      guard time[row] > start + Self.margin, time[row] < end - Self.margin else {
        found.nearEnds.append(milliseconds(time[row]))
        continue
      }
      found.contacts.append(milliseconds(Self.instant(after: row, reaching: standing, speeds, time)))
    }
    return found
  }

  /// The rows in which the foot is farthest in front.
  private func farthest(_ reach: [Double], _ time: [Double]) -> [Int] {
    let known = reach.filter(\.isFinite)
    guard let low = known.min(), let high = known.max(), low < high else { return [] }
    var first = 0
    var past = 0
    var (before, after) = (WindowMaximum(reach), WindowMaximum(reach))
    return time.indices.filter { row in
      while time[first] < time[row] - 0.3 { first += 1 }
      while past < time.count, time[past] <= time[row] + 0.3 { past += 1 }
      let earlier = before.move(to: first..<row)
      let later = after.move(to: (row + 1)..<max(past, row + 1))
      return reach[row] > high - 0.25 * (high - low) && earlier < reach[row] && later <= reach[row]
    }
  }

  /// The numbers with holes of at most 0.1 s filled in linearly, so that one missing number hides no contact.
  private static func filled(_ values: [Double], _ time: [Double]) -> [Double] {
    guard values.contains(where: { !$0.isFinite }) else { return values }
    var filled = values
    var last: Int?
    for row in values.indices where values[row].isFinite {
      if let last, row > last + 1, time[row] - time[last] <= 0.1 {
        let ends = ([time[last], time[row]], [values[last], values[row]])
        let inner = Interpolation.linear(Array(time[last + 1..<row]), ends.0, ends.1)
        filled.replaceSubrange(last + 1..<row, with: inner)
      }
      last = row
    }
    return filled
  }

  /// The numbers at equal steps where the rows are not, so that a speed means the same everywhere.
  private static func evenly(_ values: [Double], _ time: [Double]) -> (values: [Double], time: [Double]) {
    let steps = zip(time.dropFirst(), time).map { $0 - $1 }
    guard let shortest = steps.min(), let longest = steps.max(), longest > 1.5 * shortest,
      let step = Sampling.usualStep(time), let start = time.first, let end = time.last
    else { return (values, time) }
    // No finer than the frames of a fast step need, so that one tiny step of an integrator makes no long table.
    let grid = max(step, 0.001)
    let count = Int(min(((end - start) / grid + 1e-6).rounded(.down), 1e8)) + 1
    guard count > 2, count <= 2 * time.count + 1000 else { return (values, time) }
    let instants = (0..<count).map { min(start + Double($0) * grid, end) }
    return (Interpolation.linear(instants, time, values), instants)
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
    for row in (start + 1)..<max(time.count, start + 1) {
      guard time[row] <= time[start] + 0.1 else { break }
      guard speeds[row] >= speed else { continue }
      let (before, after) = (speeds[row - 1], speeds[row])
      guard before < speed, after > before else { return time[row] }
      return time[row - 1] + (speed - before) / (after - before) * (time[row] - time[row - 1])
    }
    return time[start]
  }
}

/// The largest number in a window that moves forwards, in time that grows with the way of the window alone.
private struct WindowMaximum {
  private let values: [Double]
  /// Rows of the window with falling numbers; the first of them holds the maximum.
  private var rows: [Int] = []
  private var head = 0
  private var past = 0

  init(_ values: [Double]) { self.values = values }

  /// The maximum of a window that neither end of which lies before the one of the last call; a missing number counts
  /// as infinite, and an empty window has the least number there is.
  mutating func move(to window: Range<Int>) -> Double {
    past = max(past, window.lowerBound)
    while past < window.upperBound {
      while rows.count > head, let last = rows.last, value(last) <= value(past) { rows.removeLast() }
      rows.append(past)
      past += 1
    }
    while head < rows.count, rows[head] < window.lowerBound { head += 1 }
    return head < rows.count ? value(rows[head]) : -.infinity
  }

  private func value(_ row: Int) -> Double { values[row].isNaN ? .infinity : values[row] }
}
