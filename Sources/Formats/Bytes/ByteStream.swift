import Faults
import Foundation

/// Bytes that come one after the other, so that a large array never lies in memory beside its elements.
protocol ByteStream {
  /// The number of bytes that are left.
  var remaining: Int { get }

  /// The next `count` bytes.
  /// - Throws: ``Fault`` `.data` when the bytes end first or are damaged.
  mutating func take(_ count: Int) throws -> Data
}

extension ByteReader: ByteStream {}

extension ByteStream {
  /// Hands over `count` elements of `size` bytes each, some thousand at a time; a piece is good within `body` alone.
  mutating func forEachPiece(_ count: Int, of size: Int, _ body: (UnsafeRawBufferPointer, Int) throws -> Void) throws {
    let together = max(1, (256 << 10) / max(size, 1))
    var done = 0
    while done < count {
      let elements = min(together, count - done)
      let piece = try take(elements * size)
      try piece.withUnsafeBytes { try body($0, elements) }
      done += elements
    }
  }

  /// The next `count` little-endian numbers of the given bits, each turned into a float32.
  mutating func floats<Bits: FixedWidthInteger>(_ count: Int, _ make: (Bits) throws -> Float) throws -> [Float] {
    let size = MemoryLayout<Bits>.size
    // Filled from the front, and `initialized` counts on the way: `forEachPiece` hands over `count` elements at most.
    return try Array(unsafeUninitializedCapacity: count) { buffer, initialized in
      try forEachPiece(count, of: size) { raw, elements in
        for index in 0..<elements {
          let bits = Bits(littleEndian: raw.loadUnaligned(fromByteOffset: index * size, as: Bits.self))
          buffer.initializeElement(at: initialized, to: try make(bits))
          initialized += 1
        }
      }
    }
  }
}

extension Float {
  /// The number that 16 bits in IEEE 754's half precision stand for.
  init(half bits: UInt16) {
    let (exponent, fraction) = (UInt32(bits >> 10 & 0x1F), UInt32(bits & 0x3FF))
    let magnitude =
      switch exponent {
      case 0: Float(fraction) * 0x1p-24
      case 31: Float(bitPattern: 0x7F80_0000 | fraction << 13)
      default: Float(bitPattern: (exponent + 112) << 23 | fraction << 13)
      }
    self = Float(bitPattern: magnitude.bitPattern | UInt32(bits & 0x8000) << 16)
  }

  /// The number that 16 bits in the bfloat16 format stand for: the upper half of a float32.
  init(bfloat bits: UInt16) { self.init(bitPattern: UInt32(bits) << 16) }
}
