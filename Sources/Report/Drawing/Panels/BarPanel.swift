import Scores

/// Bars beside each other with subjects as points, and brackets over those that differ.
package struct BarPanel {
  /// One bar.
  package struct Bar {
    package var label: String
    package var style: String
    package var mean: Double
    /// nil where it is unknown; the bar has no whisker then.
    package var deviation: Double?
    package var subjects: [Double]

    /// Makes a bar: its name, the class of its colour and its numbers.
    package init(label: String, style: String, mean: Double, deviation: Double?, subjects: [Double]) {
      self.label = label
      self.style = style
      self.mean = mean
      self.deviation = deviation
      self.subjects = subjects
    }

    /// The lower end of the whisker.
    var low: Double { mean - (deviation ?? 0) }
    /// The upper end of the whisker.
    var high: Double { mean + (deviation ?? 0) }
  }

  /// A pair of bars that differ.
  package struct Bracket {
    var first: Int
    var second: Int
    var p: Double

    /// Joins two bars, given by their places, under a corrected p-value.
    package init(first: Int, second: Int, p: Double) {
      self.first = first
      self.second = second
      self.p = p
    }
  }

  var title: String
  var unit: String
  var bars: [Bar]
  /// The pairs, the most certain first.
  var brackets: [Bracket]
  /// What the scale has to hold beside these bars, so that panels can be held against each other.
  var alsoShown: [Double]

  /// Makes a panel of bars.
  package init(title: String, unit: String, bars: [Bar], brackets: [Bracket], alsoShown: [Double] = []) {
    self.title = title
    self.unit = unit
    self.bars = bars
    self.brackets = brackets
    self.alsoShown = alsoShown
  }

  /// The most brackets that are drawn; the table has all.
  package static let limit = 8

  /// The brackets that are drawn, the narrowest first.
  private var drawn: [Bracket] {
    brackets.prefix(Self.limit).sorted { abs($0.second - $0.first) < abs($1.second - $1.first) }
  }

  /// How many rows of brackets stand over the bars.
  package var lanes: Int { (rows(of: drawn).max() ?? -1) + 1 }

  /// The panel.
  ///
  /// - Parameter lanes: the rows of brackets there is room for at least, so that panels beside each other are alike.
  package func panel(lanes wanted: Int = 0) -> Panel {
    let (drawn, rowHeight) = (drawn, 15.0)
    let rows = rows(of: drawn)
    let brackets = Double(max(lanes, wanted)) * rowHeight
    let slots = Double(max(bars.count, 1))
    let (top, plotHeight) = (44 + brackets, 150.0)
    let bottom = top + plotHeight
    let y = Scale(over: alsoShown + extremes + [0], to: (bottom, top))
    let ticks = y.ticks.map { ($0, y.text(of: $0)) }
    let left = 12 + (ticks.map { NumberText.width($0.1, size: 11) }.max() ?? 0)
    let slot = (Panel.width - 12 - left) / slots
    let names = bars.map { NumberText.broken($0.label, size: 11, into: slot - 4) }
    let isTurned = names.contains { $0 == nil }
    let middles = bars.indices.map { left + slot * (Double($0) + 0.5) }
    let turned = TurnedLabels(Array(zip(bars.map(\.label), middles)), below: bottom)
    let height = bottom + (isTurned ? turned.height : 11 + 13 * Double(names.map { $0?.count ?? 1 }.max() ?? 1))

    var marks = [Marks.text(NumberText.fitted(title, size: 13.5, into: Panel.width - 8), x: 4, y: 15, "t1")]
    marks.append(Marks.text(NumberText.fitted(unit, size: 11, into: Panel.width - 8), x: 4, y: 33, "t3"))
    for (number, text) in ticks {
      marks.append(Marks.line(left, y(number), Panel.width - 12, y(number), "grid"))
      marks.append(Marks.text(text, x: left - 5, y: y(number) + 4, "t3", anchor: "end"))
    }
    var people = [(x: Double, y: Double)]()
    var whiskers = [(x1: Double, y1: Double, x2: Double, y2: Double)]()
    for (index, bar) in bars.enumerated() {
      let middle = middles[index]
      let half = min(slot * 0.32, 24)
      let (base, tip) = (y(0), y(bar.mean))
      marks.append(
        Marks.rectangle(
          x: middle - half, y: min(base, tip), width: 2 * half, height: abs(base - tip), "box \(bar.style)"))
      let points = bar.subjects.enumerated().map { place, number in
        // Spread by place, so that equal numbers do not hide each other and the same page comes out every time.
        (x: middle + half * 0.75 * (Double(place * 7 % 11) / 5 - 1), y: y(number))
      }
      people += points
      if bar.deviation != nil {
        let (low, high) = (y(bar.low), y(bar.high))
        whiskers.append((middle, low, middle, high))
        for end in [low, high] { whiskers.append((middle - 5, end, middle + 5, end)) }
      }
      for (line, text) in (isTurned ? [] : names[index] ?? []).enumerated() {
        marks.append(Marks.text(text, x: middle, y: bottom + 16 + 13 * Double(line), "t3", anchor: "middle"))
      }
    }
    if isTurned { marks += turned.marks }
    marks += [Marks.dots(people, "person"), Marks.lines(whiskers, "mark")]
    marks.append(Marks.line(left, y(0), Panel.width - 12, y(0), "axis"))
    for (bracket, row) in zip(drawn, rows) {
      let (x1, x2) = (left + slot * (Double(bracket.first) + 0.5), left + slot * (Double(bracket.second) + 0.5))
      let level = top - 4 - Double(row) * rowHeight
      marks.append(
        Marks.polyline([(x1 + 2, level + 4), (x1 + 2, level), (x2 - 2, level), (x2 - 2, level + 4)], "mark"))
      let stars = Stars.text(bracket.p) ?? ""
      marks.append(Marks.text(stars, x: (x1 + x2) / 2, y: level - 0.5, "t2", anchor: "middle"))
    }
    return Panel(title: title, description: sentence, width: Panel.width, height: height, marks: marks)
  }

  private var extremes: [Double] { bars.flatMap { [$0.low, $0.high] + $0.subjects } }

  private var sentence: String {
    let best = bars.map { "\($0.label) \(NumberText.fixed($0.mean, 4))" }.joined(separator: ", ")
    let differ = brackets.map { "\(name($0.first)) and \(name($0.second)) (p \(NumberText.probability($0.p)))" }
    return "Means: \(best). "
      + (differ.isEmpty ? "No pair differs significantly." : "Significant: \(differ.joined(separator: "; ")).")
  }

  private func name(_ place: Int) -> String { bars.indices.contains(place) ? bars[place].label : "" }

  /// The row of each bracket above the bars: the lowest in which it meets no other.
  private func rows(of brackets: [Bracket]) -> [Int] {
    var taken = [[ClosedRange<Int>]]()
    return brackets.map { bracket in
      let span = min(bracket.first, bracket.second)...max(bracket.first, bracket.second)
      let row = taken.firstIndex {
        $0.allSatisfy { $0.upperBound <= span.lowerBound || $0.lowerBound >= span.upperBound }
      }
      guard let row else {
        taken.append([span])
        return taken.count - 1
      }
      taken[row].append(span)
      return row
    }
  }
}
