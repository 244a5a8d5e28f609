import Faults
import Foundation

/// The header of a `.npy` file: a Python dictionary in text, read by hand and never evaluated.
struct NumPyHeader {
  /// The element type, for example `<f4`.
  private(set) var type: String
  /// Whether the first axis varies fastest (Fortran order).
  private(set) var isColumnMajor: Bool
  /// The sizes of the axes.
  private(set) var shape: [Int]

  /// Whether the elements are Python objects, so that a pickle follows.
  ///
  /// NumPy 2 spells its texts of any length `O` or `T`.
  var isPickled: Bool { type == "|O" || type.hasPrefix("|T") }

  init(_ stream: inout some ByteStream) throws {
    guard stream.remaining >= 8, try stream.take(6) == Data([0x93] + Array("NUMPY".utf8)) else {
      throw Fault(.data, "is not a NumPy array: it does not begin with '\\x93NUMPY'.")
    }
    var reader = ByteReader(try stream.take(2))
    let version = try reader.integer(UInt8.self)
    guard (1...3).contains(version), try reader.integer(UInt8.self) == 0 else {
      throw Fault(.data, "has version \(version) of the NumPy format; versions 1.0, 2.0 and 3.0 are read.")
    }
    reader = ByteReader(try stream.take(version == 1 ? 2 : 4))
    let length = version == 1 ? Int(try reader.integer(UInt16.self)) : Int(try reader.integer(UInt32.self))
    guard length <= 10_000 else {
      throw Fault(.data, "has a header of \(length) characters; NumPy itself reads at most 10000.")
    }
    let bytes = try stream.take(length)
    // Versions 1 and 2 are Latin-1, 3 is UTF-8; all that is allowed here is ASCII, the same in both.
    guard bytes.allSatisfy({ $0 < 0x80 }) else { throw Fault(.data, "has a header that is not plain text.") }
    var literal = NumPyLiteral(bytes)
    (type, isColumnMajor, shape) = try literal.header()
  }
}

/// The few Python literals that a `.npy` header is made of.
private struct NumPyLiteral {
  private var rest: Substring.UnicodeScalarView

  init(_ bytes: Data) { rest = String(decoding: bytes, as: UTF8.self)[...].unicodeScalars }

  mutating func header() throws -> (type: String, isColumnMajor: Bool, shape: [Int]) {
    var type: String?
    var isColumnMajor: Bool?
    var shape: [Int]?
    try expect("{")
    while !skip("}") {
      let key = try text()
      try expect(":")
      switch key {
      case "descr" where type == nil: type = try elementType()
      case "fortran_order" where isColumnMajor == nil: isColumnMajor = try boolean()
      case "shape" where shape == nil: shape = try tuple()
      default:
        throw Fault(
          .data, "has the key '\(key)' in its header where 'descr', 'fortran_order' and 'shape' belong.")
      }
      if !skip(",") {
        try expect("}")
        break
      }
    }
    skipSpace()
    guard rest.isEmpty else { throw Fault(.data, "has more in its header than one dictionary.") }
    guard let type, let isColumnMajor, let shape else {
      throw Fault(.data, "lacks 'descr', 'fortran_order' or 'shape' in its header.")
    }
    return (type, isColumnMajor, shape)
  }

  private mutating func elementType() throws -> String {
    skipSpace()
    guard rest.first != "[" else {
      throw Fault(.data, "has records as elements; only plain numbers and texts are read.")
    }
    return try text()
  }

  private mutating func text() throws -> String {
    skipSpace()
    guard let quote = rest.first, quote == "'" || quote == "\"" else { throw malformed }
    rest.removeFirst()
    guard let end = rest.firstIndex(of: quote), !rest[..<end].contains("\\") else { throw malformed }
    defer { rest = rest[rest.index(after: end)...] }
    return String(rest[..<end])
  }

  private mutating func boolean() throws -> Bool {
    if skip("True") { return true }
    try expect("False")
    return false
  }

  private mutating func tuple() throws -> [Int] {
    try expect("(")
    var sizes: [Int] = []
    while !skip(")") {
      skipSpace()
      let digits = rest.prefix { ("0"..."9").contains($0) || $0 == "-" }
      guard let size = Int(String(digits)) else {
        throw digits.isEmpty
          ? malformed : Fault(.data, "has the impossible size \(String(digits)) in its shape.")
      }
      guard sizes.count < 32 else { throw Fault(.data, "has more than 32 axes.") }
      sizes.append(size)
      rest = rest[digits.endIndex...]
      if !skip(",") {
        try expect(")")
        break
      }
    }
    return sizes
  }

  private var malformed: Fault { Fault(.data, "has a malformed header near '\(String(rest.prefix(20)))'.") }

  private mutating func expect(_ word: String) throws { if !skip(word) { throw malformed } }

  private mutating func skip(_ word: String) -> Bool {
    skipSpace()
    guard rest.starts(with: word.unicodeScalars) else { return false }
    rest.removeFirst(word.unicodeScalars.count)
    return true
  }

  private mutating func skipSpace() { rest = rest.drop { $0 == " " || $0 == "\n" || $0 == "\t" } }
}
