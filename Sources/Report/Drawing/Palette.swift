/// The colours of pages and drawings, in light and in dark.
///
/// The series are those of Okabe and Ito (2008), which colour-blind readers can tell apart, made darker or lighter until
/// each stands out from the ground by 3 to 1; texts do so by 4.5 to 1 (WCAG 2.2, AA). A colour never says anything
/// alone: labels, dashes and places say it, too.
public struct Palette: Sendable {
  /// A colour that stylesheets know by a name.
  public struct Colour: Sendable {
    /// The name.
    public let name: String
    /// Its six hexadecimal digits.
    public let hex: String

    init(_ name: String, _ hex: String) {
      self.name = name
      self.hex = hex
    }
  }

  /// The name of each colour with its six hexadecimal digits.
  public let colours: [Colour]

  /// On a white ground.
  public static let light = Palette(colours: [
    .init("ground", "ffffff"), .init("card", "f5f7f8"), .init("ink", "1b1f24"), .init("soft", "4b5560"),
    .init("rule", "aeb7bf"),
    .init("grid", "e1e6ea"), .init("link", "005a9c"), .init("heat", "a23b00"),
    .init("c0", "0072b2"), .init("c1", "cc5800"), .init("c2", "008a64"), .init("c3", "b45f93"), .init("c4", "8f6400"),
    .init("c5", "5b6168"),
    .init("c6", "3a86c8"), .init("c7", "7d7500"),
  ])

  /// On a black ground.
  public static let dark = Palette(colours: [
    .init("ground", "14181c"), .init("card", "1d2328"), .init("ink", "eef1f3"), .init("soft", "aeb8c1"),
    .init("rule", "56616b"),
    .init("grid", "2c343b"), .init("link", "7cc4f5"), .init("heat", "ff9a52"),
    .init("c0", "56b4e9"), .init("c1", "ff8a3d"), .init("c2", "2bc79a"), .init("c3", "e79ac6"), .init("c4", "e69f00"),
    .init("c5", "b8c0c8"),
    .init("c6", "7f9cf5"), .init("c7", "f0e442"),
  ])

  /// The number of colours for series.
  public static let series = 8

  /// The style class of a series.
  package static func style(_ index: Int) -> String { "c\(index % series)" }

  /// The style class of a series' dashes; an unbroken line is a reference's.
  package static func dashes(_ index: Int) -> String { "d\(index % DrawingStyle.dashes.count)" }

  /// The colours as custom properties.
  var properties: String { colours.map { "--\($0.name):#\($0.hex);" }.joined() }
}
