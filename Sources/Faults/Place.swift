/// Where something is, from the file inwards: `cohort.npz: array 'X'`, `zoo/toy.yaml:7:5`, `trials.csv:12: column 'side'`.
public struct Place: Sendable, Hashable, CustomStringConvertible {
  /// A line and, where it is known, a column, both counted from 1; columns are characters.
  public struct Position: Sendable, Hashable {
    /// The line, from 1.
    public var line: Int
    /// The column, from 1.
    public var column: Int?

    /// Makes a position.
    public init(line: Int, column: Int? = nil) {
      self.line = line
      self.column = column
    }
  }

  /// The file, folder or address as messages name it; `nil` where only the reader's caller knows it.
  public var file: String?
  /// Where in the file; `nil` for one that a person never sees as lines.
  public var position: Position?
  /// What is meant inside the file, the outermost first, for example `array 'X'`.
  public var parts: [String]
  /// The key whose value is meant; the sentence names it, so that the description leaves it out.
  public var key: String?

  /// Makes a place.
  public init(file: String? = nil, position: Position? = nil, parts: [String] = [], key: String? = nil) {
    self.file = file
    self.position = position
    self.parts = parts
    self.key = key
  }

  /// A file, folder or address, or a line of it.
  public static func file(_ name: String, line: Int? = nil) -> Place {
    Place(file: name, position: line.map { Position(line: $0) })
  }

  /// Something inside a file that the caller knows, or something that is in no file, such as an entry.
  public static func part(_ name: String) -> Place { Place(parts: [name]) }

  /// The same place as the place of a key's value.
  public func of(key: String) -> Place { Place(file: file, position: position, parts: parts, key: key) }

  /// This place inside another one, which comes first.
  public func within(_ outer: Place) -> Place {
    Place(
      file: outer.file, position: outer.position, parts: outer.parts + (file == nil ? [] : [start]) + parts,
      key: key ?? outer.key)
  }

  /// `file:line:column`, the form that compilers and editors use, then the parts.
  public var description: String { ((file == nil ? [] : [start]) + parts).joined(separator: ": ") }

  private var start: String {
    let numbers = [position?.line, position?.column].compactMap { $0.map { ":\($0)" } }
    return (file ?? "") + numbers.joined()
  }
}
