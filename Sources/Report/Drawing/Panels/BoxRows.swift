/// One output's spread.
package struct BoxRow {
  var label: String
  var box: Quartiles

  /// Makes a row.
  package init(label: String, box: Quartiles) {
    self.label = label
    self.box = box
  }
}

/// Boxes under each other about a line at zero.
package struct BoxRows {
  var title: String
  var unit: String
  var style: String
  var rows: [BoxRow]
  /// What the scale has to hold beside these rows.
  var alsoShown: [Double] = []

  /// Makes rows under a heading; the style is the class of their colour.
  package init(title: String, unit: String, style: String, rows: [BoxRow]) {
    self.title = title
    self.unit = unit
    self.style = style
    self.rows = rows
  }

  package func panel() -> Panel {
    let left = min(16 + (rows.map { NumberText.width($0.label, size: 11) }.max() ?? 0), 130)
    let height = 19.0
    let bottom = 44 + height * Double(rows.count)
    let x = Scale(
      over: rows.flatMap { [$0.box.lowest, $0.box.highest] } + alsoShown + [0], to: (left, Panel.width - 16))
    var marks = [Marks.text(title, x: 4, y: 15, "t1"), Marks.text(unit, x: 4, y: 32, "t3")]
    for tick in x.ticks {
      marks.append(Marks.line(x(tick), 40, x(tick), bottom, tick == 0 ? "axis" : "grid"))
      marks.append(Marks.text(x.text(of: tick), x: x(tick), y: bottom + 15, "t3", anchor: "middle"))
    }
    var whiskers = [(x1: Double, y1: Double, x2: Double, y2: Double)]()
    var medians = whiskers
    var boxes = [(x: ClosedRange<Double>, y: ClosedRange<Double>)]()
    for (index, row) in rows.enumerated() {
      let (middle, box) = (44 + height * (Double(index) + 0.5), row.box)
      let label = NumberText.fitted(row.label, size: 11, into: left - 10)
      marks.append(Marks.text(label, x: left - 8, y: middle + 4, "t3", anchor: "end"))
      whiskers.append((x(box.lowest), middle, x(box.highest), middle))
      boxes.append((min(x(box.low), x(box.high))...x(box.high), middle - 6...middle + 6))
      medians.append((x(box.median), middle - 6, x(box.median), middle + 6))
    }
    marks = [
      SharedMarks.group(marks), Marks.lines(whiskers, "mark"), Marks.boxes(boxes, "boxes \(style)"),
      Marks.lines(medians, "ref"),
    ]
    let words = rows.map { "\($0.label) \(NumberText.fixed($0.box.median, 1))" }.joined(separator: ", ")
    return Panel(
      title: title, description: "Medians in \(unit): \(words).", width: Panel.width, height: bottom + 22, marks: marks)
  }
}
