/// The shapes that drawings are made of; colours come from classes, so that one drawing suits light and dark.
package enum Marks {
  package static func text(
    _ words: String, x: Double, y: Double, _ style: String, anchor: String? = nil, turned: Double? = nil
  ) -> Markup {
    // A class says it shorter than an attribute, and most of a page's marks are texts.
    let aligned = anchor == "end" ? "\(style) e" : anchor == "middle" ? "\(style) m" : style
    var attributes = [("class", aligned)]
    if let turned {
      attributes.append(("transform", "translate(\(at(x)) \(at(y))) rotate(\(at(turned)))"))
    } else {
      attributes += [("x", at(x)), ("y", at(y))]
    }
    return .element("text", attributes.map { (name: $0.0, value: $0.1) }, [.text(words)])
  }

  package static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) -> Markup {
    .tag("path", ["class": style, "d": "M\(at(x1)) \(at(y1))L\(at(x2)) \(at(y2))"])
  }

  /// Many lines of one style in one element.
  static func lines(_ ends: [(x1: Double, y1: Double, x2: Double, y2: Double)], _ style: String) -> Markup {
    .tag("path", ["class": style, "d": ends.map { path([($0.x1, $0.y1), ($0.x2, $0.y2)]) }.joined()])
  }

  /// Rectangles of one size, style and opacity in one element.
  static func rectangles(
    _ corners: [(x: Double, y: Double)], width: Double, height: Double, _ style: String, opacity: Double
  ) -> Markup {
    let shape = "h\(at(width))v\(at(height))h\(at(-width))z"
    return .tag(
      "path",
      [
        "class": style, "fill-opacity": NumberText.fixed(opacity, 2),
        "d": corners.map { "M\(at($0.x)) \(at($0.y))\(shape)" }.joined(),
      ])
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
    .tag(
      "path",
      [
        "class": style,
        "d": steps(points) {
          $0 == 0 ? "M" : "m"
        } after: {
          "h0"
        },
      ])
  }

  /// Signs of a series: eight colours and five shapes.
  package static func signs(_ points: [(x: Double, y: Double)], _ place: Int) -> Markup {
    // Each sign is drawn about its own middle, 3.4 from there to its edge or, where it has corners, a little more.
    let (start, shape): ((x: Double, y: Double), String) =
      switch place % signCount {
      case 0: ((-3.4, 0), "a3.4 3.4 0 1 0 6.8 0a3.4 3.4 0 1 0-6.8 0z")
      case 1: ((-2.9, -2.9), "h5.8v5.8h-5.8z")
      case 2: ((0, -3.9), "l3.7 6.8h-7.4z")
      case 3: ((0, -4.4), "l3.7 4.4-3.7 4.4-3.7-4.4z")
      default: ((0, 3.9), "l3.7-6.8h-7.4z")
      }
    let path = points.map { "M\(at($0.x + start.x)) \(at($0.y + start.y))\(shape)" }
    return .tag("path", ["class": "fill \(Palette.style(place))", "d": path.joined()])
  }

  /// The kinds of signs; with eight colours there are forty.
  private static let signCount = 5

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
    steps(points) {
      $0 == 0 ? "M" : $0 == 1 ? "l" : ""
    } after: {
      ""
    }
  }

  /// Steps from point to point in whole tenths: shorter than places, and the rounding does not add up.
  ///
  /// - Parameters:
  ///   - points: where the steps lead.
  ///   - letter: the command before the step to a point, given by its place; none goes on with the last one.
  ///   - mark: what stands after each.
  private static func steps(
    _ points: [(x: Double, y: Double)], _ letter: (Int) -> String, after mark: () -> String
  ) -> String {
    var text = ""
    var last = (x: 0.0, y: 0.0)
    for (index, point) in points.enumerated() {
      let place = (x: tenths(point.x), y: tenths(point.y))
      let (x, y) = (short(place.x - last.x), short(place.y - last.y))
      let command = letter(index)
      text += command
      if command.isEmpty, needsSpace(text, x) { text += " " }
      text += x
      if needsSpace(x, y) { text += " " }
      text += y
      text += mark()
      last = place
    }
    return text
  }

  /// Whether two numbers would run together: a sign parts them, and so does the point of the second after one with a point.
  private static func needsSpace(_ before: String, _ number: String) -> Bool {
    if number.hasPrefix("-") { return false }
    guard number.hasPrefix(".") else { return true }
    return !before.reversed().prefix { $0 != " " && $0 != "-" && !$0.isLetter }.contains(".")
  }

  /// What a coordinate is written as.
  private static func tenths(_ number: Double) -> Double {
    number.isFinite && abs(number) < 1e6 ? (number * 10).rounded() / 10 : 0
  }

  /// A number of a path, where no nought need stand before the point.
  private static func short(_ number: Double) -> String {
    let text = at(number)
    return text.hasPrefix("0.") ? String(text.dropFirst()) : text.hasPrefix("-0.") ? "-" + text.dropFirst(2) : text
  }

  private static func at(_ number: Double) -> String { NumberText.coordinate(number) }
}
