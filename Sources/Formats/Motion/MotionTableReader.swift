import Faults
import Foundation

/// Reads the text of a `.mot` or `.sto` file of versions 1 to 3, in one pass over its bytes.
struct MotionTableReader {
  private let file: String
  private let bytes: [UInt8]
  private var at = 0
  private var line = 0
  private var repeated: (count: Int, first: Double) = (0, 0)
  private var replaced: (count: Int, first: Double) = (0, 0)

  init(_ bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }

  /// Reads the whole table.
  /// - Throws: ``Fault`` (data) with file, line and column.
  mutating func read() throws -> MotionTable {
    let header = try readHeader()
    let labels = try readLabels()
    var time: [Double] = []
    var values: [Double] = []
    let expected = header.rows ?? 0
    // What the header promises takes memory only as far as the file's length can hold it.
    time.reserveCapacity(min(expected, bytes.count / 2))
    values.reserveCapacity(min(expected, bytes.count / 2 / (labels.count + 1)) * labels.count)
    while let range = nextTableLine() {
      try readRow(range, labels, &time, &values)
      guard (time.count + values.count) * MemoryLayout<Double>.stride <= DecodedSize.most else {
        throw Fault(
          .data, at: .file(file, line: line), "its numbers take more than 512 MiB, which is the most for one file.")
      }
    }
    guard !time.isEmpty else { throw Fault(.data, at: .file(file), "there are no rows under the column names.") }
    return MotionTable(
      source: file, name: header.name, inDegrees: header.inDegrees, checkedLabels: labels, time: time,
      values: values, irregularities: irregularities(header, labels.count + 1, time.count))
  }

  private func irregularities(_ header: MotionHeader, _ columns: Int, _ rows: Int) -> [MotionIrregularity] {
    var found: [MotionIrregularity] = []
    if let stated = header.columns, stated != columns { found.append(.columns(stated: stated, found: columns)) }
    // A writer that repeats a stamp counts both rows.
    let whole = rows + repeated.count + replaced.count
    if let stated = header.rows, stated != whole { found.append(.rows(stated: stated, found: whole)) }
    if repeated.count > 0 { found.append(.repeatedRows(count: repeated.count, first: repeated.first)) }
    if replaced.count > 0 { found.append(.replacedRows(count: replaced.count, first: replaced.first)) }
    return found
  }

  private mutating func readHeader() throws -> MotionHeader {
    try locating(.file(file)) { try FileKind.expect(.motion, Data(bytes.prefix(FileKind.beginningSize))) }
    var header = MotionHeader()
    while line < 1000, at < 1 << 20, let range = nextLine(), range.count <= 1 << 20 {
      let text = String(decoding: bytes[range], as: UTF8.self).trimmed
      if ["endheader", "end header", "end_header"].contains(text.lowercased()) { return header }
      try header.take(text, isFirst: line == 1, at: .file(file, line: line))
    }
    throw Fault(.data, at: .file(file), "no line says 'endheader'; an OpenSim .mot or .sto file is expected.")
  }

  private mutating func readLabels() throws -> [String] {
    var text = ""
    while text.isEmpty, let range = nextTableLine() {
      guard range.count <= 1 << 20 else { break }
      text = String(decoding: bytes[range], as: UTF8.self).trimmed
    }
    // Names with spaces are possible where tabs separate them.
    let separator: Character = text.utf8.contains(9) ? "\t" : " "
    let labels = text.split(separator: separator).map(\.trimmed)
    guard labels.first?.lowercased() == "time" else {
      throw Fault(.data, at: .file(file, line: line), "the first column must be 'time', not '\(labels.first ?? "")'.")
    }
    guard labels.count <= 4096 else {
      throw Fault(.data, at: .file(file, line: line), "\(labels.count) columns are more than the 4096 that are read.")
    }
    return Array(labels.dropFirst())
  }

  private mutating func readRow(
    _ range: Range<Int>, _ labels: [String], _ time: inout [Double], _ values: inout [Double]
  ) throws {
    var column = 0
    var repeats = false
    var start = range.lowerBound
    while true {
      while start < range.upperBound, isBlank(bytes[start]) { start += 1 }
      guard start < range.upperBound else { break }
      var end = start + 1
      while end < range.upperBound, !isBlank(bytes[end]) { end += 1 }
      guard column <= labels.count else { throw fieldCount(column + 1, labels.count, orMore: true) }
      guard let number = NumberReader.double(bytes, start..<end) else {
        throw notANumber(
          start..<end, column == 0 ? "time" : labels[column - 1], row: time.count + (column == 0 ? 1 : 0))
      }
      if column > 0 {
        values.append(number)
      } else {
        repeats = number == time.last
        if !repeats { try append(number, to: &time) }
      }
      column += 1
      start = end
    }
    if column > 0, column != labels.count + 1 { throw fieldCount(column, labels.count, orMore: false) }
    if repeats, let instant = time.last { settle(at: instant, labels.count, &values) }
  }

