import Cohorts
import Formats
import Foundation

/// How well one gait cycle was simulated, by the numbers that the field asks for.
///
/// Source: Hicks and others 2015, J Biomech Eng 137:020905.
public struct CycleQuality: Codable, Sendable, Equatable {
  /// The root mean square error of the weighted markers, m.
  public let markerRMS: Double
  /// The largest error of a marker of pelvis, thigh or shank, m, and which marker it is.
  public let markerLargest: Double
  public let markerWorst: String
  /// The root mean square of the residual force at the pelvis as a share of body weight, over the frames in which every
  /// foot on the ground stands on a plate; nil where there is none.
  public let residual: Double?
  /// The root mean square of the residual moment at the pelvis over the same frames, as a share of body weight times the height
  /// of the pelvis above the lowest marker of a foot; nil where there is none.
  public let residualMoment: Double?
  /// The share of the cycle's frames in which a foot stands beside the plates, which are not judged.
  public let uncovered: Double
  /// The largest reserve of a joint of the leg as a share of its peak moment; nil without muscles.
  public let reserve: Double?
  /// The share of frames in which a muscle is at its bound; nil without muscles.
  public let bound: Double?

  /// What a recipe's limits say against it, a sentence each.
  public func objections(_ limits: Recipe.Limits) -> [String] {
    func more(_ name: String, _ number: Double?, _ limit: Double, _ unit: String, _ factor: Double) -> String? {
      guard let number, number > limit else { return nil }
      func text(_ value: Double) -> String { String(format: "%.2f", value * factor) }
      return "\(name) \(text(number)) \(unit), and \(text(limit)) are allowed"
    }
    return [
      more("marker error (RMS)", markerRMS, limits.markerRMS, "cm", 100),
      more("largest marker error, '\(markerWorst)',", markerLargest, limits.markerLargest, "cm", 100),
      more("residual force at the pelvis", residual, limits.residual, "% of body weight", 100),
      more(
        "residual moment at the pelvis", residualMoment, limits.residualMoment,
        "% of body weight times the pelvis' height",
        100),
      more("reserve", reserve, limits.reserve, "% of the peak moment", 100),
    ].compactMap(\.self)
  }

  /// The numbers in a line; nothing of what the model or the plates cannot tell.
  public var words: String {
    func part(_ value: Double?, _ words: (String) -> String) -> String? {
      value.map { words(String(format: "%.1f %%", $0 * 100)) }
    }
    return [
      String(
        format: "markers %.2f cm RMS, %.2f cm at most (%@)", markerRMS * 100, markerLargest * 100, markerWorst),
      part(residual) { "residual force \($0) of body weight" },
      part(residualMoment) { "residual moment \($0) of it times the pelvis' height" },
      part(reserve) { "largest reserve \($0) of its joint's peak moment" },
      part(bound) { "a muscle at its bound in \($0) of the frames" },
      part(uncovered > 0 ? uncovered : nil) { "a foot beside the plates in \($0) of the frames" },
    ].compactMap(\.self).joined(separator: "; ")
  }
}

extension CycleQuality {
  /// Measures a cycle.
  init(
    _ cycle: GaitCycle, markers: PlacedMarkers, weighted: [Recipe.Marker], model: MotionTable, moments: MotionTable,
    forces: MotionTable?, activations: MotionTable?, muscles names: Set<String>, plates: PlateForces, mass: Float
  ) throws {
    let span = cycle.start...cycle.end
    var (sum, count, largest, worst) = (0.0, 0.0, 0.0, "-")
    let near = ["pelvis", "femur", "tibia"]
    let errors = MarkerErrors(markers, weighted, model: model)
    for (row, instant) in errors.time.enumerated() where span.contains(instant) {
      for (marker, distance) in errors.distances(row) {
        (sum, count) = (sum + distance * distance, count + 1)
        if distance > largest, near.contains(where: { marker.body.hasPrefix($0) }) {
          (largest, worst) = (distance, marker.name)
        }
      }
    }
    markerRMS = count > 0 ? (sum / count).squareRoot() : 0
    (markerLargest, markerWorst) = (largest, worst)
    let weight = Double(mass) * 9.80665
    func columns(_ labels: [String]) -> [Int] { labels.compactMap { moments.labels.firstIndex(of: $0) } }
    let residuals = columns(["pelvis_tx_force", "pelvis_ty_force", "pelvis_tz_force"])
    let turning = columns(["pelvis_tilt_moment", "pelvis_list_moment", "pelvis_rotation_moment"])
    let onGround = FootContacts(markers, weighted)
    var (square, turningSquare, frames, beside, all) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for (row, instant) in moments.time.enumerated() where span.contains(instant) {
      all += 1
      let force = plates.row(at: instant)
      let isCovered = Side.allCases.allSatisfy { side in
        !onGround.isDown(side, at: instant) || (plates.feet[side]?.force[force].y ?? 0) > 20
      }
      guard isCovered else {
        beside += 1
        continue
      }
      frames += 1
      func squares(_ columns: [Int]) -> Double {
        columns.map { moments.values[row * moments.labels.count + $0] }.reduce(0) { $0 + $1 * $1 }
      }
      square += squares(residuals)
      turningSquare += squares(turning)
    }
    residual = frames > 0 && residuals.count == 3 ? (square / frames).squareRoot() / weight : nil
    let height = markers.pelvisHeight(weighted, in: span)
    residualMoment =
      frames > 0 && turning.count == 3 ? height.map { (turningSquare / frames).squareRoot() / (weight * $0) } : nil
    uncovered = all > 0 ? beside / all : 0
    reserve = forces.flatMap { Self.reserve($0, moments, cycle) }
    bound = activations.map { table in
      let muscles = table.labels.indices.filter { names.contains(table.labels[$0]) }
      let rows = table.time.indices.filter { span.contains(table.time[$0]) }
      let at = rows.filter { row in muscles.contains { table.values[row * table.labels.count + $0] > 0.99 } }
      return rows.isEmpty ? 0 : Double(at.count) / Double(rows.count)
    }
  }

