/// What went wrong, said in one line for the person who has to mend it.
///
/// The line names what is wrong, where (file, key, row, line:column), what was expected and what to do.
/// Every target of HipZoo throws this one type at its boundary.
public struct Fault: Error, Sendable, Equatable, CustomStringConvertible {
  /// Whose fault it is; the raw value is the exit status (BSD `sysexits`).
  public enum Kind: Int32, Sendable {
    /// The command was called in a way it does not understand.
    case usage = 64
    /// A file's content is wrong.
    case data = 65
    /// A file or an entry that was named is not there.
    case missing = 66
    /// HipZoo itself is wrong.
    case software = 70
    /// Reading or writing failed for a reason outside the file's content.
    case io = 74
  }

  /// Whose fault it is.
  public let kind: Kind
  /// The one line that a person reads.
  public let description: String

  /// Makes a fault of a kind with its line.
  public init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
