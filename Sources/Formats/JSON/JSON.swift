import Foundation

/// A JSON value (RFC 8259).
///
/// Foundation's readers keep one of two equal keys without a word; a file whose meaning depends on the reader is
/// refused here.
public indirect enum JSON: Sendable, Equatable {
  /// `null`.
  case null
  /// `true` or `false`.
  case boolean(Bool)
  /// A number, as it is written.
  case number(String)
  /// A string.
  case text(String)
  /// An array.
  case array([JSON])
  /// An object; no key is there twice.
  case object([String: JSON])

  /// Reads a JSON text with values nested at most 16 deep.
  /// - Throws: ``Fault`` `.data` saying what is wrong and at which byte.
  public init(_ bytes: Data) throws {
    var reader = try JSONReader(bytes)
    self = try reader.document()
  }

  /// Reads a JSON text with values nested at most 16 deep.
  /// - Throws: ``Fault`` `.data` saying what is wrong and at which byte.
  public init(_ text: String) throws { try self.init(Data(text.utf8)) }

  /// A number that reads back as the same float; nil for infinities and NaN, which JSON cannot write.
  public init?<Number: BinaryFloatingPoint & LosslessStringConvertible>(_ number: Number) {
    guard number.isFinite else { return nil }
    self = .number(number.description)
  }

  /// The members of an object, else nil.
  public var object: [String: JSON]? { if case .object(let members) = self { members } else { nil } }

  /// The elements of an array, else nil.
  public var array: [JSON]? { if case .array(let elements) = self { elements } else { nil } }

  /// The text of a string, else nil.
  public var text: String? { if case .text(let text) = self { text } else { nil } }

  /// The integer that a number is written as, else nil.
  public var integer: Int? { if case .number(let digits) = self { Int(digits) } else { nil } }

  /// The nearest float32 of a number, else nil.
  public var float: Float? { if case .number(let digits) = self { Float(digits) } else { nil } }

  /// The one spelling of this value: keys sorted by code point, no spaces, numbers as they are.
  ///
  /// Control characters, line separators and what is no character are escaped; all else stands for itself.
  public var canonical: String {
    switch self {
    case .null: return "null"
    case .boolean(let value): return value ? "true" : "false"
    case .number(let digits): return digits
    case .text(let text): return Self.quoted(text)
    case .array(let elements): return "[" + elements.map(\.canonical).joined(separator: ",") + "]"
    case .object(let members):
      let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      return "{" + sorted.map { Self.quoted($0.key) + ":" + $0.value.canonical }.joined(separator: ",") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x22, 0x5C: quoted += "\\\(scalar)"
      case 0x09: quoted += "\\t"
      case 0x0A: quoted += "\\n"
      case 0x0D: quoted += "\\r"
      case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
