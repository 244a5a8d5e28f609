/// A piece of HTML or SVG as a tree, so that no name from a file can break out of its place.
///
/// What is written is well-formed XML as well as HTML: a page can be checked by any XML parser.
public indirect enum Markup: Sendable {
  /// An element with its attributes, in the order given, and what is inside it.
  case element(String, [(name: String, value: String)], [Markup])
  /// Text, escaped when it is written.
  case text(String)
  /// Style or script of this program, written as it is; it holds neither `<` nor `&`.
  case verbatim(String)

  /// An element.
  public static func tag(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ children: Markup...
  ) -> Markup {
    .element(name, attributes.map { ($0.key, $0.value) }, children)
  }

  /// An element around a list.
  public static func tag(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ children: [Markup]
  ) -> Markup {
    .element(name, attributes.map { ($0.key, $0.value) }, children)
  }

  /// Whether it leads somewhere.
  var isLink: Bool {
    guard case .element("a", _, _) = self else { return false }
    return true
  }

  /// The text of the tree.
  public var rendered: String {
    var text = ""
    write(to: &text)
    return text
  }

  /// Appends the text of the tree.
  func write(to text: inout String) {
    switch self {
    case .text(let words): append(escaping: words, to: &text)
    case .verbatim(let own): text += own
    case .element(let name, let attributes, let children):
      text += "<"
      text += name
      for attribute in attributes {
        text += " "
        text += attribute.name
        text += "=\""
        append(escaping: attribute.value, to: &text)
        text += "\""
      }
      // HTML knows these as elements that never have an end tag; in XML and in SVG the slash closes them.
      guard !children.isEmpty || !Self.childless.contains(name) else { return text += "/>" }
      text += ">"
      for child in children { child.write(to: &text) }
      text += "</"
      text += name
      text += ">"
      if Self.blocks.contains(name) { text += "\n" }
    }
  }

  private static let childless: Set<String> = [
    "meta", "input", "br", "hr", "link", "col", "path", "rect", "circle", "line", "polyline", "use",
  ]
  private static let blocks: Set<String> = [
    "svg", "p", "table", "tr", "section", "figure", "div", "h1", "h2", "h3", "h4", "li", "details", "head", "style",
  ]
}

extension Markup: ExpressibleByStringInterpolation {
  public init(stringLiteral value: String) { self = .text(value) }
}

/// Characters that XML forbids, such as a NUL in the name of a file, are left out.
private func append(escaping words: String, to text: inout String) {
  guard words.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x26 || $0 == 0x3C || $0 == 0x3E || $0 >= 0x7F })
  else { return text += words }
  for character in words.unicodeScalars {
    switch character {
    case "&": text += "&amp;"
    case "<": text += "&lt;"
    case ">": text += "&gt;"
    case "\"": text += "&quot;"
    case "\t", "\n": text.unicodeScalars.append(character)
    default:
      let isForbidden = character.value < 0x20 || (0x7F...0x9F).contains(character.value)
      if !isForbidden, character.value != 0xFFFE, character.value != 0xFFFF { text.unicodeScalars.append(character) }
    }
  }
}
