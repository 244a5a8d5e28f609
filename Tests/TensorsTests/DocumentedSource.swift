/// What is public in a Swift source and what its documentation comments say.
///
/// It reads sources that are formatted as those of this package are: members stand two spaces in, and a declaration ends at
/// its first brace.
struct DocumentedSource {
  struct Declaration: Equatable {
    /// The type or extension that it stands in, or its own name for a type.
    var owner: String
    /// The declaration in one line, without `public` and without its body.
    var signature: String
    /// The first sentence or paragraph.
    var summary: String
    /// Parameters and the result: a name and what is said of it.
    var items: [Item]

    struct Item: Equatable {
      var name, text: String
    }

    var isType: Bool { ["struct ", "enum ", "final class "].contains(where: signature.hasPrefix) }
  }

  private(set) var declarations = [Declaration]()

  private static let types = ["public struct ", "public enum ", "public final class ", "extension "]

  init(_ text: String) {
    var (owner, comment, isPublicEnum) = ("", [Substring](), false)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    while let line = lines.popFirst() {
      let code = line.drop { $0 == " " }
      let depth = line.count - code.count
      if code.hasPrefix("///") {
        comment.append(code.dropFirst(3).drop { $0 == " " })
        continue
      }
      defer { comment = [] }
      if depth == 0, let type = Self.types.first(where: code.hasPrefix) {
        owner = String(code.dropFirst(type.count).prefix { $0.isLetter || "[]".contains($0) })
        isPublicEnum = type == "public enum "
      }
      let isMember = depth == 2 && (code.hasPrefix("public ") || isPublicEnum && code.hasPrefix("case "))
      guard isMember || depth == 0 && code.hasPrefix("public ") else { continue }
      var whole = String(code)
      while !Self.isComplete(whole), let next = lines.popFirst() {
        whole += " " + next.drop { $0 == " " }
      }
      declarations.append(Declaration(owner: owner, signature: Self.signature(whole), comment))
    }
  }

  /// Whether all brackets of a declaration's head are closed.
  private static func isComplete(_ text: String) -> Bool {
    let head = text.prefix { $0 != "{" }
    return head.count { $0 == "(" } == head.count { $0 == ")" } && (!text.contains("func ") || text.contains("{"))
  }

  private static func signature(_ text: String) -> String {
    var head = text.prefix { $0 != "{" }
    // Elsewhere an equals sign says a default.
    if text.hasPrefix("public static let ") { head = head.prefix { $0 != "=" } }
    return head.replacing("public ", with: "").replacing("( ", with: "(").replacing(" )", with: ")").trimmed
  }
}

extension DocumentedSource.Declaration {
  fileprivate init(owner: String, signature: String, _ comment: [Substring]) {
    self.owner = owner
    self.signature = signature
    summary = comment.prefix { !$0.isEmpty && !$0.hasPrefix("- ") }.joined(separator: " ").unlinked
    items = []
    for line in comment where !line.hasPrefix("- Parameters:") {
      if line.hasPrefix("- "), let colon = line.firstIndex(of: ":") {
        let name = line[..<colon].dropFirst(2).replacing("Parameter ", with: "")
        items.append(Item(name: String(name), text: String(line[colon...].dropFirst())))
      } else if let last = items.indices.last, !line.isEmpty {
        items[last].text += " " + line
      }
    }
    for place in items.indices { items[place].text = items[place].text.trimmed.unlinked }
  }
}

extension String {
  /// Links to symbols as code: ``Tensor/matmul(_:)`` is `matmul(_:)`.
  fileprivate var unlinked: String {
    split(separator: "``", omittingEmptySubsequences: false).enumerated().map { place, part in
      place % 2 == 0 ? String(part) : "`\(part.split(separator: "/").last ?? part)`"
    }.joined()
  }
}

extension StringProtocol {
  fileprivate var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
