/// What a scalar says when only JSON's numbers, `true`, `false` and `null` are not text.
///
/// YAML 1.1 also reads `010` as 8, `1:30` as 90, `.inf` as a number and `no` as a boolean; here these are text,
/// so a number or a boolean that is wanted there is refused (docs/limits.md, section 7).
package enum Scalar: Equatable {
  case integer(Int)
  case number(Double)
  case boolean(Bool)
  case nothing
  case text(String)

  package init(_ text: String, isQuoted: Bool) {
    self = isQuoted ? .text(text) : Scalar(plain: text)
  }

  private init(plain text: String) {
    // Most texts are known by their first letter: no number and none of the words below begins with it.
    if let first = text.utf8.first, isLetter(first), first != UInt8(ascii: "t"), first != UInt8(ascii: "f"),
      first != UInt8(ascii: "n")
    {
      self = .text(text)
      return
    }
    switch text {
    case "", "~", "null": self = .nothing
    case "true": self = .boolean(true)
    case "false": self = .boolean(false)
    default:
      if !Scalar.isNumber(text) {
        self = .text(text)
      } else if let integer = Int(text) {
        self = .integer(integer)
      } else if let number = Double(text), number.isFinite {
        self = .number(number)
      } else {
        self = .text(text)
      }
    }
  }

  /// Whether the text is a number by JSON's grammar: `-12`, `0.5`, `1e-4`.
  private static func isNumber(_ text: String) -> Bool {
    var rest = Substring(text).utf8
    func digits() -> Int {
      let count = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
      rest = rest.dropFirst(count)
      return count
    }
    func skip(_ characters: String) -> Bool {
      guard let first = rest.first, characters.utf8.contains(first) else { return false }
      rest = rest.dropFirst()
      return true
    }
    _ = skip("-")
    let startsWithZero = rest.first == UInt8(ascii: "0")
    let whole = digits()
    guard whole == 1 || (whole > 1 && !startsWithZero) else { return false }
    if skip("."), digits() == 0 { return false }
    if skip("eE") {
      _ = skip("+-")
      if digits() == 0 { return false }
    }
    return rest.isEmpty
  }
}

private func isLetter(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
}
