/// A figure: panels beside each other, what they mean, and the numbers behind them.
public struct Figure: Sendable {
  /// The name of its files, without ending.
  public let name: String
  /// What it shows.
  public let title: String
  /// How to read it.
  public let caption: String
  /// What the colours and lines stand for.
  public var legend: [LegendItem] = []
  /// The drawings.
  public let panels: [Panel]
  /// How many panels stand beside each other in the SVG file.
  public var columns = 3
  /// Every number that is drawn.
  public let numbers: DataTable
  /// The numbers for those who read the page instead of seeing it; nil when these are all numbers.
  public var summary: DataTable?

  /// A colour or line with its meaning.
  public struct LegendItem: Sendable {
    /// The shape of the sign.
    public enum Sign: Sendable { case line, band, box, dot }
    let sign: Sign
    let style: String
    let text: String
  }
}

extension Figure.LegendItem {
  /// The sign, 26 units wide and 14 high.
  var mark: Markup {
    switch sign {
    case .line: Marks.line(1, 7, 25, 7, style)
    case .band: Marks.rectangle(x: 1, y: 1, width: 24, height: 12, style)
    case .box: Marks.rectangle(x: 6, y: 0, width: 14, height: 14, style)
    case .dot: Marks.dots([(13, 7)], style)
    }
  }
}
