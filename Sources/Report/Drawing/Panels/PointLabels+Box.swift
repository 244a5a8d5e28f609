extension PointLabels {
  /// A part of a drawing.
  package struct Box {
    package var x: ClosedRange<Double>
    package var y: ClosedRange<Double>

    /// Makes a part between four edges.
    package init(x: ClosedRange<Double>, y: ClosedRange<Double>) { (self.x, self.y) = (x, y) }

    func meets(_ other: Box) -> Bool { x.overlaps(other.x) && y.overlaps(other.y) }

    func holds(_ other: Box) -> Bool {
      x.lowerBound <= other.x.lowerBound && other.x.upperBound <= x.upperBound
        && y.lowerBound <= other.y.lowerBound && other.y.upperBound <= y.upperBound
    }

    /// How far it is from the nearest edge to a point; 0 inside.
    func distance(to point: (text: String, x: Double, y: Double)) -> Double {
      let across = max(x.lowerBound - point.x, point.x - x.upperBound, 0)
      let down = max(y.lowerBound - point.y, point.y - y.upperBound, 0)
      return (across * across + down * down).squareRoot()
    }

    /// Whether a line runs through it.
    package func isCrossed(from start: (x: Double, y: Double), to end: (x: Double, y: Double)) -> Bool {
      // The part of the way that lies between two edges, once across and once down.
      var (first, last) = (0.0, 1.0)
      for (from, to, range) in [(start.x, end.x, x), (start.y, end.y, y)] {
        guard from != to else {
          guard range.contains(from) else { return false }
          continue
        }
        let ends = [(range.lowerBound - from) / (to - from), (range.upperBound - from) / (to - from)].sorted()
        (first, last) = (max(first, ends[0]), min(last, ends[1]))
      }
      return first < last
    }
  }
}
