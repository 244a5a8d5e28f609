/// Columns of text under a heading, as wide as their longest cell.
struct TextTable {
  private var rows: [[String]]
  private let rightAligned: Set<Int>

  /// Makes a table with a heading; the columns named in `numbers` are aligned at the right.
  init(_ heading: [String], numbers: Set<Int> = []) {
    rows = [heading]
    rightAligned = numbers
  }

  mutating func add(_ row: [String]) { rows.append(row) }

  /// The lines, without trailing spaces.
  var lines: [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let space = String(repeating: " ", count: widths[column] - cell.count)
        return rightAligned.contains(column) ? space + cell : cell + space
      }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  func print() { lines.forEach(Terminal.say) }
}
