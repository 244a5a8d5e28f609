/// Words of files, manifests and people in Markdown: they stay words, and end no cell, span or block.
///
/// Markdown takes HTML as it stands, so this is what keeps a published page's scripts its own (docs/limits.md, section 1).
package enum Markdown {
  /// Words in a line or in a cell of a table: on one line, and no markup.
  package static func text(_ words: String) -> String {
    var text = ""
    for scalar in oneLine(words).unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case "\\", "`", "*", "[", "]", "|": text += "\\\(scalar)"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return beginsBlock(text) ? "\\" + text : text
  }

  /// Whether a line begins a heading, a quotation, a fence, a list or a rule; a number with a sign does not.
  private static func beginsBlock(_ line: String) -> Bool {
    guard let first = line.first, line.count > 1 else { return false }
    if "#>~".contains(first) { return true }
    let rest = line.dropFirst()
    return "+-=".contains(first) && (rest.first == " " || rest.allSatisfy { $0 == first || $0 == " " })
  }

  /// Words in a span of code, in which nothing but its own end means anything.
  package static func code(_ words: String) -> String {
    let words = oneLine(words)
    let run = longestRun(in: words)
    guard run > 0 else { return "`\(words)`" }
    let fence = String(repeating: "`", count: run + 1)
    return "\(fence) \(words) \(fence)"
  }

  /// Lines in a block of code, between fences that are longer than any in them.
  package static func block(_ lines: String, _ language: String) -> String {
    let fence = String(repeating: "`", count: max(3, longestRun(in: lines) + 1))
    return "\(fence)\(language)\n\(lines)\n\(fence)"
  }

  private static func oneLine(_ words: String) -> String {
    words.split(whereSeparator: { $0.isNewline || $0 == "\t" }).joined(separator: " ")
  }

  /// The number of backticks in the longest row of them.
  private static func longestRun(in words: String) -> Int {
    words.split { $0 != "`" }.map(\.count).max() ?? 0
  }
}
