extension FileKind {
  /// One way in which a kind of file begins.
  struct Signature: Sendable {
    let kind: FileKind
    let fits: @Sendable ([UInt8]) -> Bool
  }

  /// How files begin; the first that fits decides.
  static let signatures: [Signature] = [
    Signature(kind: .empty) { $0.isEmpty },
    Signature(kind: .lfsPointer) { $0.begins("version https://git-lfs") },
    // Archives tell by the name of their first file.
    Signature(kind: .npz) { zipName($0)?.hasSuffix(".npy") == true },
    Signature(kind: .checkpoint) { zipName($0)?.hasSuffix("/data.pkl") == true },
    Signature(kind: .spreadsheet) { ["[Content_Types].xml", "_rels/.rels", "mimetype"].contains(zipName($0)) },
    Signature(kind: .archive) { $0.begins([0x50, 0x4B, 3, 4]) || $0.begins([0x50, 0x4B, 5, 6]) },
    Signature(kind: .array) { $0.begins([0x93] + Array("NUMPY".utf8)) },
    Signature(kind: .safetensors) { $0.count > 8 && $0[8] == UInt8(ascii: "{") && $0[3..<8].allSatisfy { $0 == 0 } },
    // PyTorch's magic number as a pickled integer of ten bytes.
    Signature(kind: .oldCheckpoint) {
      $0.dropFirst(2).starts(with: [0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19])
    },
    Signature(kind: .pickle) { $0.count > 2 && $0[0] == 0x80 && (2...5).contains($0[1]) },
    Signature(kind: .hdf5) { $0.begins([0x89] + Array("HDF\r\n".utf8)) },
    Signature(kind: .matlab) { $0.begins("MATLAB 5.0 MAT-file") },
    Signature(kind: .onnx, fits: isONNX),
    // The number of the block of parameters, then the format's key.
    Signature(kind: .c3d) { $0.count > 2 && (1...16).contains($0[0]) && $0[1] == 0x50 },
    Signature(kind: .packed) { bytes in
      [
        [0x1F, 0x8B], [0x42, 0x5A, 0x68], [0xFD, 0x37, 0x7A, 0x58], [0x37, 0x7A, 0xBC, 0xAF], [0x28, 0xB5, 0x2F, 0xFD],
      ]
      .contains { bytes.begins($0) } || bytes.begins("Rar!") || bytes.dropFirst(257).starts(with: "ustar".utf8)
    },
    Signature(kind: .openSim) { text($0)?.contains("<opensimdocument") == true },
    Signature(kind: .webPage) { bytes in
      guard let text = text(bytes), text.hasPrefix("<") else { return false }
      return ["<!doctype html", "<html", "<head", "<body", "<error>"].contains { text.contains($0) }
    },
    Signature(kind: .xml) { text($0)?.hasPrefix("<?xml") == true },
    Signature(kind: .markers) { text($0)?.hasPrefix("pathfiletype") == true },
    Signature(kind: .motion) { text($0).map { $0.contains("endheader") || $0.contains("nrows=") } == true },
    Signature(kind: .json) { bytes in
      guard let text = text(bytes) else { return false }
      return text.hasPrefix("{") || text.hasPrefix("[")
    },
    Signature(kind: .table) { bytes in
      guard let line = text(bytes)?.split(whereSeparator: \.isNewline).first else { return false }
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

extension [UInt8] {
  fileprivate func begins(_ bytes: [UInt8]) -> Bool { starts(with: bytes) }

  fileprivate func begins(_ text: String) -> Bool { starts(with: text.utf8) }
}
