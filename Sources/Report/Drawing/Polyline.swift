/// Lines through many points.
package enum Polyline {
  /// How far a line may be from a point that is left out, in units of the drawing: less than anybody sees.
  package static let tolerance = 0.3

  /// The points that a line needs, the first and the last among them (Douglas and Peucker 1973).
  package static func simplified(_ points: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
    guard points.count > 2 else { return points }
    var isKept = [Bool](repeating: false, count: points.count)
    isKept[0] = true
    isKept[points.count - 1] = true
    var parts = [(0, points.count - 1)]
    while let (first, last) = parts.popLast() {
      var (farthest, distance) = (first, tolerance)
      for index in first + 1..<max(last, first + 1) {
        let own = squaredDistance(points[index], points[first], points[last]).squareRoot()
        if own > distance { (farthest, distance) = (index, own) }
      }
      guard farthest > first else { continue }
      isKept[farthest] = true
      parts += [(first, farthest), (farthest, last)]
    }
    return zip(points, isKept).filter(\.1).map(\.0)
  }

  /// From a point to the line between two others, or to the nearer of them.
  private static func squaredDistance(
    _ point: (x: Double, y: Double), _ start: (x: Double, y: Double), _ end: (x: Double, y: Double)
  ) -> Double {
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let length = dx * dx + dy * dy
    let along = length > 0 ? ((point.x - start.x) * dx + (point.y - start.y) * dy) / length : 0
    let share = min(max(along, 0), 1)
    let (x, y) = (point.x - start.x - share * dx, point.y - start.y - share * dy)
    return x * x + y * y
  }
}
