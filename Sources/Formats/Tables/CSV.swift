import Faults

/// A table of text as spreadsheets write it, with commas, semicolons or tabs between the fields.
///
/// Quotes, CRLF, byte order marks, UTF-16 and Windows-1252 are understood, and so is a first line such as `sep=;`.
package struct CSV {
  /// One record under the header.
  package struct Row {
    /// The line of the file on which the record starts.
    package let line: Int
    package let fields: [String]
  }

  package let header: [String]
  package let rows: [Row]
  /// What stands between the fields.
  package let separator: Character
  package let encoding: TextEncoding

  /// Reads a whole table.
  /// - Throws: ``Fault`` (data) with file and line when a quote stays open, a record has not as many fields as the
  ///   header, or a column is there twice.
  package init(_ bytes: [UInt8], file: String) throws {
    let records = try CSVRecords(bytes, file: file)
    var rows = records.rows
    guard !rows.isEmpty else { throw Fault(.data, at: .file(file), "the table is empty; a header is expected.") }
    let first = rows.removeFirst()
    var header = first.fields.map(\.trimmed)
    // A sheet that was once wider ends in columns without a name; those with nothing under it are none.
    let width = header.lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? header.count
    if width < header.count,
      rows.allSatisfy({ $0.fields.count == header.count && $0.fields[width...].allSatisfy(\.trimmed.isEmpty) })
    {
      header.removeLast(header.count - width)
      rows = rows.map { Row(line: $0.line, fields: Array($0.fields.prefix(width))) }
    }
    for (index, name) in header.enumerated() where header[..<index].contains(name) {
      throw Fault(.data, at: .file(file, line: first.line), "column \(quoted(name)) is there twice.")
    }
    for row in rows where row.fields.count != header.count {
      let separator = records.separator == "\t" ? "tabs" : "'\(records.separator)'"
      throw Fault(
        .data, at: .file(file, line: row.line),
        "\(Self.misfit(row.fields.count, header.count)); fields are separated "
          + "by \(separator), as in the header.")
    }
    self.header = header
    self.rows = rows
    separator = records.separator
    encoding = records.encoding
  }

  /// What is wrong with a record of another number of fields than the header has.
  package static func misfit(_ fields: Int, _ columns: Int) -> String {
    "\(counted(fields, "field stands", "fields stand")) under \(counted(columns, "column name"))"
  }

  /// A field as it must be written: quoted when it holds a comma, a quote or a line end.
  ///
  /// - Parameter guarded: whether a text that a spreadsheet would run as a formula gets an apostrophe before it.
  package static func field(_ text: String, guarded: Bool = false) -> String {
    let isFormula = guarded && (text.utf8.first.map { "=+@".utf8.contains($0) } ?? false) && Double(text) == nil
    let safe = isFormula ? "'" + text : text
    // Bytes, since a table may have a million cells.
    guard safe.utf8.contains(where: { ",\"\n\r".utf8.contains($0) }) else { return safe }
    let quote = UInt8(ascii: "\"")
    let doubled = safe.utf8.flatMap { $0 == quote ? [quote, quote] : [$0] }
    return "\"" + String(decoding: doubled, as: UTF8.self) + "\""
  }

  /// A record without its line end, for people's spreadsheets: every field is guarded.
  package static func line(_ fields: [String]) -> String {
    fields.map { field($0, guarded: true) }.joined(separator: ",")
  }
}

extension StringProtocol {
  /// The number that a cell holds; a decimal comma, as `70,5`, is understood, and a hexadecimal number is none.
  package var decimal: Double? {
    let text = trimmed
    guard !text.contains(where: { $0 == "x" || $0 == "X" }) else { return nil }
    if let number = Double(text) { return number }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].allSatisfy(\.isNumber), !text.contains(".") else { return nil }
    return Double(parts.joined(separator: "."))
  }
}
