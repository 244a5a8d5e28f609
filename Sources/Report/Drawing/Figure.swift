import Runs

/// A figure: panels beside each other, what they mean, and the numbers behind them.
public struct Figure: Sendable {
  /// The name of its files, without ending.
  public let name: String
  /// What it shows.
  public let title: String
  /// How to read it.
  public let caption: String
  /// Who is in it and under which protocol; empty where the caption says so.
  public var context = ""
  /// What outputs and subsets of trials, as files name them, are called in its table on a page.
  var words = [String: String]()
  /// Its number on the page.
  var number: Int?
  /// What the colours and lines stand for.
  public let legend: [LegendItem]
  /// The drawings.
  public let panels: [Panel]
  /// How many panels stand beside each other in the SVG file.
  public let columns: Int
  /// Every number that is drawn.
  public let numbers: DataTable
  /// The numbers for those who read the page instead of seeing it; nil when these are all numbers.
  public let summary: DataTable?
  /// Every number of the tests behind stars and p-values, for a file of its own; nil where nothing is tested.
  public let tests: DataTable?
  /// Of whom one is shown at a time; empty where everything is.
  let people: [String]

  /// Makes a figure; each part is what the property of its name says.
  package init(
    name: String, title: String, caption: String, legend: [LegendItem] = [], panels: [Panel], columns: Int = 3,
    numbers: DataTable, summary: DataTable? = nil, tests: DataTable? = nil, people: [String] = []
  ) {
    self.name = name
    self.title = title
    self.caption = caption
    self.legend = legend
    self.panels = panels
    self.columns = columns
    self.numbers = numbers
    self.summary = summary
    self.tests = tests
    self.people = people
  }

  /// The same figure with a sentence about its people, and words for what files call by a code.
  func about(_ people: [TestedCohort], in exam: ComparableRuns) -> Figure {
    var figure = self
    (figure.context, figure.words) = (exam.sentence(people), exam.words(people))
    return figure
  }

  /// A colour or line with its meaning.
  public struct LegendItem: Sendable {
    /// The shape of the sign.
    public enum Sign: Sendable {
      case line, band, box, dot
      /// The shape of a series, by its place.
      case shape(Int)
      /// The line of a series with its shape.
      case series(Int)
    }
    let sign: Sign
    let style: String
    let text: String

    /// Makes a line of a legend.
    ///
    /// - Parameters:
    ///   - sign: the shape.
    ///   - style: the classes of the style sheet that colour it.
    ///   - text: what it stands for.
    package init(sign: Sign, style: String, text: String) {
      self.sign = sign
      self.style = style
      self.text = text
    }
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
    case .shape(let place): Marks.signs([(13, 7)], place)
    case .series(let place): .tag("g", [:], Marks.line(1, 7, 25, 7, style), Marks.signs([(13, 7)], place))
    }
  }
}
