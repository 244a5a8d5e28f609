import Formats

/// Numbers in rows under a heading, as a table of a page and as the text of a CSV file.
public struct DataTable: Sendable, Equatable {
  /// The names of the columns.
  public let columns: [String]
  /// The cells of each row.
  public private(set) var rows: [[String]]

  /// Makes a table.
  public init(_ columns: [String], _ rows: [[String]] = []) {
    self.columns = columns
    self.rows = rows
  }

  package mutating func add(_ row: [String]) { rows.append(row) }

  /// The same table with other words for some of its texts, also where a remark in brackets follows them.
  func calling(_ words: [String: String]) -> DataTable {
    guard !words.isEmpty else { return self }
    func called(_ cell: String) -> String {
      if let word = words[cell] { return word }
      guard let end = cell.firstRange(of: " (") else { return cell }
      return words[String(cell[..<end.lowerBound])].map { $0 + cell[end.lowerBound...] } ?? cell
    }
    return DataTable(columns.map(called), rows.map { $0.map(called) })
  }

  /// The text of a CSV file (RFC 4180 with line feeds).
  public var csv: String { ([columns] + rows).map { CSV.line($0) + "\n" }.joined() }

  /// The table as an element: the first cell of each row is its heading.
  ///
  /// - Parameter values: by column, the number of each row that its text stands for.
  package func html(_ caption: String? = nil, sortable: Bool = false, values: [String: [Double]] = [:]) -> Markup {
    // Most cells are numbers, and a page has thousands: what is said of none is a number.
    let isWords = columns.indices.map { column in
      values[columns[column]] == nil
        && !rows.allSatisfy { !$0.indices.contains(column) || Self.isNumber($0[column]) }
    }
    let head = Markup.tag(
      "tr", [:],
      columns.indices.map { column in
        .tag(
          "th", column == 0 || isWords[column] ? ["scope": "col"] : ["scope": "col", "class": "r"],
          .text(columns[column]))
      })
    let body = rows.enumerated().map { place, row in
      Markup.tag(
        "tr", [:],
        row.enumerated().map { index, cell in
          // A column of nothing but headings heads the rows without saying so.
          guard index > 0 else { return .tag("th", [:], .text(cell)) }
          let numbers = values[columns.indices.contains(index) ? columns[index] : ""]
          if let numbers, numbers.indices.contains(place) {
            return .tag("td", ["data-value": NumberText.exact(numbers[place])], .text(cell))
          }
          return .tag("td", isWords.indices.contains(index) && isWords[index] ? ["class": "w"] : [:], .text(cell))
        })
    }
    let caption: [Markup] = caption.map { [.tag("caption", [:], .text($0))] } ?? []
    return .tag(
      "table", ["class": sortable ? "numbers sortable" : "numbers"],
      caption + [.tag("thead", [:], head), .tag("tbody", [:], body)])
  }

  /// Whether a cell holds a number, one with its unit, or says that there is none.
  private static func isNumber(_ cell: String) -> Bool {
    cell == "-" || Double(cell.split(separator: " ").first ?? "") != nil && cell.split(separator: " ").count < 3
  }
}