  /// Makes one of the last two rows, which have the same time stamp.
  private mutating func settle(at instant: Double, _ columns: Int, _ values: inout [Double]) {
    let (before, later) = (values.count - 2 * columns, values.count - columns)
    let agree = (0..<columns).allSatisfy { column in
      let (a, b) = (values[before + column], values[later + column])
      return a == b || (a.isNaN && b.isNaN)
    }
    if agree {
      repeated = (repeated.count + 1, repeated.count == 0 ? instant : repeated.first)
    } else {
      replaced = (replaced.count + 1, replaced.count == 0 ? instant : replaced.first)
      for column in 0..<columns { values[before + column] = values[later + column] }
    }
    values.removeLast(columns)
  }

  private func append(_ instant: Double, to time: inout [Double]) throws {
    // Beyond that, differences of instants are no longer numbers that anything can be reckoned with.
    guard instant.isFinite, instant.magnitude <= 1e15 else {
      throw Fault(
        .data, at: .file(file, line: line),
        "column 'time' holds \(instant) in row \(time.count + 1); seconds are expected.")
    }
    if let last = time.last, instant < last {
      throw Fault(
        .data, at: .file(file, line: line),
        "time does not rise: \(instant) s follows \(last) s in row \(time.count + 1)."
      )
    }
    time.append(instant)
  }

  private func fieldCount(_ found: Int, _ labels: Int, orMore: Bool) -> Fault {
    Fault(
      .data, at: .file(file, line: line),
      "\(found)\(orMore ? " or more" : "") numbers stand under \(labels + 1) column names"
        + (at < bytes.count ? "." : "; the file ends here and may be cut short."))
  }

  private func notANumber(_ range: Range<Int>, _ label: String, row: Int) -> Fault {
    let text = String(decoding: bytes[range.prefix(24)], as: UTF8.self)
    return Fault(
      .data, at: .file(file, line: line), "column '\(label)' holds '\(text)' in row \(row); a number is expected.")
  }

  /// The range of the next line of the table that is no comment.
  private mutating func nextTableLine() -> Range<Int>? {
    while let range = nextLine() {
      let first = range.first { !isBlank(bytes[$0]) }
      if first.map({ bytes[$0] != UInt8(ascii: "#") && bytes[$0] != UInt8(ascii: "%") }) ?? true { return range }
    }
    return nil
  }

  /// The range of the next line without its end, which may be LF, CRLF or CR.
  private mutating func nextLine() -> Range<Int>? {
    guard at < bytes.count else { return nil }
    let start = at
    while at < bytes.count, bytes[at] != 10, bytes[at] != 13 { at += 1 }
    let end = at
    if at < bytes.count { at += bytes[at] == 13 && at + 1 < bytes.count && bytes[at + 1] == 10 ? 2 : 1 }
    line += 1
    return start..<end
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 9 || byte == 32 }
}

extension MotionTable {
  /// The largest `.mot` or `.sto` file that is read.
  public static let largestFile = 512 << 20

  /// Reads a `.mot` or `.sto` file of at most ``largestFile`` bytes.
  ///
  /// - Parameter name: the file's name in messages; by default its path.
  /// - Throws: ``Fault``: missing, io, or data as ``init(bytes:file:)`` says.
  public init(contentsOf url: URL, named name: String? = nil) throws {
    let file = name ?? url.relativePath
    try FileKind.expect(.motion, url, named: file)
    try BoundedFile.check(url, limit: Self.largestFile)
    try Self.checkCount(of: url, named: file)
    try self.init(bytes: BoundedFile.bytes(of: url, limit: Self.largestFile), file: file)
  }

  /// Reads the bytes of a `.mot` or `.sto` file.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - file: the file's name in messages.
  /// - Throws: ``Fault`` (data) with file, line and column when the text is not such a table: no `endheader`, text
  ///   where a number should be, a row that is not whole, time that falls. What can be lived with is in
  ///   ``irregularities``.
  public init(bytes: [UInt8], file: String) throws {
    let text = try EncodedText(bytes, file: file, checksUTF8: false)
    var reader = MotionTableReader(text.bytes, file: file)
    self = try reader.read()
  }
}
