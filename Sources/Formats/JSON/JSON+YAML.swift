extension JSON {
  /// The value as YAML for people to read: a key a line in sorted order, lists of values in brackets.
  ///
  /// A mapping inside a list stays on its line. What ``Node/init(yaml:file:)-(String,_)`` reads from it is the same value.
  package var yaml: String {
    guard case .object(let members) = self, !members.isEmpty else { return inline }
    return members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { key, value in
      guard case .object(let inner) = value, !inner.isEmpty else { return "\(JSON.plain(key)): \(value.inline)" }
      let lines = value.yaml.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }
      return "\(JSON.plain(key)):\n" + lines.joined(separator: "\n")
    }.joined(separator: "\n")
  }

  private var inline: String {
    switch self {
    case .text(let text): JSON.plain(text)
    case .array(let elements): "[" + elements.map(\.inline).joined(separator: ", ") + "]"
    default: canonical
    }
  }

  /// A text without quotes where YAML takes it for a text all the same.
  private static func plain(_ text: String) -> String {
    let isWord = text.wholeMatch(of: /[A-Za-z][A-Za-z0-9_.-]*/) != nil
    return isWord && Scalar(text, isQuoted: false) == .text(text) ? text : JSON.text(text).canonical
  }
}
