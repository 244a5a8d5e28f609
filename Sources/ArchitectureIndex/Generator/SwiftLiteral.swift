/// A Swift literal of a text, whatever the text: a raw one over several lines, with more `#` than the text has in a
/// row, so that nothing inside can end it or be taken for an escape.
func swiftLiteral(_ text: String) -> String {
  let runs = text.split(omittingEmptySubsequences: true) { $0 != "#" }
  let hashes = String(repeating: "#", count: (runs.map(\.count).max() ?? 0) + 1)
  // Swift reads a carriage return in a literal as a line feed.
  let lines = text.unicodeScalars.map { $0 == "\r" ? "\\\(hashes)r" : String($0) }.joined()
  return "\(hashes)\"\"\"\n\(lines)\n\"\"\"\(hashes)"
}
