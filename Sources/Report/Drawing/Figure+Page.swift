extension Figure {
  /// The figure as a part of a page: legend, panels that wrap to the width there is, and the numbers as a table.
  ///
  /// - Parameter folder: the folder of the figure's files as the page names it; nil when there are none.
  package func element(files folder: String?) -> Markup {
    var parts: [Markup] = [
      .tag(
        "figcaption", [:],
        .tag(
          "strong", [:],
          [
            number.map { .tag("a", ["class": "anchor", "href": "#figure-\(name)"], .text("Figure \($0). ")) } ?? "",
            .text(title),
          ]),
        .tag("p", [:], .text(context.isEmpty ? caption : "\(context) \(caption)")))
    ]
    if !legend.isEmpty {
      let items = legend.map { item in
        Markup.tag(
          "li", [:],
          .tag("svg", ["viewBox": "0 0 26 14", "aria-hidden": "true"], item.mark),
          .text(item.text))
      }
      parts.append(.tag("ul", ["class": "legend"], items))
    }
    let drawings = Markup.tag("div", ["class": "panels"], panels.map(\.svg))
    parts.append(people.isEmpty ? drawings : choice(drawings))
    let table = (summary ?? numbers).calling(words)
    var details: [Markup] = [
      .tag("summary", [:], .text("Numbers of \(number.map { "figure \($0)" } ?? "this figure")")),
      .tag(
        "div",
        [
          "class": "wide", "tabindex": "0", "role": "region",
          "aria-label": "Numbers of figure \(number.map(String.init) ?? name)",
        ],
        table.html()),
    ]
    if let folder {
      details.append(
        .tag(
          "p", [:], .text(summary == nil ? "As files: " : "All numbers, and the figure, as files: "),
          // No link: a page that was sent alone has nothing beside it.
          .tag("code", [:], .text("\(folder)/\(name)")),
          .text(" with .csv, \(tests == nil ? "" : "-tests.csv, ").svg.")))
    }
    parts.append(.tag("details", [:], details))
    return .tag("figure", ["id": "figure-\(name)"], parts)
  }

  /// The people to choose from, without a script, and their drawings.
  private func choice(_ drawings: Markup) -> Markup {
    let buttons = people.enumerated().flatMap { place, person -> [Markup] in
      let id = PersonFigure.choice(name, place)
      var attributes = [(name: "type", value: "radio"), ("name", "\(name)-who"), ("id", id)]
      if place == 0 { attributes.append(("checked", "checked")) }
      return [.element("input", attributes, []), .tag("label", ["for": id], .text(person))]
    }
    return .tag("fieldset", ["class": "pick"], [.tag("legend", [:], "Person:")] + buttons + [drawings])
  }
}
