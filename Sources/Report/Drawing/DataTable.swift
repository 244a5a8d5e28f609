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

  /// The text of a CSV file (RFC 4180 with line feeds).
  public var csv: String { ([columns] + rows).map { CSV.line($0) + "\n" }.joined() }

  /// The table as an element: the first cell of each row is its heading.
  ///
  /// - Parameter values: by column, the number of each row that its text stands for.
  package func html(_ caption: String? = nil, sortable: Bool = false, values: [String: [Double]] = [:]) -> Markup {
    let head = Markup.tag("tr", [:], columns.map { .tag("th", ["scope": "col"], .text($0)) })
    let body = rows.enumerated().map { place, row in
      Markup.tag(
        "tr", [:],
        row.enumerated().map { index, cell in
          guard index > 0 else { return .tag("th", ["scope": "row"], .text(cell)) }
          let numbers = values[columns.indices.contains(index) ? columns[index] : ""]
          if let numbers, numbers.indices.contains(place) {
            return .tag("td", ["class": "n", "data-value": NumberText.exact(numbers[place])], .text(cell))
          }
          return .tag("td", Double(cell) == nil ? [:] : ["class": "n"], .text(cell))
        })
    }
    let caption: [Markup] = caption.map { [.tag("caption", [:], .text($0))] } ?? []
    return .tag(
      "table", sortable ? ["class": "sortable"] : [:],
      caption + [.tag("thead", [:], head), .tag("tbody", [:], body)])
  }
}
