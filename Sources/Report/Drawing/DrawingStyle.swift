/// How shapes and texts of drawings look: one table, from which a page gets a style sheet with custom properties and a
/// file gets literal colours, since outside browsers few programs know style sheets and none these properties.
enum DrawingStyle {
  /// The colours of a page: light, or dark for those who set their system so; always light on paper.
  static let colours =
    ":root{color-scheme:light dark;\(Palette.light.properties)}"
    + "@media screen and (prefers-color-scheme:dark){:root{\(Palette.dark.properties)}}"

  /// What rectangles are drawn with, and dots; lengths of all other shapes are a path's, in its units.
  private static let ofRectangles: Set<String> = ["box"]
  private static let ofDots: Set<String> = ["dot", "speck", "person"]

  /// How many of its units a path with these classes has in one of the drawing.
  fileprivate static func scale(of classes: [Substring]) -> Double {
    classes.contains { ofDots.contains(String($0)) } ? Marks.dotScale : Marks.scale
  }

  /// The value of a property in the units of the shapes that have the class.
  private static func value(_ property: (key: String, value: String), in rule: String) -> String {
    guard ["stroke-width", "stroke-dasharray"].contains(property.key), !ofRectangles.contains(rule) else {
      return property.value
    }
    return property.value.split(separator: " ")
      .map { NumberText.coordinate((Double($0) ?? 0) * scale(of: [rule[...]])) }.joined(separator: " ")
  }

  /// A class with its properties; a value `$NAME` is a colour of the palette, `$c` that of the series which stands beside
  /// the class.
  private static let rules: [(name: String, properties: KeyValuePairs<String, String>)] = [
    ("t1", ["font-size": "13.5px", "font-weight": "600", "fill": "$ink"]),
    ("t2", ["font-size": "12px", "fill": "$ink"]),
    ("t3", ["font-size": "11px", "fill": "$soft"]),
    ("e", ["text-anchor": "end"]), ("m", ["text-anchor": "middle"]),
    ("strong", ["font-weight": "700"]),
    ("head", ["font-size": "18px", "font-weight": "600", "fill": "$ink"]),
    ("ground", ["fill": "$ground"]),
    ("grid", ["fill": "none", "stroke": "$grid", "stroke-width": "1"]),
    ("axis", ["fill": "none", "stroke": "$rule", "stroke-width": "1"]),
    ("mark", ["fill": "none", "stroke": "$ink", "stroke-width": "1.2"]),
    ("ref", ["fill": "none", "stroke": "$ink", "stroke-width": "1.6"]),
    ("refband", ["fill": "$ink", "fill-opacity": ".16"]),
    ("line", ["fill": "none", "stroke": "$c", "stroke-width": "2"]),
    ("thin", ["fill": "none", "stroke": "$c", "stroke-width": "1.2"]),
    ("dash", ["stroke-dasharray": "6 3"]),
    ("d0", ["stroke-dasharray": dashes[0]]), ("d1", ["stroke-dasharray": dashes[1]]),
    ("d2", ["stroke-dasharray": dashes[2]]), ("d3", ["stroke-dasharray": dashes[3]]),
    ("d4", ["stroke-dasharray": dashes[4]]),
    ("stretch", ["fill": "none", "stroke": "$c", "stroke-width": "4.5"]),
    ("band", ["fill": "$c", "fill-opacity": ".24"]),
    ("fill", ["fill": "$c"]),
    ("box", ["fill": "$c", "fill-opacity": ".3", "stroke": "$c", "stroke-width": "1.2"]),
    ("dot", ["fill": "none", "stroke": "$c", "stroke-width": "5", "stroke-linecap": "round"]),
    (
      "speck",
      ["fill": "none", "stroke": "$c", "stroke-width": "2.6", "stroke-linecap": "round", "stroke-opacity": ".9"]
    ),
    (
      "person",
      ["fill": "none", "stroke": "$ink", "stroke-width": "3", "stroke-linecap": "round", "stroke-opacity": ".55"]
    ),
    ("boxes", ["fill": "$c", "fill-opacity": ".3", "stroke": "$c", "stroke-width": "1.2"]),
    ("heat", ["fill": "$heat"]),
    ("cells", ["fill": "none", "stroke": "$heat"]),
  ]

  /// The dashes of series: with eight colours there are forty kinds of lines.
  static let dashes = ["6 3", "2 2", "10 3 2 3", "13 3", "5 2 2 2 2 2"]

  private static let typeface =
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"

  /// The style sheet of drawings inside a page.
  static let shapes: String = {
    let series = (0..<Palette.series).map { ".c\($0){--c:var(--c\($0))}" }.joined()
    let classes = rules.map { rule in
      let properties = rule.properties.map { property in
        let value = value(property, in: rule.name)
        return "\(property.key):\(value.hasPrefix("$") ? "var(--\(value.dropFirst()))" : value)"
      }
      return ".\(rule.name){\(properties.joined(separator: ";"))}"
    }
    // Plain selectors, since others do not reach into what is drawn once and used again.
    let dots = ofDots.sorted().map { ".\($0)" }.joined(separator: ",")
    let plain =
      "text{font-family:\(typeface)}path{transform:scale(\(1 / Marks.scale))}"
      + "\(dots){transform:scale(\(1 / Marks.dotScale))}\n"
    return series + plain + classes.joined(separator: "\n") + "\n"
  }()

  /// The attribute that gives a drawing in a file its typeface.
  static let face = (name: "font-family", value: typeface)

  /// What the classes of an element say as attributes in the light colours.
  fileprivate static func attributes(of classes: String) -> [(name: String, value: String)] {
    let names = classes.split(separator: " ").map(String.init)
    let colours = Palette.light.colours
    let series = colours.first { colour in colour.name.hasPrefix("c") && names.contains(colour.name) }
    return rules.filter { names.contains($0.name) }.flatMap { rule in
      rule.properties.map { property in
        guard property.value.hasPrefix("$") else { return (property.key, value(property, in: rule.name)) }
        let name = String(property.value.dropFirst())
        let colour = name == "c" ? series : colours.first { $0.name == name }
        return (property.key, colour.map { "#\($0.hex)" } ?? "none")
      }
    }
  }
}

extension Markup {
  private var classes: [Substring] {
    guard case .element(_, let attributes, _) = self else { return [] }
    return attributes.first { $0.name == "class" }?.value.split(separator: " ") ?? []
  }
  /// Whether it is about one of several people.
  private var isOfOne: Bool { classes.first == "who" }
  private var isOfFirst: Bool { classes.contains("w1") }

  /// The same drawing with its classes written out as attributes, for a file that any program draws alike.
  var painted: Markup {
    guard case .element(let name, let attributes, let children) = self else { return self }
    // Of several people whom a page lets choose from a file shows the first.
    if isOfOne, !isOfFirst { return "" }
    // A file has nothing to lead to.
    if name == "a" { return .element("g", [], children.map(\.painted)) }
    let own = Set(attributes.map(\.name))
    let painted = attributes.flatMap { attribute in
      attribute.name == "class"
        ? DrawingStyle.attributes(of: attribute.value).filter { !own.contains($0.name) } : [attribute]
    }
    let scaled =
      name == "path" ? [(name: "transform", value: "scale(\(1 / DrawingStyle.scale(of: classes)))")] : []
    return .element(name, painted + scaled, children.map(\.painted))
  }
}
