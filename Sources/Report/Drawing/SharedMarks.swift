/// Marks that drawings of a page may have in common: the first of them draws them, the others use what it drew.
enum SharedMarks {
  private static let word = "shared"

  /// Marks that other drawings may have, too.
  static func group(_ marks: [Markup]) -> Markup { .tag("g", ["class": word], marks) }

  /// The same content with each common group in it once.
  static func drawnOnce(_ content: [Markup]) -> [Markup] {
    var counts = [String: Int]()
    for part in content { count(part, &counts) }
    var names = [String: String]()
    return content.map { drawnOnce($0, counts, &names) }
  }

  private static func count(_ part: Markup, _ counts: inout [String: Int]) {
    guard case .element(_, _, let children) = part else { return }
    if isCommon(part) { return counts[part.rendered, default: 0] += 1 }
    for child in children { count(child, &counts) }
  }

  private static func drawnOnce(_ part: Markup, _ counts: [String: Int], _ names: inout [String: String]) -> Markup {
    guard case .element(let name, let attributes, let children) = part else { return part }
    guard isCommon(part) else { return .element(name, attributes, children.map { drawnOnce($0, counts, &names) }) }
    let text = part.rendered
    if let known = names[text] { return .tag("use", ["href": "#\(known)"]) }
    guard counts[text, default: 0] > 1 else { return .element("g", [], children) }
    let own = "shared-\(names.count + 1)"
    names[text] = own
    return .element("g", [("id", own)], children)
  }

  private static func isCommon(_ part: Markup) -> Bool {
    guard case .element("g", let attributes, _) = part else { return false }
    return attributes.first { $0.name == "class" }?.value == word
  }
}
