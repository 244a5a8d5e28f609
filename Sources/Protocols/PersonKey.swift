import Formats
import Foundation

/// What makes two spellings of a name one person: `H01`, `h01`, ` H1 ` are the same.
///
/// Unicode is brought to one form, blanks around are taken off, case is folded and leading zeros of numbers are dropped.
/// The key only compares; names are shown, sorted and hashed as they were first written.
public struct PersonKey: Hashable, Sendable {
  /// The compared form.
  public let text: String

  /// The key of a name.
  public init(_ name: String) {
    let invisible = CharacterSet.whitespacesAndNewlines.union(.controlCharacters)
      .union(CharacterSet(charactersIn: "\u{200B}\u{200C}\u{200D}\u{2060}\u{FEFF}"))
    let trimmed = name.precomposedStringWithCompatibilityMapping.trimmingCharacters(in: invisible)
    let folded = trimmed.lowercased().precomposedStringWithCompatibilityMapping
    var (text, isNumber, hasZeros) = ("", false, false)
    for character in folded {
      let isDigit = character.isASCII && character.isNumber
      if isDigit, character == "0", !isNumber {
        hasZeros = true
        continue
      }
      // A number that is all zeros keeps one of them.
      if hasZeros, !isDigit, !isNumber { text += "0" }
      (hasZeros, isNumber) = (false, isDigit)
      text.append(character)
    }
    self.text = hasZeros ? text + "0" : text
  }

  /// SHA-256 of the key, by which weights remember a name without holding it.
  public var digest: String { Digest.sha256(of: Data(text.utf8)) }
}
