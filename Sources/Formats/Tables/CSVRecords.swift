import Faults

/// The records of a table of text, before any of them is taken as a header.
package struct CSVRecords {
  /// The most fields of a table, and of one record.
  private static let (mostFields, mostColumns) = (1_000_000, 4096)

  package let rows: [CSV.Row]
  package let separator: Character
  package let encoding: TextEncoding

  /// Reads all records.
  /// - Throws: ``Fault`` (data) with file and line when the bytes are no text or a quote stays open.
  package init(_ source: [UInt8], file: String) throws {
    guard !source.starts(with: [0x50, 0x4B, 3, 4]) else {
      throw Fault(.data, at: .file(file), "this is a workbook or another ZIP archive; save the sheet as CSV.")
    }
    let text = try EncodedText(source, file: file)
    let told = Self.toldSeparator(text.bytes)
    let separator = told?.separator ?? Self.separator(text.bytes)
    self.separator = Character(Unicode.Scalar(separator))
    encoding = text.encoding
    rows = try Self.records(text.bytes, separator, from: told?.start ?? 0, file: file)
  }

  /// The separator that a first line such as `sep=;` tells, and where the next line begins.
  private static func toldSeparator(_ bytes: [UInt8]) -> (separator: UInt8, start: Int)? {
    guard bytes.count > 5, bytes.starts(with: "sep=".utf8), bytes[5] == 10 || bytes[5] == 13 else { return nil }
    return (bytes[4], 5)
  }

  /// Of comma, semicolon and tab the one that is most often outside quotes in the first line with any of them.
  ///
  /// Lines of nothing but numbers do not tell it, since `0,62` is one number or two; what is in quotes is no such number.
  private static func separator(_ bytes: [UInt8]) -> UInt8 {
    let known = [UInt8(ascii: ","), UInt8(ascii: ";"), 9]
    var counts = [0, 0, 0]
    var (isQuoted, hasText, hasDecimals) = (false, false, false)
    for byte in bytes {
      if byte == UInt8(ascii: "\"") { (isQuoted, hasText) = (!isQuoted, true) }
      if isQuoted { continue }
      if byte == 10 || byte == 13 {
        if hasText || counts[1] + counts[2] > 0, counts.contains(where: { $0 > 0 }) { break }
        if counts[0] > 0 { hasDecimals = true }
        (counts, hasText) = ([0, 0, 0], false)
      } else if let index = known.firstIndex(of: byte) {
        counts[index] += 1
      } else if byte | 0x20 >= UInt8(ascii: "a") {
        hasText = true
      }
    }
    let most = counts.max() ?? 0
    if most == 0 || !hasText && counts[1] + counts[2] == 0 { return hasDecimals ? known[1] : known[0] }
    return known[counts.firstIndex(of: most) ?? 0]
  }

  private static func records(_ bytes: [UInt8], _ separator: UInt8, from start: Int, file: String) throws -> [CSV.Row] {
    let quote = UInt8(ascii: "\"")
    var rows: [CSV.Row] = []
    var fields: [String] = []
    var field: [UInt8] = []
    var line = 1
    var first = 1
    var quoted: Int?
    var at = start

    // A few bytes make a field, and a field takes some forty in memory.
    var count = 0
    func finishField() {
      count += 1
      fields.append(String(decoding: field, as: UTF8.self))
      field.removeAll(keepingCapacity: true)
    }
    func finishRow() {
      finishField()
      // Spreadsheets write rows of nothing but separators under a table.
      if fields.contains(where: { !$0.trimmed.isEmpty }) { rows.append(CSV.Row(line: first, fields: fields)) }
      fields.removeAll()
    }
    while at < bytes.count {
      guard count <= mostFields, fields.count < mostColumns else {
        throw Fault(
          .data, at: .file(file, line: line),
          "the table has more than \(mostColumns) columns or \(mostFields) fields, which are the most that are read.")
      }
      let byte = bytes[at]
      at += 1
      // A lone CR ends a line, too.
      let endsLine = byte == 10 || (byte == 13 && (at == bytes.count || bytes[at] != 10))
      if endsLine { line += 1 }
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
      } else if byte == separator {
        finishField()
      } else if endsLine {
        finishRow()
        first = line
      } else if byte != 13 {
        field.append(byte)
      }
    }
    if let quoted { throw Fault(.data, at: .file(file, line: quoted), "a quote is opened and never closed.") }
    if !fields.isEmpty || !field.isEmpty { finishRow() }
    return rows
  }
}
