import Runs
import Scores

/// The paired differences of many entries: a cell a pair, the stronger the larger the difference, with the test's stars.
struct DifferenceMatrix {
  var title: String
  var unit: String
  var names: [String]
  var pairs: [Comparison.Pair]

  func panel() -> Panel {
    let left = min(12 + (names.map { NumberText.width($0, size: 11) }.max() ?? 0), 110)
    let cell = (Panel.width - 12 - left) / Double(max(names.count, 1))
    let height = min(max(cell, 17), 26)
    let bottom = 44 + height * Double(names.count)
    let largest = pairs.map { abs($0.difference) }.filter(\.isFinite).max() ?? 0
    var marks = [Marks.text(NumberText.fitted(title, size: 13.5, into: Panel.width - 8), x: 4, y: 15, "t1")]
    let unit = unit.isEmpty ? "" : " \(unit)"
    let scale = "full colour: \(NumberText.fixed(largest, 3))\(unit); − where the row is smaller"
    marks.append(Marks.text(NumberText.fitted(scale, size: 11, into: Panel.width - 8), x: 4, y: 33, "t3"))
    var cells = [(x: Double, y: Double, strength: Double)]()
    var stars = [Markup]()
    for (row, name) in names.enumerated() {
      let top = 44 + height * Double(row)
      let label = NumberText.fitted(name, size: 11, into: left - 8)
      marks.append(Marks.text(label, x: left - 6, y: top + height / 2 + 4, "t3", anchor: "end"))
      for column in names.indices where column != row {
        guard let (difference, p) = pair(row, column) else { continue }
        let x = left + cell * Double(column)
        let share = largest > 0 ? abs(difference) / largest : 0
        cells.append((x, top, 0.05 + 0.4 * share))
        let text = (difference < 0 ? "−" : "") + (Stars.text(p) ?? "")
        if !text.isEmpty {
          stars.append(Marks.text(text, x: x + cell / 2, y: top + height / 2 + 4, "t2", anchor: "middle"))
        }
      }
    }
    let below = TurnedLabels(names.enumerated().map { ($1, left + cell * (Double($0) + 0.5)) }, below: bottom)
    marks += below.marks + [Marks.cells(cells, width: cell - 0.8, height: height - 0.8)] + stars
    let differ = pairs.filter { Stars.text($0.adjusted) != nil }
      .map { "\($0.first) and \($0.second) (p \(NumberText.probability($0.adjusted)))" }
    return Panel(
      title: title,
      description: differ.isEmpty
        ? "No pair differs significantly." : "Significant: \(differ.joined(separator: "; ")).",
      width: Panel.width, height: bottom + below.height, marks: marks)
  }

  private func pair(_ row: Int, _ column: Int) -> (difference: Double, p: Double)? {
    for pair in pairs where pair.difference.isFinite {
      if pair.first == names[row], pair.second == names[column] { return (pair.difference, pair.adjusted) }
      if pair.second == names[row], pair.first == names[column] { return (-pair.difference, pair.adjusted) }
    }
    return nil
  }
}
