import Faults
import Foundation

/// Turns the bytes of an array into its elements, in row-major order.
struct NumPyDecoder {
  private let type: NumPyType
  private let shape: [Int]
  private let count: Int
  private let order: ElementOrder
  private let size: DecodedSize

  init(_ header: NumPyHeader, _ size: DecodedSize) throws {
    try self.init(NumPyType(header.type), shape: header.shape, isColumnMajor: header.isColumnMajor, size)
  }

  init(_ type: NumPyType, shape: [Int], isColumnMajor: Bool, _ size: DecodedSize) throws {
    (self.type, self.shape, self.size) = (type, shape, size)
    count = try NumPyArray.count(shape)
    order = ElementOrder(shape, isColumnMajor: isColumnMajor && count > 0)
  }

  /// The array in the type that holds every number of the file.
  func array(_ stream: inout some ByteStream) throws -> NumPyArray {
    try check(stream, type.decodedStride)
    return try NumPyArray(shape: shape, try values(&stream))
  }

  /// The numbers rounded to float32 as they come, without a place for wider ones; nil for texts and truth values.
  func floats(_ stream: inout some ByteStream) throws -> [Float]? {
    guard "fiu".contains(type.kind) else { return nil }
    try check(stream, MemoryLayout<Float>.stride)
    switch (type.kind, type.size) {
    case ("f", 2): return try elements(&stream) { Float(half: $0) }
    case ("f", 4): return try copied(&stream) { Float(bitPattern: $0) }
    case ("f", _): return try elements(&stream) { Float(Double(bitPattern: $0)) }
    case ("i", 1): return try elements(&stream) { (bits: Int8) in Float(bits) }
    case ("i", 2): return try elements(&stream) { (bits: Int16) in Float(bits) }
    case ("i", 4): return try elements(&stream) { (bits: Int32) in Float(bits) }
    case ("i", _): return try elements(&stream) { (bits: Int64) in Float(bits) }
    case ("u", 1): return try elements(&stream) { (bits: UInt8) in Float(bits) }
    case ("u", 2): return try elements(&stream) { (bits: UInt16) in Float(bits) }
    case ("u", 4): return try elements(&stream) { (bits: UInt32) in Float(bits) }
    default: return try elements(&stream) { (bits: UInt64) in Float(bits) }
    }
  }

  /// Holds shape, type and bytes against each other; whole numbers may be wanted as float32, which takes less.
  func check(_ stream: some ByteStream) throws {
    try hold(stream, min(type.decodedStride, MemoryLayout<Float>.stride))
  }

  /// The same before memory is taken, which is counted.
  private func check(_ stream: some ByteStream, _ stride: Int) throws {
    try hold(stream, stride)
    try size.take(count, of: stride)
  }

  private func hold(_ stream: some ByteStream, _ stride: Int) throws {
    let (needed, overflow) = count.multipliedReportingOverflow(by: max(type.stride, stride))
    guard !overflow, needed <= DecodedSize.most else {
      throw Fault(.data, "claims the shape \(shape); the arrays of a file may take 512 MiB.")
    }
    guard stream.remaining == count * type.stride else {
      throw Fault(
        .data,
        "has the shape \(shape), which needs \(count * type.stride) bytes, but \(stream.remaining) are there.")
    }
  }

  private func values(_ stream: inout some ByteStream) throws -> NumPyArray.Values {
    switch (type.kind, type.size) {
    case ("f", 2): return .floats(try elements(&stream) { Float(half: $0) })
    case ("f", 4): return .floats(try copied(&stream) { Float(bitPattern: $0) })
    case ("f", _): return .doubles(try copied(&stream) { Double(bitPattern: $0) })
    case ("i", 1): return .integers(try elements(&stream) { (bits: Int8) in Int64(bits) })
    case ("i", 2): return .integers(try elements(&stream) { (bits: Int16) in Int64(bits) })
    case ("i", 4): return .integers(try elements(&stream) { (bits: Int32) in Int64(bits) })
    case ("i", _): return .integers(try elements(&stream) { $0 })
    case ("u", 1): return .integers(try elements(&stream) { (bits: UInt8) in Int64(bits) })
    case ("u", 2): return .integers(try elements(&stream) { (bits: UInt16) in Int64(bits) })
    case ("u", 4): return .integers(try elements(&stream) { (bits: UInt32) in Int64(bits) })
    case ("u", _):
      let numbers: [Int64] = try elements(&stream) { (bits: UInt64) in Int64(bitPattern: bits) }
      guard numbers.allSatisfy({ $0 >= 0 }) else { throw Fault(.data, "holds an integer above 2^63 - 1.") }
      return .integers(numbers)
    case ("b", _): return .booleans(try elements(&stream) { (bits: UInt8) in bits != 0 })
    default: return .strings(try texts(&stream))
    }
  }

