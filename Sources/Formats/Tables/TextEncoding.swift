import Faults

/// How the bytes of a text file stand for characters.
package enum TextEncoding: String, Sendable {
  case utf8 = "UTF-8"
  case utf16 = "UTF-16"
  case windows1252 = "Windows-1252"
}

/// A text file's characters as UTF-8, whatever they were written in.
package struct EncodedText {
  /// UTF-8 without a byte order mark.
  package let bytes: [UInt8]
  package let encoding: TextEncoding

  /// Finds the encoding by the byte order mark, by zero bytes, and by what is valid.
  ///
  /// Nothing is ever replaced: two names that differ in one unreadable character would become one.
  /// - Parameter checksUTF8: whether bytes that are no UTF-8 are taken as Windows-1252, as spreadsheets write it.
  /// - Throws: ``Fault`` (data) when the bytes are no text in any of the encodings.
  package init(_ source: [UInt8], file: String, checksUTF8: Bool = true) throws {
    if let isLittle = Self.isLittleUTF16(source) {
      bytes = try Self.fromUTF16(source, isLittle: isLittle, file: file)
      encoding = .utf16
      return
    }
    let hasMark = source.starts(with: [0xEF, 0xBB, 0xBF])
    let text = hasMark ? Array(source.dropFirst(3)) : source
    if !checksUTF8 || String(validating: text, as: UTF8.self) != nil {
      bytes = text
      encoding = .utf8
    } else {
      bytes = try Self.fromWindows1252(text, file: file)
      encoding = .windows1252
    }
  }

  /// Whether the bytes are UTF-16 and the low byte of each pair comes first; `nil` for other encodings.
  private static func isLittleUTF16(_ bytes: [UInt8]) -> Bool? {
    guard bytes.count >= 4 else { return nil }
    if bytes[0] == 0xFF, bytes[1] == 0xFE { return true }
    if bytes[0] == 0xFE, bytes[1] == 0xFF { return false }
    if bytes[0] != 0, bytes[1] == 0, bytes[2] != 0, bytes[3] == 0 { return true }
    if bytes[0] == 0, bytes[1] != 0, bytes[2] == 0, bytes[3] != 0 { return false }
    return nil
  }

  private static func fromUTF16(_ bytes: [UInt8], isLittle: Bool, file: String) throws -> [UInt8] {
    let units = stride(from: 0, to: bytes.count - 1, by: 2).map { at in
      let (low, high) = isLittle ? (bytes[at], bytes[at + 1]) : (bytes[at + 1], bytes[at])
      return UInt16(high) << 8 | UInt16(low)
    }
    guard bytes.count % 2 == 0, let text = String(validating: units, as: UTF16.self) else {
      throw Fault(.data, at: .file(file), "its text begins as UTF-16 and is none; save it as UTF-8.")
    }
    return Array(text.utf8.starts(with: [0xEF, 0xBB, 0xBF]) ? text.utf8.dropFirst(3) : text.utf8[...])
  }

  /// What Windows-1252 has at 0x80 to 0x9F; the other bytes are those of Latin-1, and five have no character.
  private static let windows: [UInt32] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
    0x0178,
  ]

  private static func fromWindows1252(_ bytes: [UInt8], file: String) throws -> [UInt8] {
    var text = ""
    for (index, byte) in bytes.enumerated() {
      let code = (0x80..<0xA0).contains(byte) ? windows[Int(byte) - 0x80] : UInt32(byte)
      guard code != 0 || byte == 0, let scalar = Unicode.Scalar(code) else {
        let line = 1 + bytes[..<index].count { $0 == 10 }
        throw Fault(.data, at: .file(file, line: line), "its text is neither UTF-8 nor Windows-1252; save it as UTF-8.")
      }
      text.unicodeScalars.append(scalar)
    }
    return Array(text.utf8)
  }
}
