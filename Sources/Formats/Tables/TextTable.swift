/// Columns of text under a heading, as wide as their longest cell.
package struct TextTable {
  private var rows: [[String]]
  private let rightAligned: Set<Int>

  /// Makes a table with a heading; the columns named in `numbers` are aligned at the right.
  package init(_ heading: [String], numbers: Set<Int> = []) {
    rows = [heading]
    rightAligned = numbers
  }

  package mutating func add(_ row: [String]) { rows.append(row) }

  /// The lines, without trailing spaces.
  package var lines: [String] {
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
      return line.lastIndex { $0 != " " }.map { String(line[...$0]) } ?? ""
    }
  }

  /// The lines of a table in Markdown.
  package var markdown: [String] {
    let lines = rows.map { row in
      "| " + row.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }
    let rule = "| " + (rows.first ?? []).map { _ in "---" }.joined(separator: " | ") + " |"
    return [lines[0], rule] + lines.dropFirst()
  }
}
