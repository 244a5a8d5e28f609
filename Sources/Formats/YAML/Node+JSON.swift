import Faults

extension Node {
  /// The node as JSON: numbers in their shortest spelling, whole ones without a fraction, so that equal values give
  /// equal text.
  public var json: JSON {
    switch content {
    case .sequence(let nodes): .array(nodes.map(\.json))
    case .mapping(let entries): .object(Dictionary(entries.map { ($0.key, $0.value.json) }) { first, _ in first })
    case .scalar(let text, let isQuoted):
      switch Scalar(text, isQuoted: isQuoted) {
      case .integer(let integer): .number(String(integer))
      case .number(let number): .number(Node.jsonNumber(number))
      case .boolean(let boolean): .boolean(boolean)
      case .nothing: .null
      case .text(let text): .text(text)
      }
    }
  }

  /// The node as JSON with one spelling, so that equal values give equal bytes and equal digests.
  public var canonicalJSON: String { json.canonical }

  /// Takes a JSON value for settings; locations hold the file only, since nobody sees such a text as lines.
  public init(_ json: JSON, file: String) {
    let place = Place.file(file)
    switch json {
    case .null: self.init(.scalar("null", isQuoted: false), at: place)
    case .boolean(let value): self.init(.scalar(String(value), isQuoted: false), at: place)
    case .number(let digits): self.init(.scalar(digits, isQuoted: false), at: place)
    case .text(let text): self.init(.scalar(text, isQuoted: true), at: place)
    case .array(let elements): self.init(.sequence(elements.map { Node($0, file: file) }), at: place)
    case .object(let members):
      let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      self.init(
        .mapping(sorted.map { Entry(key: $0.key, location: place, value: Node($0.value, file: file)) }), at: place)
    }
  }

  /// Reads the JSON that HipZoo keeps inside other files.
  /// - Throws: ``Fault`` of kind `data` naming the file.
  public init(json text: String, file: String) throws {
    self.init(try locating(.file(file)) { try JSON(text) }, file: file)
  }

  /// The shortest text that reads back as the same number.
  package static func jsonNumber(_ number: Double) -> String {
    if let integer = Int(exactly: number), integer.magnitude < 1 << 53 { return String(integer) }
    return number.description
  }
}
