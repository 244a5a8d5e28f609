/// The colours of pages and drawings, in light and in dark.
///
/// The series are those of Okabe and Ito (2008), which colour-blind readers can tell apart, made darker or lighter until
/// each stands out from the ground by 3 to 1; texts do so by 4.5 to 1 (WCAG 2.2, AA). A colour never says anything
/// alone: labels, dashes and places say it, too.
public struct Palette: Sendable {
  /// The name of each colour with its six hexadecimal digits.
  public let colours: [(name: String, hex: String)]

  /// On a white ground.
  public static let light = Palette(colours: [
    ("ground", "ffffff"), ("card", "f5f7f8"), ("ink", "1b1f24"), ("soft", "4b5560"), ("rule", "aeb7bf"),
    ("grid", "e1e6ea"), ("link", "005a9c"), ("heat", "a23b00"),
    ("c0", "0072b2"), ("c1", "cc5800"), ("c2", "008a64"), ("c3", "b45f93"), ("c4", "8f6400"), ("c5", "5b6168"),
    ("c6", "3a86c8"), ("c7", "7d7500"),
  ])

  /// On a black ground.
  public static let dark = Palette(colours: [
    ("ground", "14181c"), ("card", "1d2328"), ("ink", "eef1f3"), ("soft", "aeb8c1"), ("rule", "56616b"),
    ("grid", "2c343b"), ("link", "7cc4f5"), ("heat", "ff9a52"),
    ("c0", "56b4e9"), ("c1", "ff8a3d"), ("c2", "2bc79a"), ("c3", "e79ac6"), ("c4", "e69f00"), ("c5", "b8c0c8"),
    ("c6", "7f9cf5"), ("c7", "f0e442"),
  ])

  /// The number of colours for series.
  public static let series = 8

  /// The style class of a series.
  package static func style(_ index: Int) -> String { "c\(index % series)" }

  /// The colours as custom properties.
  var properties: String { colours.map { "--\($0.name):#\($0.hex);" }.joined() }
}
