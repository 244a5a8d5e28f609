/// Names beside points: inside a frame, and where there is room for them on no other name, no point and no line to a name.
package struct PointLabels {
  /// A name with where it is written, from its left end on the line of writing.
  package struct Label {
    package var text: String
    package var x: Double
    package var y: Double
    /// The end of a line that leads from the point to a name that is not beside it, or that is nearer to another point.
    package var lead: (x: Double, y: Double)?

    /// What the name covers.
    package var box: Box { Box(x: x...x + NumberText.width(text, size: PointLabels.size), y: y - 9...y + 3) }
  }

  static let size = 11.0
  /// From a point to its name, from one line of writing to the next, and half of a point's sign.
  private static let (gap, line, sign) = (8.0, 12.5, 5.0)
  /// How often all names look for better places, now that the others stand.
  private static let rounds = 3
  /// What a name on another one or on a point costs, and a line through a name or a point.
  private static let (covered, crossed) = (100.0, 10.0)

  /// Where each point's name stands, in the order of the points; nil in a frame without room for any.
  package static func placed(_ points: [(text: String, x: Double, y: Double)], in frame: Box) -> [Label?] {
    let widths = points.map { NumberText.width($0.text, size: size) }
    let choices = points.indices.map { place in
      self.choices(points[place], others: points.indices.filter { $0 != place }.map { points[$0] }, in: frame)
    }
    // The longest first, for which there are the fewest places; where that leads into a corner, in other orders.
    let orders = [
      points.indices.sorted { (-widths[$0], $0) < (-widths[$1], $1) },
      points.indices.sorted { (points[$0].x, $0) < (points[$1].x, $1) },
      points.indices.sorted { (-points[$0].x, $0) < (-points[$1].x, $1) },
      points.indices.sorted { (points[$0].y, $0) < (points[$1].y, $1) },
    ]
    var best = (labels: [Label?](), cost: Double.infinity)
    for order in orders where best.cost >= crossed {
      let found = placed(points, choices, order)
      if found.cost < best.cost { best = found }
    }
    return best.labels
  }

  /// The names in the places that they find one after the other, and what all of them cost.
  private static func placed(
    _ points: [Point], _ choices: [[Label]], _ order: [Int]
  ) -> (labels: [Label?], cost: Double) {
    var labels = [Label?](repeating: nil, count: points.count)
    var paid = [Double](repeating: 0, count: points.count)
    for _ in 0..<rounds {
      for place in order {
        let others = points.indices.filter { $0 != place }
        let standing = others.compactMap { other in labels[other].map { (label: $0, point: points[other]) } }
        let signs = others.map { box(of: points[$0]) }
        let costs = choices[place].map { cost(of: $0, points[place], standing: standing, signs: signs) }
        guard let least = costs.min() else { continue }
        labels[place] = zip(choices[place], costs).first { $0.1 == least }?.0
        paid[place] = least
      }
      if (paid.max() ?? 0) < crossed { break }
    }
    return (labels, paid.reduce(0, +))
  }

  private typealias Point = (text: String, x: Double, y: Double)

  private static func box(of point: Point) -> Box {
    Box(x: point.x - sign...point.x + sign, y: point.y - sign...point.y + sign)
  }

  /// What a name covers or its line crosses counts most; a line costs little.
  private static func cost(
    of choice: Label, _ point: Point, standing: [(label: Label, point: Point)], signs: [Box]
  ) -> Double {
    let (own, names) = (choice.box, standing.map(\.label.box))
    var cost = covered * Double((names + signs + [box(of: point)]).count { $0.meets(own) })
    for other in standing {
      if let lead = other.label.lead, own.isCrossed(from: (other.point.x, other.point.y), to: lead) { cost += crossed }
    }
    if let lead = choice.lead {
      cost += 1 + crossed * Double((names + signs).count { $0.isCrossed(from: (point.x, point.y), to: lead) })
    }
    return cost
  }

  /// The places inside the frame, the nearest first.
  private static func choices(_ point: Point, others: [Point], in frame: Box) -> [Label] {
    // Names stand in steps of the gap, so that one that is as wide as the frame would find no place.
    let room = frame.x.upperBound - frame.x.lowerBound - gap
    let text = NumberText.fitted(point.text, size: size, into: room)
    let width = NumberText.width(text, size: size)
    let (right, left) = (point.x + gap, point.x - gap - width)
    let most = Int((frame.y.upperBound - frame.y.lowerBound) / line)
    let steps = [0] + (1...max(most, 1)).flatMap { [-$0, $0] }
    return steps.flatMap { step -> [Label] in
      // Above and below, a name may also stand over its point, or at the end of a line to the side.
      let aside = abs(step) < 2 ? [] : [3, 6, 9].flatMap { [right + gap * $0, left - gap * $0] }
      let over = step == 0 ? [] : Array(stride(from: right - gap, to: left, by: -gap))
      let starts = [right, left] + over + aside
      let y = point.y + 4 + line * Double(step)
      return starts.map { start in
        var label = Label(text: text, x: start, y: y)
        let isNearer = others.contains { label.box.distance(to: $0) < label.box.distance(to: point) + 2 }
        if abs(step) > 1 || isNearer {
          label.lead = (
            x: min(max(point.x, start), start + width), y: step < 0 ? y + 3 : step == 0 ? point.y : y - 9
          )
        }
        return label
      }
    }
    .filter { frame.holds($0.box) }
  }
}
