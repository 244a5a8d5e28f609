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

  /// What exactly it is, where some code goes on differently for it.
  public enum Code: Sendable {
    /// The registry's file is damaged; it can be made anew from the run folders.
    case damagedRegistry
  }

  /// Whose fault it is.
  public let kind: Kind
  /// What exactly it is, where some code goes on differently for it.
  public let code: Code?
  /// Where it is, as far as that is known.
  public let place: Place?
  /// The sentence: what is wrong, what was expected and what to do.
  public let text: String

  /// Makes a fault of a kind with its sentence, which does not name the place again.
  public init(_ kind: Kind, code: Code? = nil, at place: Place? = nil, _ text: String) {
    self.kind = kind
    self.code = code
    self.place = place
    self.text = text
  }

  /// The one line that a person reads: the place, if there is one, and the sentence.
  public var description: String { place.map { "\($0): \(text)" } ?? text }
}
