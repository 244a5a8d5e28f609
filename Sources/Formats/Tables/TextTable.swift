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

  /// The lines in a width: columns that matter less are left out, the last of `least` first, and a line says which.
  ///
  /// - Parameters:
  ///   - width: the characters of a line; nil for as many as there are.
  ///   - least: the headings of columns that may be left out.
  package func lines(width: Int?, least: [String]) -> [String] {
    guard let width else { return lines }
    var (table, left) = (self, [String]())
    for name in least.reversed() where (table.lines.map(\.count).max() ?? 0) > width {
      guard let column = table.rows.first?.firstIndex(of: name) else { continue }
      table = table.without(column)
      left.append(name)
    }
    guard !left.isEmpty else { return lines }
    return table.lines + Self.wrapped("no room for: \(left.reversed().joined(separator: ", "))", width: width)
  }

  /// A text in lines of a width, broken between words.
  package static func wrapped(_ text: String, width: Int?) -> [String] {
    guard let width, text.count > width else { return [text] }
    var lines = [""]
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      let last = lines[lines.count - 1]
      if last.isEmpty || last.count + 1 + word.count <= width {
        lines[lines.count - 1] = last.isEmpty ? String(word) : "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }

  private func without(_ column: Int) -> TextTable {
    var table = TextTable([], numbers: Set(rightAligned.filter { $0 != column }.map { $0 > column ? $0 - 1 : $0 }))
    table.rows = rows.map { row in row.enumerated().filter { $0.offset != column }.map(\.element) }
    return table
  }

  /// The lines of a table in Markdown.
  package var markdown: [String] {
    let lines = rows.map { row in
      "| " + row.map(Markdown.text).joined(separator: " | ") + " |"
    }
    let rule = "| " + (rows.first ?? []).map { _ in "---" }.joined(separator: " | ") + " |"
    return [lines[0], rule] + lines.dropFirst()
  }
}
