import Formats
import Foundation

/// What makes two spellings of a name one person: `H01`, `h01`, ` H1 ` and `Ｈ０１` are the same.
///
/// Unicode is brought to one form (NFKC), what cannot be seen and the blanks around are taken off, case is folded and the
/// leading zeros of each number are dropped. The key only compares: names are shown, sorted, split and hashed as they were
/// first written.
public struct PersonKey: Hashable, Sendable {
  /// The compared form; empty for a name of which nothing can be seen.
  public let text: String

  /// The key of a name.
  public init(_ name: String) {
    let seen = name.precomposedStringWithCompatibilityMapping.unicodeScalars.filter { scalar in
      !scalar.properties.isDefaultIgnorableCodePoint && scalar.properties.generalCategory != .control
        || scalar.properties.isWhitespace
    }
    // Upper case first: a long s, a sharp s and a final sigma have more lower forms than one.
    let folded = String(seen).trimmingCharacters(in: .whitespacesAndNewlines)
      .uppercased().lowercased().precomposedStringWithCompatibilityMapping
    text = Self.withoutLeadingZeros(folded)
  }

  /// SHA-256 of the key, by which weights remember a name without holding it.
  public var digest: String { Digest.sha256(of: Data(text.utf8)) }

  /// Drops the zeros before each number and writes its digits in one script; a number that is all zeros keeps one of them.
  private static func withoutLeadingZeros(_ text: String) -> String {
    var kept = String.UnicodeScalarView()
    var (zero, isInNumber) = (Unicode.Scalar?.none, false)
    func digit(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
      Unicode.Scalar(48 + UInt8(scalar.properties.numericValue ?? 0))
    }
    for scalar in text.unicodeScalars {
      let isDigit = scalar.properties.generalCategory == .decimalNumber
      if isDigit, !isInNumber, scalar.properties.numericValue == 0 {
        zero = digit(scalar)
        continue
      }
      if !isDigit, let zero { kept.append(zero) }
      (zero, isInNumber) = (nil, isDigit)
      kept.append(isDigit ? digit(scalar) : scalar)
    }
    if let zero { kept.append(zero) }
    return String(kept)
  }
}
