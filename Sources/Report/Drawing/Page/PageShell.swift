/// What every page has around its content: a head that fetches nothing, the style sheet, a way past the links.
package enum PageShell {
  /// The text of a page.
  ///
  /// - Parameters:
  ///   - title: the heading.
  ///   - introduction: a sentence under it.
  ///   - pages: other pages beside this one.
  ///   - links: the sections: the target and the text of each.
  ///   - content: what is on the page.
  ///   - footer: a last line.
  ///   - choices: the largest number of entries among which a section lets choose.
  ///   - people: the largest number of people among whom a figure lets choose.
  package static func text(
    _ title: String, _ introduction: String, links: [(id: String, text: String)] = [],
    pages: [(href: String, text: String)] = [], content: [Markup],
    footer: String, choices: Int = 1, people: Int = 0
  ) -> String {
    let head: [Markup] = [
      .tag("meta", ["charset": "utf-8"]),
      .tag("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
      .tag("meta", ["name": "color-scheme", "content": "light dark"]),
      .tag("meta", ["http-equiv": "Content-Security-Policy", "content": policy]),
      .tag("title", [:], .text(title)),
      .tag("style", [:], .verbatim(PageStyle.sheet(choices: choices, people: people))),
    ]
    let nav: [Markup] =
      links.isEmpty && pages.isEmpty
      ? []
      : [
        .tag(
          "nav", ["aria-label": pages.isEmpty ? "Sections" : "Pages"],
          .tag(
            "ul", [:],
            (pages + links.map { (href: "#\($0.id)", text: $0.text) }).map {
              .tag("li", [:], .tag("a", ["href": $0.href], .text($0.text)))
            }))
      ]
    let body: [Markup] =
      [
        .tag("a", ["class": "skip", "href": "#content"], "Skip to the content"),
        .tag("header", [:], .tag("h1", [:], .text(title)), .tag("p", [:], .text(introduction))),
      ] + nav + [
        .tag("main", ["id": "content"], content),
        .tag("footer", [:], .tag("p", ["class": "soft"], .text(footer))),
        .tag("script", [:], .verbatim(PageScript.text)),
      ]
    return "<!DOCTYPE html>\n"
      + Markup.tag("html", ["lang": "en"], .tag("head", [:], head), .tag("body", [:], body)).rendered + "\n"
  }

  /// Nothing may be fetched, whatever a name in a run folder says.
  private static let policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
}