  /// Elements of a fixed size, each put into its place as it comes.
  private func elements<Bits: FixedWidthInteger, Element: BitwiseCopyable>(
    _ stream: inout some ByteStream, _ make: (Bits) -> Element
  ) throws -> [Element] {
    var order = order
    // `order` names every place once, and all are numbers: a piece that fails leaves nothing to be undone.
    return try Array(unsafeUninitializedCapacity: count) { buffer, initialized in
      try stream.forEachPiece(count, of: type.stride) { raw, elements in
        for index in 0..<elements {
          let bits = raw.loadUnaligned(fromByteOffset: index * MemoryLayout<Bits>.size, as: Bits.self)
          let native = type.isBigEndian ? Bits(bigEndian: bits) : Bits(littleEndian: bits)
          buffer.initializeElement(at: order.next(), to: make(native))
        }
      }
      initialized = count
    }
  }

  /// Elements that lie in memory as they lie in the file, unless the file has another order of bytes or axes.
  private func copied<Bits: FixedWidthInteger, Element: BitwiseCopyable>(
    _ stream: inout some ByteStream, _ make: (Bits) -> Element
  ) throws -> [Element] {
    guard !type.isBigEndian, !order.isColumnMajor, Bits(littleEndian: 1) == 1 else {
      return try elements(&stream, make)
    }
    // The callers ask for it only where an element has the same size in the file and here, so the pieces fill the buffer.
    return try Array(unsafeUninitializedCapacity: count) { buffer, initialized in
      var filled = 0
      try stream.forEachPiece(count, of: type.stride) { raw, elements in
        UnsafeMutableRawBufferPointer(buffer)[filled...].copyBytes(from: raw)
        filled += elements * type.stride
      }
      initialized = count
    }
  }

  private func texts(_ stream: inout some ByteStream) throws -> [String] {
    var order = order
    var texts = [String](repeating: "", count: count)
    var done = 0
    try stream.forEachPiece(count, of: type.stride) { raw, elements in
      for index in 0..<elements {
        let bytes = UnsafeRawBufferPointer(rebasing: raw[index * type.stride..<(index + 1) * type.stride])
        texts[order.next()] = type.kind == "U" ? try unicode(bytes, done) : try utf8(bytes, done)
        done += 1
      }
    }
    return texts
  }

  // The bytes are one element of a piece that `forEachPiece` holds; the texts are copies.
  private func unicode(_ bytes: UnsafeRawBufferPointer, _ element: Int) throws -> String {
    var scalars = String.UnicodeScalarView()
    var zeros = 0
    for offset in stride(from: 0, to: bytes.count, by: 4) {
      let bits = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
      let code = type.isBigEndian ? UInt32(bigEndian: bits) : UInt32(littleEndian: bits)
      guard let scalar = Unicode.Scalar(code) else {
        throw Fault(.data, "holds a character (element \(element)) that Unicode does not have.")
      }
      // NumPy pads with zeros; only those at the end are no part of the text.
      guard code != 0 else {
        zeros += 1
        continue
      }
      while zeros > 0 {
        scalars.append("\0")
        zeros -= 1
      }
      scalars.append(scalar)
    }
    return String(scalars)
  }

  private func utf8(_ bytes: UnsafeRawBufferPointer, _ element: Int) throws -> String {
    let end = bytes.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
    guard let text = String(validating: bytes[..<end], as: UTF8.self) else {
      throw Fault(.data, "holds a byte string (element \(element)) that is not UTF-8.")
    }
    return text
  }
}

/// The places in row-major order of elements that come in the order of the file.
private struct ElementOrder {
  private let shape: [Int]
  private let strides: [Int]
  let isColumnMajor: Bool
  private var position: [Int]
  private var place = 0

  init(_ shape: [Int], isColumnMajor: Bool) {
    self.shape = shape
    self.isColumnMajor = isColumnMajor && shape.count > 1
    var strides = [Int](repeating: 1, count: shape.count)
    if self.isColumnMajor {
      for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * shape[axis + 1] }
    }
    self.strides = strides
    position = [Int](repeating: 0, count: shape.count)
  }

  /// The place of the next element; the first axis varies fastest in a column-major file.
  mutating func next() -> Int {
    let current = place
    guard isColumnMajor else {
      place += 1
      return current
    }
    for axis in shape.indices {
      position[axis] += 1
      place += strides[axis]
      if position[axis] < shape[axis] { break }
      place -= shape[axis] * strides[axis]
      position[axis] = 0
    }
    return current
  }
}
