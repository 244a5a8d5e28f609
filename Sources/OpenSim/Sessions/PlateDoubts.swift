import Cohorts
import Faults
import Formats

/// What cannot be of a plate under load: a point that is nowhere near the foot, a moment that no foot makes, a stance that
/// stops for an instant.
struct PlateDoubts {
  let file: Place
  let time: [Double]
  let markers: PlacedMarkers
  /// The body weight in N.
  let weight: Double
  /// The seconds that are used.
  let window: ClosedRange<Double>

  /// The share of body weight above which a plate's point is judged: the ends of a contact are noisy.
  static let bearing = 0.1
  /// How far a centre of pressure may be beyond the lines between a foot's markers, m: a sole ends at most 5 cm beyond them, and
  /// the rest is for plates and markers that are not quite in one frame.
  static let reach = 0.15
  /// The length of a foot, m, for one that is seen by markers at one end only.
  static let footLength = 0.3
  /// The seconds for which a point may be lost and is put between those before and after.
  static let shortestLoss = 0.005
  /// The largest free moment, in body weights times a metre: a walking foot makes 5 to 20 Nm.
  static let largestMoment = 0.1
  /// The largest moment about an axis along the ground at a centre of pressure, in body weights times a metre; there should be
  /// none.
  static let largestTilt = 0.03

  /// The moment in Nm by which a point under little load may be off; filtered plates end their contacts like this.
  static let smallestMoment = 3.0

  private func isUsed(_ row: Int) -> Bool { window.contains(time[row]) }
  private var bearing: Double { Self.bearing * weight }

  /// What makes Nm of a plate's moments.
  ///
  /// Where lengths are in mm, moments are in Nmm, unless they can only be Nm.
  func momentScale(of raw: Plate, _ frame: Frame) -> Double {
    guard frame.scale != 1 else { return 1 }
    let largest = raw.moment.indices.filter { frame.turned(raw.force[$0]).y > bearing }.map { raw.moment[$0].length }
      .max()
    return largest ?? 0 > Self.largestMoment * weight ? frame.scale : 1
  }

  /// Refuses moments that are no free moments.
  func checkMoment(of plate: Plate) throws {
    let rows = plate.force.indices.filter { isUsed($0) && plate.force[$0].y > bearing }
    func excess(_ row: Int) -> Double {
      let moment = plate.moment[row]
      let tilt = (moment.x * moment.x + moment.z * moment.z).squareRoot()
      let excess = max(moment.y.magnitude / Self.largestMoment, tilt / Self.largestTilt) / weight
      return excess.isFinite ? excess : .infinity
    }
    guard let worst = rows.max(by: { excess($0) < excess($1) }), excess(worst) > 1 else { return }
    let moment = plate.moment[worst]
    func whole(_ value: Double) -> String { value.isFinite ? "\(Int(value.rounded()))" : "no number" }
    throw Fault(
      .data, at: file,
      "the free moment of the plate '\(plate.name)' is \(whole(moment.y)) Nm about the vertical and "
        + "\(whole((moment.x * moment.x + moment.z * moment.z).squareRoot())) Nm along the ground at \(time[worst]) s; at most "
        + "\(whole(Self.largestMoment * weight)) and \(whole(Self.largestTilt * weight)) are possible. It is likely in Nmm, or about "
        + "the origin of the laboratory or plate: the moment about the centre of pressure in Nm is expected.")
  }

