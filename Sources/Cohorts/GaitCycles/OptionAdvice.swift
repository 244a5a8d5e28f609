import Protocols

/// What a message advises that only commands with these options can follow.
package enum OptionAdvice {
  static let knee = ", or say --knee-sign where one knee hardly bends"
  static let threshold = " or raise --threshold"

  static func contacts(of side: Side) -> String {
    " Give the contacts of the \(side) foot in seconds (--contacts, --events), ground forces (--forces), or say --one-cycle "
      + "where the recording is one."
  }

  /// A message without such advice, for a command that has none of these options.
  ///
  /// - Parameter contacts: what can be done there where contacts are missing.
  package static func removed(from text: String, contacts: String) -> String {
    Side.allCases.reduce(text.replacing(knee, with: "").replacing(threshold, with: "")) {
      $0.replacing(Self.contacts(of: $1), with: " \(contacts)")
    }
  }
}
