import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// An element of a page or drawing, read by an XML parser that refuses what is not well-formed.
final class PageTree {
  let name: String
  let attributes: [String: String]
  private(set) var children: [PageTree] = []
  private(set) var text = ""

  private init(_ name: String, _ attributes: [String: String]) {
    self.name = name
    self.attributes = attributes
  }

  /// Reads a document; nil with the parser's complaint when it is not well-formed.
  static func read(_ document: String) -> (tree: PageTree?, complaint: String) {
    let parser = XMLParser(data: Data(document.utf8))
    let reader = Reader()
    parser.delegate = reader
    let isWellFormed = parser.parse()
    let complaint =
      "line \(parser.lineNumber), column \(parser.columnNumber): \(parser.parserError.map { "\($0)" } ?? "")"
    return (isWellFormed ? reader.root.children.first : nil, complaint)
  }

  /// Every element of a name, in the document's order.
  func all(_ name: String) -> [PageTree] {
    (self.name == name ? [self] : []) + children.flatMap { $0.all(name) }
  }

  /// The first element with an attribute of a value.
  func first(where key: String, is value: String) -> PageTree? {
    if attributes[key] == value { return self }
    return children.lazy.compactMap { $0.first(where: key, is: value) }.first
  }

  /// The text of the element and of all inside it.
  var words: String { text + children.map(\.words).joined() }

  private final class Reader: NSObject, XMLParserDelegate {
    let root = PageTree("", [:])
    private lazy var open = [root]

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String] = [:]
    ) {
      let element = PageTree(name, attributes)
      open.last?.children.append(element)
      open.append(element)
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
      open.removeLast()
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { open.last?.text += string }
  }
}