  private static func reserve(_ forces: MotionTable, _ moments: MotionTable, _ cycle: GaitCycle) -> Double? {
    let letter = cycle.side == .right ? "_r" : "_l"
    let shares = forces.labels.compactMap { label -> Double? in
      guard label.hasSuffix("\(letter)_reserve"), ["hip", "knee_angle", "ankle"].contains(where: label.hasPrefix),
        let own = forces.labels.firstIndex(of: label),
        let moment = moments.labels.firstIndex(of: label.replacing("_reserve", with: "_moment"))
      else { return nil }
      func peak(_ table: MotionTable, _ column: Int) -> Double {
        table.time.indices.filter { (cycle.start...cycle.end).contains(table.time[$0]) }
          .map { table.values[$0 * table.labels.count + column].magnitude }.max() ?? 0
      }
      let largest = peak(moments, moment)
      return largest > 1 ? peak(forces, own) / largest : nil
    }
    return shares.max()
  }
}

extension PlacedMarkers {
  /// The mean height of the pelvis' markers above the lowest marker of a foot, m; it is nearly that of the centre of mass.
  fileprivate func pelvisHeight(_ weighted: [Recipe.Marker], in span: ClosedRange<Double>) -> Double? {
    func heights(_ bodies: [String]) -> [Double] {
      let own = weighted.filter { marker in bodies.contains { marker.body.hasPrefix($0) } }
        .compactMap { file.names.firstIndex(of: $0.name) }
      return file.time.indices.filter { span.contains(file.time[$0]) }.flatMap { row in
        own.compactMap { file.position($0, row)?.y }
      }
    }
    let pelvis = heights(["pelvis"])
    guard !pelvis.isEmpty, let floor = heights(["calcn", "toes", "talus"]).min() else { return nil }
    let height = pelvis.reduce(0, +) / Double(pelvis.count) - floor
    return height > 0 ? height : nil
  }
}

/// When a foot stands on the ground, by its markers.
struct FootContacts {
  private let markers: PlacedMarkers
  /// The markers of each foot with the lowest height of each, m.
  private let feet: [Side: [(marker: Int, floor: Double)]]

  init(_ markers: PlacedMarkers, _ weighted: [Recipe.Marker]) {
    self.markers = markers
    var feet = [Side: [(marker: Int, floor: Double)]]()
    for side in Side.allCases {
      let bodies = ["calcn", "toes"].map { $0 + (side == .right ? "_r" : "_l") }
      for marker in weighted where bodies.contains(marker.body) {
        guard let place = markers.file.names.firstIndex(of: marker.name) else { continue }
        let heights = markers.file.time.indices.compactMap { markers.file.position(place, $0)?.y }
        if let floor = heights.min() { feet[side, default: []].append((place, floor)) }
      }
    }
    self.feet = feet
  }

  /// Whether a marker of the foot is within 3 cm of its lowest place and slower than 0.6 m/s: the heel after contact, the
  /// toes until they leave.
  func isDown(_ side: Side, at instant: Double) -> Bool {
    let row = min(max(markers.file.row(at: instant), 1), markers.file.time.count - 1)
    let time = markers.file.time[row] - markers.file.time[row - 1]
    return (feet[side] ?? []).contains { marker, floor in
      guard let here = markers.file.position(marker, row), let before = markers.file.position(marker, row - 1),
        here.y < floor + 0.03
      else { return false }
      let way = here - before
      return (way * way).sum().squareRoot() / max(time, 1e-6) < 0.6
    }
  }
}

extension PlateForces {
  /// The row nearest to an instant.
  func row(at instant: Double) -> Int {
    var (low, high) = (0, time.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if time[middle] < instant { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
