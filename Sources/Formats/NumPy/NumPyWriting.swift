import Foundation

extension NumPyArray {
  /// The bytes of a `.npy` file, version 1.0, little-endian, row-major: `<f4`, `<f8`, `<i8`, `|b1` or `<U`.
  public var npy: Data {
    let (type, body) = encoded
    let sizes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    var header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(sizes)), }"
    // NumPy pads the header with spaces so that the elements begin at a multiple of 64 bytes.
    let length = (10 + header.utf8.count + 1 + 63) / 64 * 64 - 10
    header += String(repeating: " ", count: length - header.utf8.count - 1) + "\n"
    return Data([0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 255), UInt8(length >> 8)])
      + Data(header.utf8) + body
  }

  private var encoded: (type: String, body: Data) {
    switch values {
    case .floats(let values): ("<f4", littleEndian(values.map(\.bitPattern)))
    case .doubles(let values): ("<f8", littleEndian(values.map(\.bitPattern)))
    case .integers(let values): ("<i8", littleEndian(values))
    case .booleans(let values): ("|b1", Data(values.map { $0 ? 1 : 0 }))
    case .strings(let values):
      unicode(values.map { text in text.unicodeScalars.map(\.value) })
    }
  }

  private func unicode(_ texts: [[UInt32]]) -> (type: String, body: Data) {
    let width = max(texts.map(\.count).max() ?? 0, 1)
    let codes = texts.flatMap { $0 + [UInt32](repeating: 0, count: width - $0.count) }
    return ("<U\(width)", littleEndian(codes))
  }

  private func littleEndian<Number: FixedWidthInteger>(_ numbers: [Number]) -> Data {
    numbers.map(\.littleEndian).withUnsafeBytes { Data($0) }
  }
}
