/// A place in a text file.
public struct Location: Sendable, Hashable, CustomStringConvertible {
  /// A line and a column, both counted from 1; columns are characters.
  public struct Position: Sendable, Hashable {
    /// The line, from 1.
    public var line: Int
    /// The column, from 1.
    public var column: Int

    /// Makes a position.
    public init(line: Int, column: Int) {
      self.line = line
      self.column = column
    }
  }

  /// The file as messages name it.
  public var file: String
  /// Where in the file; `nil` for a text that a person never sees as lines.
  public var position: Position?

  /// Makes a location.
  public init(file: String, position: Position? = nil) {
    self.file = file
    self.position = position
  }

  /// `file:line:column`, the form that compilers and editors use.
  public var description: String {
    guard let position else { return file }
    return "\(file):\(position.line):\(position.column)"
  }
}
