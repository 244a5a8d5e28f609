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
    .tag("path", ["class": style, "d": path([(x1, y1), (x2, y2)])])
  }

  /// Many lines of one style in one element.
  static func lines(_ ends: [(x1: Double, y1: Double, x2: Double, y2: Double)], _ style: String) -> Markup {
    .tag("path", ["class": style, "d": ends.map { path([($0.x1, $0.y1), ($0.x2, $0.y2)]) }.joined()])
  }

  /// Cells of one size, given by their upper left corners, each the stronger coloured the larger its number from 0 to 1:
  /// strokes as thick as the cells are high.
  static func cells(_ cells: [(x: Double, y: Double, strength: Double)], width: Double, height: Double) -> Markup {
    // Cells of one shade are one mark: nobody sees a twenty-fifth.
    let shades = Dictionary(grouping: cells) { Int((min(max($0.strength, 0), 1) * 25).rounded()) }
    let paths = shades.sorted { $0.key < $1.key }.map { shade, cells -> Markup in
      let ends = cells.flatMap { [(x: $0.x, y: $0.y + height / 2), (x: $0.x + width, y: $0.y + height / 2)] }
      return .tag(
        "path",
        [
          "opacity": NumberText.fixed(Double(shade) / 25, 2),
          "d": steps(ends) { $0 == 0 ? "M" : $0.isMultiple(of: 2) ? "m" : "h" },
        ])
    }
    return .tag("g", ["class": "cells", "stroke-width": at(height * scale)], paths)
  }

  /// Rectangles of one style in one element.
  static func boxes(_ sides: [(x: ClosedRange<Double>, y: ClosedRange<Double>)], _ style: String) -> Markup {
    let shapes = sides.map { side in
      let (low, high) = (side.x.lowerBound, side.x.upperBound)
      let (top, bottom) = (side.y.lowerBound, side.y.upperBound)
      return path([(low, top), (high, top), (high, bottom), (low, bottom)]) + "z"
    }
    return .tag("path", ["class": style, "d": shapes.joined()])
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

  /// Many equal dots in one element: one for all at the same place, and from each to one near it, which is shorter.
  package static func dots(_ points: [(x: Double, y: Double)], _ style: String) -> Markup {
    // Rows of sixteen places, there and back in turn.
    func key(_ place: [Int]) -> [Int] {
      let row = place[1] >> 4
      return [row, row.isMultiple(of: 2) ? place[0] : -place[0], place[1]]
    }
    let places = Set(points.map { [whole($0.x, dotScale), whole($0.y, dotScale)] })
    let apart = places.sorted { key($0).lexicographicallyPrecedes(key($1)) }
      .map { (x: Double($0[0]) / dotScale, y: Double($0[1]) / dotScale) }
    return .tag("path", ["class": style, "d": steps(apart, after: "h0", scale: dotScale) { $0 == 0 ? "M" : "m" }])
  }

  /// The class of dots of which there are so many: few are drawn large.
  static func dot(_ count: Int) -> String { count <= 100 ? "dot" : "speck" }

  /// Signs of a series: eight colours and five shapes.
  package static func signs(_ points: [(x: Double, y: Double)], _ place: Int) -> Markup {
    // Each sign is drawn about its own middle, 3.4 from there to its edge or, where it has corners, a little more.
    let (start, shape): ((x: Double, y: Double), String) =
      switch place % signCount {
      case 0: ((-3.4, 0), "a34 34 0 1 0 68 0a34 34 0 1 0-68 0z")
      case 1: ((-2.9, -2.9), "h58v58h-58z")
      case 2: ((0, -3.9), "l37 68h-74z")
      case 3: ((0, -4.4), "l37 44-37 44-37-44z")
      default: ((0, 3.9), "l37-68h-74z")
      }
    let path = points.map { "M\(whole($0.x + start.x)) \(whole($0.y + start.y))\(shape)" }
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

  /// How many of a path's units one unit of the drawing has: whole numbers are short, and tenths are finer than a screen.
  static let scale = 10.0

  /// The same of dots: a quarter of a unit is less than anybody sees of a round dot.
  static let dotScale = 2.0

  private static func path(_ points: [(x: Double, y: Double)]) -> String {
    steps(points) { $0 == 0 ? "M" : $0 == 1 ? "l" : "" }
  }

  /// Steps from point to point: shorter than places, and the rounding does not add up.
  ///
  /// - Parameters:
  ///   - points: where the steps lead.
  ///   - mark: what stands after each.
  ///   - scale: how many steps a unit of the drawing has.
  ///   - letter: the command before the step to a point, given by its place; none goes on with the last one, and `h`
  ///     goes along the row.
  private static func steps(
    _ points: [(x: Double, y: Double)], after mark: String = "", scale: Double = scale, _ letter: (Int) -> String
  ) -> String {
    var text = ""
    var last = (x: 0, y: 0)
    for (index, point) in points.enumerated() {
      let place = (x: whole(point.x, scale), y: whole(point.y, scale))
      let (x, y) = (place.x - last.x, place.y - last.y)
      let command = letter(index)
      // A sign parts two numbers as well as a space does.
      text += command.isEmpty && x >= 0 ? " \(x)" : "\(command)\(x)"
      if command != "h" { text += y < 0 ? "\(y)" : " \(y)" }
      text += mark
      last = place
    }
    return text
  }

  /// A number of the drawing in a path's units.
  private static func whole(_ number: Double, _ scale: Double = scale) -> Int {
    number.isFinite && abs(number) < 1e6 ? Int((number * scale).rounded()) : 0
  }

  private static func at(_ number: Double) -> String { NumberText.coordinate(number) }
}
