/// Names beside points: inside a frame, and where there is room for them on no other name and on no point.
package struct PointLabels {
  /// A name with where it is written, from its left end on the line of writing.
  package struct Label {
    package var text: String
    package var x: Double
    package var y: Double
    /// The end of a line that leads from the point to a name that is not beside it.
    package var lead: (x: Double, y: Double)?

    /// What the name covers.
    package var box: Box { Box(x: x...x + NumberText.width(text, size: PointLabels.size), y: y - 9...y + 3) }
  }

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
  }

  static let size = 11.0
  /// From a point to its name, from one line of writing to the next, and half of a point's sign.
  private static let (gap, line, sign) = (8.0, 12.5, 5.0)

  /// Where each point's name stands, in the order of the points; nil in a frame without room for any.
  package static func placed(_ points: [(text: String, x: Double, y: Double)], in frame: Box) -> [Label?] {
    let signs = points.map { Box(x: $0.x - sign...$0.x + sign, y: $0.y - sign...$0.y + sign) }
    var labels = [Label?](repeating: nil, count: points.count)
    let widths = points.map { NumberText.width($0.text, size: size) }
    // The longest first, for which there are the fewest places.
    for place in points.indices.sorted(by: { (-widths[$0], $0) < (-widths[$1], $1) }) {
      let choices = choices(points[place], in: frame)
      let taken = labels.compactMap { $0?.box } + signs
      let covered = choices.map { choice in taken.count { $0.meets(choice.box) } }
      let least = covered.min()
      labels[place] = zip(choices, covered).first { $0.1 == least }?.0
    }
    return labels
  }

  /// The places inside the frame, the nearest first.
  private static func choices(_ point: (text: String, x: Double, y: Double), in frame: Box) -> [Label] {
    // Names stand in steps of the gap, so that one that is as wide as the frame would find no place.
    let room = frame.x.upperBound - frame.x.lowerBound - gap
    let text = NumberText.fitted(point.text, size: size, into: room)
    let width = NumberText.width(text, size: size)
    let (right, left) = (point.x + gap, point.x - gap - width)
    let most = Int((frame.y.upperBound - frame.y.lowerBound) / line)
    let steps = [0] + (1...max(most, 1)).flatMap { [-$0, $0] }
    return steps.flatMap { step -> [Label] in
      // Above and below, a name may also stand over its point.
      let starts = [right, left] + (step == 0 ? [] : Array(stride(from: right - gap, to: left, by: -gap)))
      let y = point.y + 4 + line * Double(step)
      return starts.map { start in
        let lead = abs(step) < 2 ? nil : (x: min(max(point.x, start), start + width), y: step < 0 ? y + 3 : y - 9)
        return Label(text: text, x: start, y: y, lead: lead)
      }
    }
    .filter { frame.holds($0.box) }
  }
}
