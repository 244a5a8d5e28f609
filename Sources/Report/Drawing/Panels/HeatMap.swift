/// A grid of cells, the stronger coloured the larger their number; its numbers stand in the figure's table, too.
package struct HeatMap {
  var title: String
  var unit: String
  /// The names of the rows, at the left.
  var rows: [String]
  /// The names of the columns, below, or of the edges between them, one more; an empty name is left out.
  var columns: [String]
  /// `[rows][columns]`; nil where there is no number.
  var cells: [[Double?]]
  /// What the strongest colour stands for.
  var largest: Double
  /// Whether the names of columns stand under the lines between them, as for 0, 50 and 100 %.
  var namesEdges: Bool
  /// Where each row leads to on the page; an empty text leads nowhere.
  var links: [String] = []
  var description: String

  /// Makes a grid; the description is for those who cannot see it.
  package init(
    title: String, unit: String, rows: [String], columns: [String], cells: [[Double?]], largest: Double,
    namesEdges: Bool = false, description: String
  ) {
    self.title = title
    self.unit = unit
    self.rows = rows
    self.columns = columns
    self.cells = cells
    self.largest = largest
    self.namesEdges = namesEdges
    self.description = description
  }

  package func panel() -> Panel {
    let left = min(12 + (rows.map { NumberText.width($0, size: 11) }.max() ?? 0), 132)
    let count = Double(max(columns.count - (namesEdges ? 1 : 0), 1))
    let (cell, height) = ((Panel.width - 12 - left) / count, 17.0)
    let bottom = 44 + height * Double(rows.count)
    var names = [Marks.text(NumberText.fitted(title, size: 13.5, into: Panel.width - 8), x: 4, y: 15, "t1")]
    var marks = key
    var filled = [(x: Double, y: Double, strength: Double)]()
    for (index, row) in rows.enumerated() {
      let top = 44 + height * Double(index)
      let name = NumberText.fitted(row, size: 11, into: left - 10)
      let label = Marks.text(name, x: left - 6, y: top + 12.5, "t3", anchor: "end")
      let link = links.indices.contains(index) ? links[index] : ""
      if link.isEmpty { names.append(label) } else { marks.append(.tag("a", ["href": "#\(link)"], label)) }
      for (column, number) in (cells.indices.contains(index) ? cells[index] : []).enumerated() {
        guard let number, number.isFinite else { continue }
        filled.append((left + cell * Double(column), top, shade(number)))
      }
    }
    marks.append(Marks.cells(filled, width: cell - 0.8, height: height - 0.8))
    let widest = columns.map { NumberText.width($0, size: 11) }.max() ?? 0
    let isTurned = !namesEdges && widest > cell - 3
    let middles = columns.indices.map { left + cell * (Double($0) + (namesEdges ? 0 : 0.5)) }
    let turned = TurnedLabels(Array(zip(columns, middles)), below: bottom)
    if isTurned {
      names += turned.marks
    } else {
      for (column, name) in columns.enumerated() where !name.isEmpty {
        names.append(
          Marks.text(name, x: middles[column], y: bottom + 15, "t3", anchor: namesEdges ? edge(column) : "middle"))
      }
    }
    let below = isTurned ? turned.height : 22
    return Panel(
      title: title, description: description, width: Panel.width, height: bottom + below,
      marks: [SharedMarks.group(names)] + marks)
  }

  /// From hardly coloured to full; the faintest is still seen as a cell.
  private func shade(_ number: Double) -> Double { 0.06 + 0.94 * (largest > 0 ? max(number, 0) / largest : 0) }

  private func edge(_ column: Int) -> String { column == 0 ? "start" : column == columns.count - 1 ? "end" : "middle" }

  /// The scale of colours, from 0 to the largest number.
  private var key: [Markup] {
    let text = "\(NumberText.fixed(largest, largest < 10 ? 2 : 0)) \(unit)"
    var marks = [Marks.text("0", x: 4, y: 34, "t3")]
    for step in 0..<10 {
      marks.append(
        Marks.rectangle(
          x: 14 + 9 * Double(step), y: 25, width: 9, height: 10, "heat", opacity: shade(largest * Double(step) / 9)))
    }
    marks.append(Marks.text(NumberText.fitted(text, size: 11, into: 240), x: 109, y: 34, "t3"))
    return marks
  }
}
