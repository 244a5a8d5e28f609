import Foundation

extension FileKind {
  /// One way in which a kind of file begins.
  struct Signature: Sendable {
    let kind: FileKind
    let fits: @Sendable (Beginning) -> Bool
  }

  /// The first bytes of a file, and their text in lower case where they are one.
  struct Beginning: Sendable {
    let bytes: [UInt8]
    let text: String?

    init(_ beginning: Data) {
      bytes = [UInt8](beginning.prefix(beginningSize))
      text = FileKind.text(bytes)
    }
  }

  /// How files begin; the first that fits decides.
  static let signatures: [Signature] = [
    Signature(kind: .empty) { $0.bytes.isEmpty },
    Signature(kind: .lfsPointer) { $0.bytes.begins("version https://git-lfs") },
    // Archives tell by the name of their first file.
    Signature(kind: .npz) { zipName($0.bytes)?.hasSuffix(".npy") == true },
    Signature(kind: .checkpoint) { zipName($0.bytes)?.hasSuffix("/data.pkl") == true },
    Signature(kind: .spreadsheet) { ["[Content_Types].xml", "_rels/.rels", "mimetype"].contains(zipName($0.bytes)) },
    Signature(kind: .archive) { $0.bytes.begins([0x50, 0x4B, 3, 4]) || $0.bytes.begins([0x50, 0x4B, 5, 6]) },
    Signature(kind: .array) { $0.bytes.begins([0x93] + Array("NUMPY".utf8)) },
    Signature(kind: .safetensors) { file in
      file.bytes.count > 8 && file.bytes[8] == UInt8(ascii: "{") && file.bytes[3..<8].allSatisfy { $0 == 0 }
    },
    // PyTorch's magic number as a pickled integer of ten bytes.
    Signature(kind: .oldCheckpoint) {
      $0.bytes.dropFirst(2).starts(with: [0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19])
    },
    Signature(kind: .pickle) { $0.bytes.count > 2 && $0.bytes[0] == 0x80 && (2...5).contains($0.bytes[1]) },
    Signature(kind: .hdf5) { $0.bytes.begins([0x89] + Array("HDF\r\n".utf8)) },
    Signature(kind: .matlab) { $0.bytes.begins("MATLAB 5.0 MAT-file") },
    Signature(kind: .onnx, fits: { isONNX($0.bytes) }),
    // The number of the block of parameters, then the format's key.
    Signature(kind: .c3d) { $0.bytes.count > 2 && (1...16).contains($0.bytes[0]) && $0.bytes[1] == 0x50 },
    Signature(kind: .packed) { file in
      [
        [0x1F, 0x8B], [0x42, 0x5A, 0x68], [0xFD, 0x37, 0x7A, 0x58], [0x37, 0x7A, 0xBC, 0xAF], [0x28, 0xB5, 0x2F, 0xFD],
      ]
      .contains { file.bytes.begins($0) } || file.bytes.begins("Rar!")
        || file.bytes.dropFirst(257).starts(with: "ustar".utf8)
    },
    Signature(kind: .openSim) { $0.text?.holds("<opensimdocument") == true },
    Signature(kind: .webPage) { file in
      guard let text = file.text, text.hasPrefix("<") else { return false }
      return ["<!doctype html", "<html", "<head", "<body", "<error>"].contains { text.holds($0) }
    },
    Signature(kind: .xml) { $0.text?.hasPrefix("<?xml") == true },
    Signature(kind: .markers) { $0.text?.hasPrefix("pathfiletype") == true },
    Signature(kind: .motion) { $0.text.map { $0.holds("endheader") || $0.holds("nrows=") } == true },
    Signature(kind: .json) { file in
      guard let text = file.text else { return false }
      return text.hasPrefix("{") || text.hasPrefix("[")
    },
    Signature(kind: .table) { file in
      guard let line = file.text?.split(whereSeparator: \.isNewline).first else { return false }
      return line.contains { ",;\t".contains($0) }
    },
  ]

  /// The name of the first file of a ZIP archive.
  private static func zipName(_ bytes: [UInt8]) -> String? {
    guard bytes.begins([0x50, 0x4B, 3, 4]), bytes.count > 30 else { return nil }
    let length = Int(bytes[26]) | Int(bytes[27]) << 8
    return String(decoding: bytes.dropFirst(30).prefix(length), as: UTF8.self)
  }

  /// The beginning of a text in lower case, or nil where there is something that no text has.
  private static func text(_ bytes: [UInt8]) -> String? {
    let content = bytes.begins([0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    guard content.allSatisfy({ $0 >= 0x20 || (9...13).contains($0) }) else { return nil }
    return String(decoding: content.drop { $0 <= 0x20 }, as: UTF8.self).lowercased()
  }

  /// A protocol buffer whose first field is a small version (`ir_version`) and whose next is the name of the program
  /// that wrote it, the graph or the operator sets.
  private static func isONNX(_ bytes: [UInt8]) -> Bool {
    guard bytes.count > 4, bytes[0] == 8, (1...32).contains(bytes[1]) else { return false }
    if bytes[2] == 0x3A || bytes[2] == 0x42 { return true }
    let name = bytes.dropFirst(4).prefix(Int(bytes[3]))
    return bytes[2] == 0x12 && !name.isEmpty && name.allSatisfy { (0x20..<0x7F).contains($0) }
  }
}

extension String {
  /// Whether the bytes of a word stand in it.
  fileprivate func holds(_ word: String) -> Bool { Data(utf8).range(of: Data(word.utf8)) != nil }
}

extension [UInt8] {
  fileprivate func begins(_ bytes: [UInt8]) -> Bool { starts(with: bytes) }

  fileprivate func begins(_ text: String) -> Bool { starts(with: text.utf8) }
}
