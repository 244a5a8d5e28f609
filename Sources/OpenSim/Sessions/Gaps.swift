import Faults
import Formats

/// What was not seen of a recording's markers.
extension PlacedMarkers {
  /// The seconds for which a segment may be out of sight.
  static let longestGap = 0.2

  /// What the names of the segments of pelvis and legs begin with.
  static let legs = ["pelvis", "femur", "tibia", "calcn"]

  /// The spans in which a marker was not seen, inside a window.
  func gaps(in window: ClosedRange<Double>) -> [(marker: String, seconds: Double)] {
    var gaps = [(marker: String, seconds: Double)]()
    for (marker, name) in file.names.enumerated() {
      var start: Double?
      for (row, instant) in file.time.enumerated() where window.contains(instant) {
        if file.position(marker, row) == nil {
          start = start ?? instant
        } else if let from = start {
          gaps.append((name, instant - from))
          start = nil
        }
      }
      if let start, let last = file.time.last { gaps.append((name, min(last, window.upperBound) - start)) }
    }
    return gaps
  }

  /// Refuses a recording in which a segment of pelvis and legs is out of sight for long: its pose would be made up, and no
  /// marker error would tell.
  ///
  /// - Parameters:
  ///   - followed: the markers that inverse kinematics follows.
  ///   - window: the seconds that are used.
  func checkSeen(_ followed: [Recipe.Marker], in window: ClosedRange<Double>) throws {
    for body in Set(followed.map(\.body)).sorted() where Self.legs.contains(where: body.hasPrefix) {
      let own = followed.filter { $0.body == body }.compactMap { file.names.firstIndex(of: $0.name) }
      let least = min(body == "pelvis" ? 3 : 1, own.count)
      var start: Double?
      for (row, instant) in file.time.enumerated() where window.contains(instant) {
        guard own.count(where: { file.position($0, row) != nil }) < least else {
          start = nil
          continue
        }
        let from = start ?? instant
        start = from
        guard instant - from > Self.longestGap else { continue }
        throw Fault(
          .data, at: .file(file.source),
          "from \(from) s on fewer than \(least) of the markers of \(body) are seen (\(own.map { file.names[$0] }.joined(separator: ", "))) for "
            + "longer than \(Self.longestGap) s; fill the gap, or cut it off with 'start' and 'end'.")
      }
    }
  }
}
