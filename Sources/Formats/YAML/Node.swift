import Faults

/// A value of a YAML or JSON text, with the place where it stands.
///
/// Trees are small and flat: ``init(yaml:file:)-([UInt8],_)`` allows 16 levels and 5 000 nodes.
public struct Node: Sendable {
  /// A key of a mapping with its value.
  public struct Entry: Sendable {
    /// The key.
    public var key: String
    /// Where the key stands.
    public var location: Place
    /// The value.
    public var value: Node

    /// Makes an entry.
    public init(key: String, location: Place, value: Node) {
      self.key = key
      self.location = location
      self.value = value
    }
  }

  /// What a node holds.
  public enum Content: Sendable {
    /// A number, a boolean, a text or nothing; quoted, it is always a text.
    case scalar(String, isQuoted: Bool)
    /// A list.
    case sequence([Node])
    /// Keys with their values, in the order of the file.
    case mapping([Entry])
  }

  /// What the node holds.
  public var content: Content
  /// Where the node starts.
  public var location: Place

  /// Makes a node.
  public init(_ content: Content, at location: Place) {
    self.content = content
    self.location = location
  }

  /// The value of a key, or `nil` when the node is no mapping or has no such key.
  public subscript(key: String) -> Node? {
    guard case .mapping(let entries) = content else { return nil }
    return entries.first { $0.key == key }?.value
  }

  /// The node as a message says what was found.
  package var found: String {
    switch content {
    case .sequence: "a list"
    case .mapping: "a mapping"
    case .scalar(let text, let isQuoted):
      switch Scalar(text, isQuoted: isQuoted) {
      case .nothing: "empty"
      case .text: "the text \(quoted(text))"
      case .integer, .number, .boolean: text
      }
    }
  }
}

/// A text from a file in single quotes, on one line and cut to a readable length.
package func quoted(_ text: String) -> String {
  let limit = 60
  let line = text.unicodeScalars.prefix(limit).map { scalar in
    scalar.properties.generalCategory == .control ? " " : String(scalar)
  }
  return "'" + line.joined() + (text.unicodeScalars.count > limit ? "..." : "") + "'"
}
