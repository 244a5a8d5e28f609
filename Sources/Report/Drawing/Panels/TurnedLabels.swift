import Foundation

/// Names under columns that are narrower than they: so steep that neighbours do not meet and the first keeps its beginning.
struct TurnedLabels {
  /// The most of a name, in units of the drawing.
  private static let longest = 112.0
  private static let angle = 75.0
  private static let (across, down) = (cos(angle * .pi / 180), sin(angle * .pi / 180))
  /// From the columns' end to the end of the names, and how far right of its column's middle a name ends.
  private static let (gap, shift) = (12.0, 4.0)

  let marks: [Markup]
  /// From the columns' end to where the names begin.
  let height: Double

  /// Names of columns by the middle of each, under a line.
  init(_ columns: [(name: String, x: Double)], below bottom: Double) {
    let fitted = columns.map { column in
      // A name reaches to the left by its length and its height, and must not leave the panel.
      let room = (column.x + Self.shift - 10) / Self.across
      return (name: NumberText.fitted(column.name, size: 11, into: min(Self.longest, room)), x: column.x)
    }
    marks = fitted.map { column in
      Marks.text(
        column.name, x: column.x + Self.shift, y: bottom + Self.gap, "t3", anchor: "end", turned: -Self.angle)
    }
    let longest = fitted.map { NumberText.width($0.name, size: 11) }.max() ?? 0
    height = Self.gap + longest * Self.down + 6
  }
}