  /// Refuses a plate whose point is far from its foot, and puts points right that are far for an instant or under little load.
  ///
  /// - Returns: what was put right, for a person.
  func mendPoints(of plate: inout Plate, _ side: Side, _ names: [String]) throws -> String? {
    let foot = names.compactMap { markers.file.names.firstIndex(of: $0) }
    let rows = plate.force.indices.filter { isUsed($0) && plate.force[$0].y > 0 }
    let beyond = rows.map { row -> Double in
      guard plate.point[row].seen == plate.point[row] else { return .infinity }
      let beyond = markers.excess(of: plate.point[row], foot, markers.file.row(at: time[row]))
      let isSmall = plate.force[row].y <= bearing && plate.force[row].length * beyond <= Self.smallestMoment
      return isSmall ? 0 : beyond
    }
    var (place, mended, strays, farthest) = (0, 0, 0, 0.0)
    while place < rows.count {
      guard beyond[place] > Self.reach else {
        place += 1
        continue
      }
      let first = place
      while place < rows.count, beyond[place] > Self.reach, rows[place] - rows[first] == place - first { place += 1 }
      let far = first..<place
      let loaded = far.filter { plate.force[rows[$0]].y > bearing }
      if let from = loaded.first, let to = loaded.last, let worst = loaded.max(by: { beyond[$0] < beyond[$1] }) {
        let step = rows[to] + 1 < time.count ? time[rows[to] + 1] - time[rows[to]] : 0
        guard time[rows[to]] + step - time[rows[from]] <= Self.shortestLoss else {
          let distance =
            beyond[worst].isFinite
            ? "\((beyond[worst] * 100).rounded() / 100) m beyond the markers of the \(side.rawValue) foot" : "no number"
          throw Fault(
            .data, at: file,
            "from \(time[rows[from]]) to \(time[rows[to]]) s the centre of pressure of the plate '\(plate.name)' is \(distance) under "
              + "\(Int(plate.force[rows[worst]].y.rounded())) N, and at most \(Self.reach) m are possible; fill the drop-out, or cut "
              + "it off with 'start' and 'end', and see that plates and markers count from the same moment.")
        }
      }
      // Only a neighbour in the same contact knows where the foot is.
      let before = first > 0 && rows[first] - rows[first - 1] == 1 ? plate.point[rows[first - 1]] : nil
      let after = place < rows.count && rows[place] - rows[place - 1] == 1 ? plate.point[rows[place]] : nil
      guard let one = before ?? after, let other = after ?? before else {
        for at in far { (plate.force[rows[at]], plate.moment[rows[at]]) = (.zero, .zero) }
        strays += far.count
        continue
      }
      for (number, at) in far.enumerated() {
        plate.point[rows[at]] = one + (other - one) * (Double(number + 1) / Double(far.count + 1))
        if beyond[at].isFinite { farthest = max(farthest, beyond[at]) }
        mended += 1
      }
    }
    // The points of the rows without load follow those of the contacts.
    _ = plate.rest(time)
    let parts = [
      mended > 0
        ? "\(counted(mended, "centre")) of pressure, lost or up to \((farthest * 100).rounded() / 100) m beyond the foot for an instant or "
          + "under little load, \(mended == 1 ? "was" : "were") put between those beside" : nil,
      strays > 0
        ? "a force of less than \(Int(bearing.rounded())) N far from the foot, in \(counted(strays, "frame")), was set to zero"
        : nil,
    ].compactMap(\.self)
    return parts.isEmpty ? nil : "plate '\(plate.name)': \(parts.joined(separator: "; "))"
  }

  /// Refuses a foot that bears weight, nothing for less than a swing, and weight again.
  func checkStance(of foot: Plate, _ side: Side) throws {
    let contacts = foot.contacts(time)
    for (one, next) in zip(contacts, contacts.dropFirst()) {
      let (from, to) = (one.upperBound, next.lowerBound)
      guard isUsed(from), isUsed(to), time[to] - time[from] < ContactDetection().minimalSwing else { continue }
      let near = ContactDetection().debounce
      let before = one.filter { time[from] - time[$0] <= near }.map { foot.force[$0].y }.max() ?? 0
      let after = next.filter { time[$0] - time[to] <= near }.map { foot.force[$0].y }.max() ?? 0
      guard min(before, after) > bearing else { continue }
      throw Fault(
        .data, at: file,
        "from \(time[from]) to \(time[to]) s the \(side.rawValue) foot bears less than \(Int(Plate.contact)) N, with "
          + "\(Int(before.rounded())) N before and \(Int(after.rounded())) N after, and no swing is so short; fill the drop-out, or cut "
          + "it off with 'start' and 'end'.")
    }
  }
}

extension PlacedMarkers {
  /// How far a point of the ground is from the lines between a foot's markers, m, seen from above; less by what is missing to a
  /// foot's length where markers are at one end only, and 0 where none is seen.
  fileprivate func excess(of point: SIMD3<Double>, _ foot: [Int], _ row: Int) -> Double {
    let places = foot.compactMap { file.position($0, row) }
    var (nearest, span) = (Double.infinity, 0.0)
    for (number, one) in places.enumerated() {
      for other in places[number...] {
        span = max(span, (other - one).length)
        var (way, to) = (other - one, point - one)
        (way.y, to.y) = (0, 0)
        let square = (way * way).sum()
        let share = square > 0 ? min(max((way * to).sum() / square, 0), 1) : 0
        nearest = min(nearest, (to - way * share).length)
      }
    }
    guard !places.isEmpty else { return 0 }
    return max(nearest - max(PlateDoubts.footLength - PlateDoubts.reach - span, 0), 0)
  }
}

extension SIMD3 where Scalar == Double {
  fileprivate var length: Double { (self * self).sum().squareRoot() }
}
