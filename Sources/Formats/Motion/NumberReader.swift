/// Reads numbers from the bytes of a text file.
///
/// Most numbers of a motion file have at most 15 digits and a small exponent; those are exact as one integer
/// times or over one power of ten (Clinger 1990). Only the others take the standard library's slower way.
enum NumberReader {
  private static let powers: [Double] = (0...22).map { exponent in
    (0..<exponent).reduce(1.0) { power, _ in power * 10 }
  }

  /// The number that a range of bytes spells, or `nil` when it spells none; NaN and infinity count as numbers.
  static func double(_ bytes: [UInt8], _ range: Range<Int>) -> Double? {
    let end = range.upperBound
    var at = range.lowerBound
    guard at < end, end - at <= 512 else { return nil }
    let negative = bytes[at] == UInt8(ascii: "-")
    if negative || bytes[at] == UInt8(ascii: "+") { at += 1 }

    var mantissa: UInt64 = 0
    var digits = 0
    var exponent = 0
    var point = false
    let firstDigit = at
    while at < end {
      let byte = bytes[at]
      if byte >= 48, byte <= 57 {
        if digits < 19 {
          mantissa = mantissa &* 10 &+ UInt64(byte &- 48)
          if mantissa != 0 { digits += 1 }
          if point { exponent -= 1 }
        } else {
          digits += 1
          if !point { exponent += 1 }
        }
      } else if byte == UInt8(ascii: "."), !point {
        point = true
      } else {
        break
      }
      at += 1
    }
    guard at - firstDigit > (point ? 1 : 0) else { return special(bytes, range) }
    if at < end, bytes[at] | 0x20 == UInt8(ascii: "e") {
      guard let power = integer(bytes, at + 1..<end) else { return nil }
      exponent += power
      at = end
    }
    guard at == end else { return special(bytes, range) }
    if digits <= 19, mantissa <= 1 << 53, exponent >= -22, exponent <= 22 {
      let magnitude = Double(mantissa)
      let value = exponent < 0 ? magnitude / powers[-exponent] : magnitude * powers[exponent]
      return negative ? -value : value
    }
    return Double(String(decoding: bytes[range], as: UTF8.self))
  }

  /// A whole number with an optional sign, at most six digits.
  static func integer(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
    var digits = bytes[range]
    let negative = digits.first == UInt8(ascii: "-")
    if negative || digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
    guard (1...6).contains(digits.count), digits.allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return nil }
    let magnitude = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    return negative ? -magnitude : magnitude
  }

  /// The spellings of "not a number" and infinity of the C libraries that OpenSim is built with.
  private static func special(_ bytes: [UInt8], _ range: Range<Int>) -> Double? {
    let text = String(decoding: bytes[range], as: UTF8.self).lowercased()
    let negative = text.hasPrefix("-")
    switch negative || text.hasPrefix("+") ? text.dropFirst() : text[...] {
    case "nan", "nan(ind)", "nan(snan)", "1.#qnan", "1.#ind", "1.#nan": return .nan
    case "inf", "infinity", "1.#inf": return negative ? -.infinity : .infinity
    default: return nil
    }
  }
}
