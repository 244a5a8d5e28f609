extension Figure {
  /// The whole figure as one SVG that needs nothing beside it: the content of its `.svg` file.
  public var sheet: Markup { sheet(.screen) }

  /// The whole figure as one SVG of a width; one for a page of paper leaves the heading to the page.
  public func sheet(_ paper: SheetWidth) -> Markup {
    let across = across(paper)
    let (gap, margin) = (Self.gap, paper.margin)
    let width = sheetWidth(paper)
    // A file that is passed on alone says itself who is in it; on paper the caption does.
    var (marks, headBottom) = paper == .screen ? heading(width: width - 2 * margin, x: margin) : ([], 6)
    let (signs, legendBottom) = legendRows(width: width - 2 * margin, x: margin, y: headBottom)
    marks += signs
    var top = legendBottom + 8
    for start in stride(from: 0, to: panels.count, by: across) {
      let row = panels[start..<min(start + across, panels.count)]
      for (column, panel) in row.enumerated() {
        marks.append(panel.svg(x: margin + Double(column) * (Panel.width + gap), y: top))
      }
      top += (row.map(\.height).max() ?? 0) + gap
    }
    let size = (NumberText.coordinate(width), NumberText.coordinate(top))
    return .element(
      "svg",
      [
        ("xmlns", Panel.namespace), ("viewBox", "0 0 \(size.0) \(size.1)"),
        ("width", paper == .screen ? size.0 : paper.rawValue),
        ("height", paper == .screen ? size.1 : height(top / width, paper)),
        ("role", "img"), DrawingStyle.face,
      ],
      [
        .tag("title", [:], .text(title)), .tag("desc", [:], .text(context.isEmpty ? caption : "\(context) \(caption)")),
        Marks.rectangle(x: 0, y: 0, width: width, height: top, "ground").painted,
      ] + marks.map(\.painted))
  }

  /// The room between panels.
  static let gap = 14.0

  /// How many panels stand beside each other.
  private func across(_ paper: SheetWidth) -> Int { max(1, paper.columns ?? min(columns, panels.count)) }

  /// How wide the drawing is, in its own units.
  func sheetWidth(_ paper: SheetWidth) -> Double {
    let across = Double(across(paper))
    return paper.margin * 2 + across * Panel.width + (across - 1) * Self.gap
  }

  /// What the legend takes of the drawing's height on paper.
  func legendHeight(_ paper: SheetWidth) -> Double {
    legendRows(width: sheetWidth(paper) - 2 * paper.margin, x: paper.margin, y: 6).bottom + 8
  }

  /// The title and who is in the figure under which protocol, in as many lines as they need, and where they end.
  private func heading(width: Double, x: Double) -> ([Markup], bottom: Double) {
    var (marks, y) = ([Markup](), 6.0)
    for line in NumberText.lines(title, size: 18.5, into: width) {
      y += 24
      marks.append(Marks.text(line, x: x, y: y, "head"))
    }
    for line in NumberText.lines(context, size: 11, into: width) {
      y += 16
      marks.append(Marks.text(line, x: x, y: y, "t3"))
    }
    return (marks, y + 16)
  }

  private func height(_ ratio: Double, _ paper: SheetWidth) -> String {
    "\(NumberText.fixed(ratio * (paper.millimetres ?? 0), 2))mm"
  }

  /// The legend in as many rows as it needs, and where the last row ends.
  private func legendRows(width: Double, x left: Double, y top: Double) -> ([Markup], bottom: Double) {
    var (marks, x, y) = ([Markup](), left, top)
    for item in legend {
      let room = 34 + NumberText.width(item.text, size: 12) + 16
      if x > left, x + room > left + width { (x, y) = (left, y + 20) }
      marks.append(
        .tag("g", ["transform": "translate(\(NumberText.coordinate(x)) \(NumberText.coordinate(y)))"], item.mark))
      marks.append(Marks.text(item.text, x: x + 32, y: y + 11, "t2"))
      x += room
    }
    return (marks, legend.isEmpty ? top - 12 : y + 20)
  }
}
