extension Node {
  /// The node as JSON with one spelling: keys sorted by code point, no spaces, shortest numbers, whole numbers
  /// without a fraction, so that equal values give equal bytes and equal digests.
  ///
  /// Characters that YAML does not take as they are get escaped, so ``init(json:file:)`` reads every such text.
  public var canonicalJSON: String {
    switch content {
    case .sequence(let nodes):
      return "[" + nodes.map(\.canonicalJSON).joined(separator: ",") + "]"
    case .mapping(let entries):
      let sorted = entries.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      let members = sorted.map { Node.jsonText($0.key) + ":" + $0.value.canonicalJSON }
      return "{" + members.joined(separator: ",") + "}"
    case .scalar(let text, let isQuoted):
      switch Scalar(text, isQuoted: isQuoted) {
      case .integer(let integer): return String(integer)
      case .number(let number): return Node.jsonNumber(number)
      case .boolean(let boolean): return String(boolean)
      case .nothing: return "null"
      case .text(let text): return Node.jsonText(text)
      }
    }
  }

  /// Reads the JSON that HipZoo keeps inside other files.
  ///
  /// JSON is YAML but for escaped surrogate pairs, which are refused, so the same parser reads it under the same
  /// limits and refuses a key that is there twice. Locations hold the file only: nobody sees such a text as lines.
  /// - Throws: ``Fault`` of kind `data`.
  public init(json text: String, file: String) throws {
    self = try Node(bytes: Array(text.utf8), origin: Origin(file: file, hasLines: false))
  }

  /// The shortest text that reads back as the same number.
  package static func jsonNumber(_ number: Double) -> String {
    if let integer = Int(exactly: number), integer.magnitude < 1 << 53 { return String(integer) }
    return number.description
  }

  private static func jsonText(_ text: String) -> String {
    var json = "\""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x22: json += "\\\""
      case 0x5C: json += "\\\\"
      case 0x09: json += "\\t"
      case 0x0A: json += "\\n"
      case 0x0D: json += "\\r"
      case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF:
        let digits = String(scalar.value, radix: 16)
        json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: json.unicodeScalars.append(scalar)
      }
    }
    return json + "\""
  }
}
