/// The shapes that drawings are made of; colours come from classes, so that one drawing suits light and dark.
package enum Marks {
  package static func text(
    _ words: String, x: Double, y: Double, _ style: String, anchor: String? = nil, turned: Double? = nil
  ) -> Markup {
    var attributes = [("class", style)]
    if let turned {
      attributes.append(("transform", "translate(\(at(x)) \(at(y))) rotate(\(at(turned)))"))
    } else {
      attributes += [("x", at(x)), ("y", at(y))]
    }
    if let anchor { attributes.append(("text-anchor", anchor)) }
    return .element("text", attributes.map { (name: $0.0, value: $0.1) }, [.text(words)])
  }

  package static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) -> Markup {
    .tag("path", ["class": style, "d": "M\(at(x1)) \(at(y1))L\(at(x2)) \(at(y2))"])
  }

  /// A line through points.
  package static func polyline(_ points: [(x: Double, y: Double)], _ style: String) -> Markup {
    .tag("path", ["class": style, "d": path(points)])
  }

  /// The area between an upper and a lower line.
  package static func area(_ upper: [(x: Double, y: Double)], _ lower: [(x: Double, y: Double)], _ style: String)
    -> Markup
  {
    .tag("path", ["class": style, "d": path(upper + lower.reversed()) + "Z"])
  }

  /// Many equal dots in one element.
  package static func dots(_ points: [(x: Double, y: Double)], _ style: String) -> Markup {
    .tag("path", ["class": style, "d": points.map { "M\(at($0.x)) \(at($0.y))h0" }.joined()])
  }

  /// Signs of a series: eight colours and five shapes.
  package static func signs(_ points: [(x: Double, y: Double)], _ place: Int) -> Markup {
    let r = 3.4
    let path = points.map { x, y -> String in
      func move(_ steps: [(Double, Double)]) -> String {
        steps.enumerated().map { "\($0 == 0 ? "M" : "L")\(at(x + $1.0 * r)) \(at(y + $1.1 * r))" }.joined() + "Z"
      }
      return switch place % 5 {
      case 0: move((0..<12).map { turn in circle[turn] })
      case 1: move([(-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)])
      case 2: move([(0, -1.15), (1.1, 0.85), (-1.1, 0.85)])
      case 3: move([(0, -1.3), (1.1, 0), (0, 1.3), (-1.1, 0)])
      default: move([(0, 1.15), (1.1, -0.85), (-1.1, -0.85)])
      }
    }
    return .tag("path", ["class": "fill \(Palette.style(place))", "d": path.joined()])
  }

  private static let circle: [(Double, Double)] = [
    (1, 0), (0.87, 0.5), (0.5, 0.87), (0, 1), (-0.5, 0.87), (-0.87, 0.5), (-1, 0), (-0.87, -0.5), (-0.5, -0.87),
    (0, -1),
    (0.5, -0.87), (0.87, -0.5),
  ]

  package static func circle(_ x: Double, _ y: Double, radius: Double, _ style: String) -> Markup {
    .tag("circle", ["class": style, "cx": at(x), "cy": at(y), "r": at(radius)])
  }

  package static func rectangle(
    x: Double, y: Double, width: Double, height: Double, _ style: String, opacity: Double? = nil
  ) -> Markup {
    let places = [("x", x), ("y", y), ("width", max(width, 0)), ("height", max(height, 0))]
    var attributes = [(name: "class", value: style)] + places.map { (name: $0.0, value: at($0.1)) }
    if let opacity { attributes.append(("fill-opacity", NumberText.fixed(min(max(opacity, 0), 1), 2))) }
    return .element("rect", attributes, [])
  }

  private static func path(_ points: [(x: Double, y: Double)]) -> String {
    // Steps from point to point in whole tenths: shorter than places, and the rounding does not add up.
    var text = ""
    var last = (x: 0.0, y: 0.0)
    for (index, point) in points.enumerated() {
      let place = (x: tenths(point.x), y: tenths(point.y))
      text += index == 0 ? "M" : index == 1 ? "l" : " "
      text += at(place.x - last.x)
      text += " "
      text += at(place.y - last.y)
      last = place
    }
    return text
  }

  /// What a coordinate is written as.
  private static func tenths(_ number: Double) -> Double {
    number.isFinite && abs(number) < 1e6 ? (number * 10).rounded() / 10 : 0
  }

  private static func at(_ number: Double) -> String { NumberText.coordinate(number) }
}
