import Foundation

extension NumPyArray {
  /// The bytes of a `.npy` file, version 1.0, little-endian, row-major: `<f4`, `<f8`, `<i8`, `|b1` or `<U`.
  public var npy: Data {
    let (type, count, bytes) = encoding
    return npyHeader(type, shape) + bytes(0..<count)
  }

  /// The same bytes for an archive, made piece by piece.
  var contents: ZipContents {
    let (type, count, bytes) = encoding
    return npyContents(type, shape, stride: count == 0 ? 1 : bytes(0..<1).count, count) { bytes($0) }
  }

  /// The type as NumPy spells it, the number of elements, and the bytes of some of them.
  private var encoding: (type: String, count: Int, bytes: (Range<Int>) -> Data) {
    switch values {
    case .floats(let values): ("<f4", values.count, { littleEndian(values[$0].lazy.map(\.bitPattern)) })
    case .doubles(let values): ("<f8", values.count, { littleEndian(values[$0].lazy.map(\.bitPattern)) })
    case .integers(let values): ("<i8", values.count, { littleEndian(values[$0]) })
    case .booleans(let values): ("|b1", values.count, { Data(values[$0].map { $0 ? 1 : 0 }) })
    case .strings(let values): unicode(values)
    }
  }

  private func unicode(_ texts: [String]) -> (type: String, count: Int, bytes: (Range<Int>) -> Data) {
    let width = max(texts.lazy.map(\.unicodeScalars.count).max() ?? 0, 1)
    return (
      "<U\(width)", texts.count,
      { range in
        littleEndian(
          texts[range].flatMap { text in
            let codes = text.unicodeScalars.map(\.value)
            return codes + [UInt32](repeating: 0, count: width - codes.count)
          })
      }
    )
  }
}

/// An array of float32 whose numbers are made while the file is written, such as predictions of very many trials.
public struct MadeFloats {
  /// The sizes of the axes.
  let shape: [Int]
  /// Some of the numbers, in row-major order.
  let floats: (Range<Int>) throws -> [Float]

  /// Promises numbers.
  ///
  /// - Parameters:
  ///   - shape: the sizes of the axes, as many as there are numbers.
  ///   - floats: the numbers of a range, in row-major order.
  public init(shape: [Int], floats: @escaping (Range<Int>) throws -> [Float]) {
    (self.shape, self.floats) = (shape, floats)
  }

  var contents: ZipContents {
    npyContents("<f4", shape, stride: MemoryLayout<Float>.stride, shape.reduce(1, *)) { range in
      littleEndian(try floats(range).lazy.map(\.bitPattern))
    }
  }
}

private func npyHeader(_ type: String, _ shape: [Int]) -> Data {
  let sizes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
  var header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(sizes)), }"
  // NumPy pads the header with spaces so that the elements begin at a multiple of 64 bytes.
  let length = (10 + header.utf8.count + 1 + 63) / 64 * 64 - 10
  header += String(repeating: " ", count: length - header.utf8.count - 1) + "\n"
  return Data([0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 255), UInt8(length >> 8)]) + Data(header.utf8)
}

/// A header and then the elements, some thousand at a time.
private func npyContents(
  _ type: String, _ shape: [Int], stride: Int, _ count: Int, _ bytes: @escaping (Range<Int>) throws -> Data
) -> ZipContents {
  let header = npyHeader(type, shape)
  let together = max(1, (1 << 20) / stride)
  return ZipContents(size: header.count + count * stride) { offset in
    guard offset >= header.count else { return header.dropFirst(offset) }
    let first = (offset - header.count) / stride
    return try bytes(first..<min(first + together, count))
  }
}

private func littleEndian<Numbers: Sequence>(_ numbers: Numbers) -> Data where Numbers.Element: FixedWidthInteger {
  numbers.map(\.littleEndian).withUnsafeBytes { Data($0) }
}
