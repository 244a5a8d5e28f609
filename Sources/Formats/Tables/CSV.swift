import Faults

/// Comma-separated text as spreadsheets write it: quotes, CRLF and a byte order mark are understood.
package struct CSV {
  /// One record under the header.
  package struct Row {
    /// The line of the file on which the record starts.
    package let line: Int
    package let fields: [String]
  }

  package let header: [String]
  package let rows: [Row]

  /// Reads a whole table.
  /// - Throws: ``Fault`` (data) with file and line when a quote stays open, a record has not as many fields as the
  ///   header, or a column is there twice.
  package init(_ bytes: [UInt8], file: String) throws {
    var records = try Self.records(bytes, file: file)
    guard !records.isEmpty else { throw Fault(.data, at: .file(file), "the table is empty; a header is expected.") }
    let header = records.removeFirst().fields.map(\.trimmed)
    for (index, name) in header.enumerated() where header[..<index].contains(name) {
      throw Fault(.data, at: .file(file, line: 1), "column '\(name)' is there twice.")
    }
    for row in records where row.fields.count != header.count {
      throw Fault(
        .data, at: .file(file, line: row.line), "\(row.fields.count) fields stand under \(header.count) column names.")
    }
    self.header = header
    self.rows = records
  }

  /// A field as it must be written: quoted when it holds a comma, a quote or a line end.
  package static func field(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }

  private static func records(_ bytes: [UInt8], file: String) throws -> [Row] {
    let quote = UInt8(ascii: "\"")
    var rows: [Row] = []
    var fields: [String] = []
    var field: [UInt8] = []
    var line = 1
    var start = 1
    var quoted: Int?
    var at = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0

    func finishField() {
      fields.append(String(decoding: field, as: UTF8.self))
      field.removeAll(keepingCapacity: true)
    }
    func finishRow() {
      finishField()
      if fields != [""] { rows.append(Row(line: start, fields: fields)) }
      fields.removeAll()
    }
    while at < bytes.count {
      let byte = bytes[at]
      at += 1
      if byte == 10 { line += 1 }
      if quoted != nil {
        if byte != quote {
          field.append(byte)
        } else if at < bytes.count, bytes[at] == quote {
          field.append(quote)
          at += 1
        } else {
          quoted = nil
        }
      } else if byte == quote, field.isEmpty {
        quoted = line
      } else if byte == UInt8(ascii: ",") {
        finishField()
      } else if byte == 10 {
        finishRow()
        start = line
      } else if byte != 13 || (at < bytes.count && bytes[at] != 10) {
        field.append(byte)
      }
    }
    if let quoted { throw Fault(.data, at: .file(file, line: quoted), "a quote is opened and never closed.") }
    if !fields.isEmpty || !field.isEmpty { finishRow() }
    return rows
  }
}
