/// Several parts of a page of which one is shown, chosen without a script.
enum Choice {
  /// - Parameters:
  ///   - legend: what is chosen.
  ///   - name: a name on the page that no other choice has.
  ///   - labels: a word for each part.
  ///   - parts: what there is to choose from.
  ///   - first: the part that is shown until another is chosen.
  ///   - isWholeOnPaper: whether every part is printed, or the chosen one alone.
  static func element(
    _ legend: String, name: String, _ labels: [String], _ parts: [Markup], first: Int = 0, isWholeOnPaper: Bool = true
  ) -> Markup {
    var children: [Markup] = [.tag("legend", [:], .text(legend))]
    for (index, label) in labels.enumerated() {
      var attributes = [("type", "radio"), ("name", name), ("id", "\(name)-\(index)")]
      if index == first { attributes.append(("checked", "checked")) }
      children.append(.element("input", attributes.map { (name: $0.0, value: $0.1) }, []))
      children.append(.tag("label", ["for": "\(name)-\(index)"], .text(label)))
    }
    children += parts.map { .tag("div", ["class": "chosen"], $0) }
    return .tag("fieldset", ["class": isWholeOnPaper ? "choice whole" : "choice"], children)
  }
}
