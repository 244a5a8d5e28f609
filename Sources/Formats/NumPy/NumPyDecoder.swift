import Faults
import Foundation

/// Turns the bytes of an array into its elements, in row-major order.
struct NumPyDecoder {
  private let type: NumPyType
  private let shape: [Int]
  private let isColumnMajor: Bool
  private let count: Int
  private let bytes: Data

  /// Holds shape, type and bytes against each other before memory is taken.
  init(_ bytes: Data, _ type: NumPyType, shape: [Int], isColumnMajor: Bool) throws {
    (self.type, self.shape, self.isColumnMajor, self.bytes) = (type, shape, isColumnMajor, bytes)
    count = try NumPyArray.count(shape)
    let (needed, overflow) = count.multipliedReportingOverflow(by: max(type.stride, type.decodedStride))
    guard !overflow, needed <= 2 << 30 else {
      throw Fault(.data, "claims the shape \(shape); an array may take 2 GiB.")
    }
    guard bytes.count == count * type.stride else {
      throw Fault(
        .data,
        "has the shape \(shape), which needs \(count * type.stride) bytes, but \(bytes.count) are there.")
    }
  }

  func array() throws -> NumPyArray { try NumPyArray(shape: shape, try values()) }

  private func values() throws -> NumPyArray.Values {
    switch (type.kind, type.size) {
    case ("f", 4): return .floats(ordered { Float(bitPattern: $0) })
    case ("f", _): return .doubles(ordered { Double(bitPattern: $0) })
    case ("i", 1): return .integers(ordered { (bits: Int8) in Int64(bits) })
    case ("i", 2): return .integers(ordered { (bits: Int16) in Int64(bits) })
    case ("i", 4): return .integers(ordered { (bits: Int32) in Int64(bits) })
    case ("i", _): return .integers(ordered { $0 })
    case ("u", 1): return .integers(ordered { (bits: UInt8) in Int64(bits) })
    case ("u", 2): return .integers(ordered { (bits: UInt16) in Int64(bits) })
    case ("u", 4): return .integers(ordered { (bits: UInt32) in Int64(bits) })
    case ("u", _):
      let numbers: [Int64] = ordered { (bits: UInt64) in Int64(bitPattern: bits) }
      guard numbers.allSatisfy({ $0 >= 0 }) else { throw Fault(.data, "holds an integer above 2^63 - 1.") }
      return .integers(numbers)
    case ("b", _): return .booleans(ordered { (bits: UInt8) in bits != 0 })
    case ("U", _): return .strings(rowMajor(try unicodeTexts()))
    default: return .strings(rowMajor(try byteTexts()))
    }
  }

  private func ordered<Bits: FixedWidthInteger, Element>(_ make: (Bits) -> Element) -> [Element] {
    rowMajor(elements(count, make))
  }

  private func elements<Bits: FixedWidthInteger, Element>(_ count: Int, _ make: (Bits) -> Element)
    -> [Element]
  {
    bytes.withUnsafeBytes { raw in
      Array(unsafeUninitializedCapacity: count) { buffer, initialized in
        for index in 0..<count {
          let bits = raw.loadUnaligned(fromByteOffset: index * MemoryLayout<Bits>.size, as: Bits.self)
          let native = type.isBigEndian ? Bits(bigEndian: bits) : Bits(littleEndian: bits)
          buffer.initializeElement(at: index, to: make(native))
        }
        initialized = count
      }
    }
  }

  private func unicodeTexts() throws -> [String] {
    let codes: [UInt32] = elements(count * type.size) { $0 }
    return try (0..<count).map { index in
      var text = codes[index * type.size..<(index + 1) * type.size]
      while text.last == 0 { text.removeLast() }
      let scalars = text.compactMap(Unicode.Scalar.init)
      guard scalars.count == text.count else {
        throw Fault(.data, "holds a character (element \(index)) that Unicode does not have.")
      }
      return String(String.UnicodeScalarView(scalars))
    }
  }

  private func byteTexts() throws -> [String] {
    try (0..<count).map { index in
      let start = bytes.startIndex + index * type.size
      var text = bytes[start..<start + type.size]
      while text.last == 0 { text.removeLast() }
      guard let text = String(bytes: text, encoding: .utf8) else {
        throw Fault(.data, "holds a byte string (element \(index)) that is not UTF-8.")
      }
      return text
    }
  }

  /// Puts elements whose first axis varies fastest into row-major order.
  private func rowMajor<Element>(_ elements: [Element]) -> [Element] {
    guard isColumnMajor, shape.count > 1, !elements.isEmpty else { return elements }
    var strides = [1]
    for size in shape.dropLast() { strides.append(strides[strides.count - 1] * size) }
    var position = [Int](repeating: 0, count: shape.count)
    var source = 0
    return elements.indices.map { _ in
      let element = elements[source]
      for axis in shape.indices.reversed() {
        position[axis] += 1
        source += strides[axis]
        if position[axis] < shape[axis] { break }
        source -= shape[axis] * strides[axis]
        position[axis] = 0
      }
      return element
    }
  }
}
