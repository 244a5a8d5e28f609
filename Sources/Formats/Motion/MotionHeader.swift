import Faults

/// What the lines above `endheader` say; keys may be in any case, and unknown lines are prose.
struct MotionHeader {
  var name = ""
  var version = 1
  var inDegrees: Bool?
  var rows: Int?
  var columns: Int?

  /// Takes one line of the header.
  /// - Throws: ``Fault`` (data) when a known key has a value that is not allowed.
  mutating func take(_ line: String, isFirst: Bool, at place: Place) throws {
    // Before version 1 the values stood after a space: `datarows 238`.
    let separator: Character = line.utf8.contains(UInt8(ascii: "=")) ? "=" : " "
    let parts = line.split(separator: separator, maxSplits: 1, omittingEmptySubsequences: false)
    let key = (parts.first ?? "").trimmed.lowercased()
    let value = parts.count > 1 ? parts[1].trimmed : ""
    switch key {
    case "version":
      guard let number = Int(value), (0...3).contains(number) else {
        throw Fault(.data, at: place, "version=\(value) is not known; versions 1 to 3 are.")
      }
      version = number
    case "nrows", "datarows": rows = try count(value, key, place)
    case "ncolumns", "datacolumns": columns = try count(value, key, place)
    case "indegrees":
      switch value.lowercased() {
      case "yes", "true", "1": inDegrees = true
      case "no", "false", "0": inDegrees = false
      default: throw Fault(.data, at: place, "inDegrees=\(value) is not known; write yes or no.")
      }
    case "datatype" where separator == "=":
      guard value.lowercased() == "double" else {
        throw Fault(.data, at: place, "DataType=\(value) is not known; tables of doubles are read.")
      }
    case "name" where separator == " ": name = value
    default: if isFirst { name = line }
    }
  }

  private func count(_ value: String, _ key: String, _ place: Place) throws -> Int {
    guard let number = Int(value), (0...100_000_000).contains(number) else {
      throw Fault(.data, at: place, "\(key)=\(value) is not a count of rows or columns.")
    }
    return number
  }
}

extension StringProtocol {
  /// The text without white space at its ends.
  package var trimmed: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else {
      return ""
    }
    return String(self[first...last])
  }
}
