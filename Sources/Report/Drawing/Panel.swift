/// One drawing: an SVG with a title and a description for those who cannot see it.
public struct Panel: Sendable {
  /// What the panel shows.
  public let title: String
  /// What can be seen in it, in a sentence.
  public let description: String
  /// The width in units of the drawing; texts are 11 to 13 of these units high.
  public let width: Double
  /// The height in the same units.
  public let height: Double
  let marks: [Markup]

  /// Makes a panel of what is drawn in it.
  package init(title: String, description: String, width: Double, height: Double, marks: [Markup]) {
    self.title = title
    self.description = description
    self.width = width
    self.height = height
    self.marks = marks
  }

  /// The width for which texts are made: that of a phone.
  package static let width = 360.0

  /// The panel as an element of a page.
  public var svg: Markup {
    .element(
      "svg", [("viewBox", viewBox), ("role", role), ("class", "panel")], content)
  }

  /// What can be followed inside of a picture would not be read to those who cannot see it.
  private var role: String { marks.contains { $0.isLink } ? "group" : "img" }

  /// The panel as a part of a larger drawing.
  func svg(x: Double, y: Double) -> Markup {
    .tag(
      "g", ["transform": "translate(\(NumberText.coordinate(x)) \(NumberText.coordinate(y)))", "role": "img"], content)
  }

  static let namespace = "http://www.w3.org/2000/svg"

  private var viewBox: String { "0 0 \(NumberText.coordinate(width)) \(NumberText.coordinate(height))" }

  private var content: [Markup] {
    [.tag("title", [:], .text(title)), .tag("desc", [:], .text(description))] + marks
  }
}
