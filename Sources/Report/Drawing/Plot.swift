/// A panel with an axis at the bottom and one at the left.
package struct Plot {
  /// The numbers along the bottom.
  package let x: Scale
  /// The numbers along the left side.
  package let y: Scale
  private let title: String
  private let height: Double
  /// Where the room for curves ends.
  private let bottom: Double
  /// Title, axes and what else panels of other entries have, too.
  private var frame: [Markup]
  private var marks: [Markup] = []

  /// What one axis shows.
  package struct Axis {
    var numbers: [Double]
    var label: String
    var isLogarithmic: Bool
    /// Whether the ends are the numbers themselves and not round ones around them.
    var isTight: Bool

    /// The label, with a word where equal distances are equal ratios.
    var words: String { isLogarithmic ? "\(label) (logarithmic)" : label }

    /// Makes an axis over numbers with its label.
    package init(numbers: [Double], label: String, isLogarithmic: Bool = false, isTight: Bool = false) {
      self.numbers = numbers
      self.label = label
      self.isLogarithmic = isLogarithmic
      self.isTight = isTight
    }
  }

  /// Makes a plot with its axes drawn.
  ///
  /// - Parameters:
  ///   - title: the heading.
  ///   - horizontal: the axis at the bottom.
  ///   - vertical: the axis at the left; its label stands above it, so that nothing is turned.
  ///   - height: of the whole panel.
  ///   - spaceBelow: of it, the room for stretches between the curves and the axis.
  package init(
    _ title: String, _ horizontal: Axis, _ vertical: Axis, height: Double = 220, spaceBelow: Double = 0
  ) {
    let (top, floor) = (44.0, height - 38)
    let bottom = floor - spaceBelow
    let y = Scale(
      over: vertical.numbers, to: (bottom, top), isLogarithmic: vertical.isLogarithmic, isRounded: !vertical.isTight)
    let labels = y.ticks.map { (place: $0, text: y.text(of: $0)) }
    let left = 10 + (labels.map { NumberText.width($0.text, size: 11) }.max() ?? 0)
    let x = Scale(
      over: horizontal.numbers, to: (left, Panel.width - 14), isLogarithmic: horizontal.isLogarithmic,
      isRounded: !horizontal.isTight)
    (self.x, self.y) = (x, y)
    self.bottom = bottom
    self.title = title
    self.height = height
    var marks = [Marks.text(NumberText.fitted(title, size: 13.5, into: Panel.width - 8), x: 4, y: 15, "t1")]
    marks.append(Marks.text(vertical.words, x: 4, y: 33, "t3"))
    marks.append(Marks.lines(labels.map { (left, y($0.place), Panel.width - 14, y($0.place)) }, "grid"))
    var axis = [(left, floor, Panel.width - 14, floor)]
    for label in labels {
      marks.append(Marks.text(label.text, x: left - 5, y: y(label.place) + 4, "t3", anchor: "end"))
    }
    var end = -Double.infinity
    for tick in x.ticks {
      let text = x.text(of: tick)
      let half = NumberText.width(text, size: 11) / 2
      guard x(tick) - half > end, x(tick) + half <= Panel.width else { continue }
      end = x(tick) + half + 4
      axis.append((x(tick), floor, x(tick), floor + 4))
      marks.append(Marks.text(text, x: x(tick), y: floor + 16, "t3", anchor: "middle"))
    }
    marks.append(Marks.lines(axis, "axis"))
    marks.append(
      Marks.text(horizontal.words, x: (left + Panel.width - 14) / 2, y: floor + 32, "t3", anchor: "middle"))
    frame = marks
  }

  package mutating func add(_ mark: Markup) { marks.append(mark) }

  /// Says that panels of other entries have what was drawn so far, too.
  mutating func share() {
    frame += marks
    marks = []
  }

  /// A line through points.
  package mutating func line(_ points: [(x: Double, y: Double)], _ style: String) {
    marks.append(Marks.polyline(Polyline.simplified(points.map { (x($0.x), y($0.y)) }), style))
  }

  /// Straight lines of one style.
  mutating func lines(_ lines: [[(x: Double, y: Double)]], _ style: String) {
    let ends = lines.compactMap { line -> (x1: Double, y1: Double, x2: Double, y2: Double)? in
      guard let first = line.first, let last = line.last else { return nil }
      return (x(first.x), y(first.y), x(last.x), y(last.y))
    }
    marks.append(Marks.lines(ends, style))
  }

  /// A mark over a part of the bottom axis, below the curves; one that ends before it begins goes round the end.
  mutating func stretch(from start: Double, to end: Double, row: Int, _ style: String) {
    let level = bottom + 7 * Double(row) + 4
    let parts = start <= end ? [(start, end)] : [(start, x.domain.upperBound), (x.domain.lowerBound, end)]
    for (from, to) in parts { marks.append(Marks.line(x(from), level, max(x(to), x(from) + 1), level, style)) }
  }

  /// The lines of one person of several, of whom one is shown at a time.
  mutating func person(_ place: Int, _ lines: [(points: [(x: Double, y: Double)], style: String)]) {
    let drawn = lines.map { line in
      Marks.polyline(Polyline.simplified(line.points.map { (x($0.x), y($0.y)) }), line.style)
    }
    marks.append(.tag("g", ["class": "who w\(place + 1)"], drawn))
  }

  /// The area between two lines over the same places.
  package mutating func band(_ places: [Double], low: [Double], high: [Double], _ style: String) {
    let upper = zip(places, high).map { (x: x($0), y: y($1)) }
    let lower = zip(places, low).map { (x: x($0), y: y($1)) }
    marks.append(Marks.area(Polyline.simplified(upper), Polyline.simplified(lower), style))
  }

  /// The signs of an entry.
  mutating func signs(_ points: [(x: Double, y: Double)], _ entry: ComparedEntry) { signs(points, entry.place) }

  /// The signs of a series.
  mutating func signs(_ points: [(x: Double, y: Double)], _ place: Int) {
    marks.append(Marks.signs(points.map { (x($0.x), y($0.y)) }, place))
  }

  /// Many equal dots.
  package mutating func dots(_ points: [(x: Double, y: Double)], _ style: String) {
    marks.append(Marks.dots(points.map { (x($0.x), y($0.y)) }, style))
  }

  /// The panel.
  package func panel(_ description: String) -> Panel {
    Panel(
      title: title, description: description, width: Panel.width, height: height,
      marks: [SharedMarks.group(frame)] + marks)
  }
}
