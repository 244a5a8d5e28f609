import Faults
import Foundation

/// Turns the bytes of a JSON text into a value.
struct JSONReader {
  private let bytes: [UInt8]
  private var place = 0
  private let deepest = 16

  init(_ data: Data) throws {
    guard String(bytes: data, encoding: .utf8) != nil else { throw Fault(.data, "is not UTF-8.") }
    bytes = Array(data)
  }

  mutating func document() throws -> JSON {
    let value = try value(depth: 1)
    skipSpace()
    guard place == bytes.count else { throw wrong("has more than one value") }
    return value
  }

  private mutating func value(depth: Int) throws -> JSON {
    guard depth <= deepest else { throw wrong("is nested more than \(deepest) deep") }
    skipSpace()
    guard place < bytes.count else { throw wrong("ends too early") }
    switch bytes[place] {
    case UInt8(ascii: "{"): return .object(try object(depth: depth))
    case UInt8(ascii: "["): return .array(try array(depth: depth))
    case UInt8(ascii: "\""): return .text(try text())
    default: break
    }
    for (word, value) in [("true", JSON.boolean(true)), ("false", .boolean(false)), ("null", .null)]
    where bytes[place...].starts(with: word.utf8) {
      place += word.utf8.count
      return value
    }
    return .number(try number())
  }

  private mutating func object(depth: Int) throws -> [String: JSON] {
    var members: [String: JSON] = [:]
    place += 1
    if skip("}") { return members }
    repeat {
      skipSpace()
      guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else { throw wrong("lacks a key") }
      let key = try text()
      guard skip(":") else { throw wrong("lacks ':'") }
      guard members.updateValue(try value(depth: depth + 1), forKey: key) == nil else {
        throw wrong("has the key '\(key)' twice")
      }
    } while skip(",")
    guard skip("}") else { throw wrong("lacks ',' or '}'") }
    return members
  }

  private mutating func array(depth: Int) throws -> [JSON] {
    var elements: [JSON] = []
    place += 1
    if skip("]") { return elements }
    repeat { elements.append(try value(depth: depth + 1)) } while skip(",")
    guard skip("]") else { throw wrong("lacks ',' or ']'") }
    return elements
  }

  // MARK: Texts and numbers

  private mutating func text() throws -> String {
    var text: [UInt8] = []
    place += 1
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text += String(Character(try escaped())).utf8
      case ..<0x20: throw wrong("has a control character in a string")
      default: text.append(byte)
      }
    }
    throw wrong("has a string without an end")
  }

  private mutating func escaped() throws -> Unicode.Scalar {
    guard place < bytes.count else { throw wrong("ends too early") }
    let letter = Unicode.Scalar(bytes[place])
    place += 1
    switch letter {
    case "\"", "\\", "/": return letter
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "u": break
    default: throw wrong("has an unknown escape")
    }
    let first = try unit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard bytes[place...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]), first < 0xDC00 else {
      throw wrong("has half a surrogate pair")
    }
    place += 2
    let second = try unit()
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw wrong("has half a surrogate pair") }
    return scalar
  }

  private mutating func unit() throws -> UInt32 {
    let digits = bytes[place...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let number = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw wrong("has a broken \\u escape") }
    place += 4
    return number
  }

  private mutating func number() throws -> String {
    let start = place
    if peek(in: "-") { place += 1 }
    let leading = place
    try digits()
    guard bytes[leading] != UInt8(ascii: "0") || place == leading + 1 else {
      throw wrong("has a number with leading zeros")
    }
    if peek(in: ".") {
      place += 1
      try digits()
    }
    if peek(in: "eE") {
      place += 1
      if peek(in: "+-") { place += 1 }
      try digits()
    }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  private mutating func digits() throws {
    guard peek(in: "0123456789") else { throw wrong("has an unexpected character") }
    while peek(in: "0123456789") { place += 1 }
  }

  private func peek(in characters: String) -> Bool {
    place < bytes.count && characters.utf8.contains(bytes[place])
  }

  private mutating func skipSpace() { while peek(in: " \n\r\t") { place += 1 } }

  private mutating func skip(_ character: String) -> Bool {
    skipSpace()
    guard peek(in: character) else { return false }
    place += 1
    return true
  }

  private func wrong(_ what: String) -> Fault { Fault(.data, "is no JSON: it \(what) at byte \(place).") }
}
