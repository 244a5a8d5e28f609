import Faults

extension Place {
  /// The place of a value that no file holds.
  static let code = Place(file: "settings")
}

extension Node: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral {
  /// A whole number.
  public init(_ value: Int) { self.init(.scalar(String(value), isQuoted: false), at: .code) }

  /// A finite number; any other becomes a text, which no reader takes for a number.
  public init(_ value: Double) { self.init(.scalar(Node.jsonNumber(value), isQuoted: false), at: .code) }

  /// A boolean.
  public init(_ value: Bool) { self.init(.scalar(String(value), isQuoted: false), at: .code) }

  /// Makes a whole number from a literal.
  public init(integerLiteral value: Int) { self.init(value) }

  /// Makes a number from a literal.
  public init(floatLiteral value: Double) { self.init(value) }

  /// Makes a boolean from a literal.
  public init(booleanLiteral value: Bool) { self.init(value) }
}

extension Node: ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
  /// A text.
  public init(_ value: String) { self.init(.scalar(value, isQuoted: true), at: .code) }

  /// A list.
  public init(_ nodes: [Node]) { self.init(.sequence(nodes), at: .code) }

  /// Makes a text from a literal.
  public init(stringLiteral value: String) { self.init(value) }

  /// Makes a list from a literal.
  public init(arrayLiteral nodes: Node...) { self.init(nodes) }

  /// Makes a mapping from a literal.
  public init(dictionaryLiteral entries: (String, Node)...) {
    self.init(.mapping(entries.map { Entry(key: $0.0, location: .code, value: $0.1) }), at: .code)
  }
}
