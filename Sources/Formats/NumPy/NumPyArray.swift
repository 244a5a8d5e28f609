import Faults
import Foundation

/// An array as NumPy keeps it: a shape and numbers or texts, in row-major order here.
public struct NumPyArray: Sendable, Equatable {
  /// The elements, by their kind.
  public enum Values: Sendable, Equatable {
    /// 32-bit floating-point numbers (`f4`).
    case floats([Float])
    /// 64-bit floating-point numbers (`f8`).
    case doubles([Double])
    /// Signed and unsigned integers of 8 to 64 bits.
    case integers([Int64])
    /// Truth values (`b1`).
    case booleans([Bool])
    /// Texts (`U`, `S`, or pickled strings).
    case strings([String])

    /// The number of elements.
    public var count: Int {
      switch self {
      case .floats(let values): values.count
      case .doubles(let values): values.count
      case .integers(let values): values.count
      case .booleans(let values): values.count
      case .strings(let values): values.count
      }
    }
  }

  /// The sizes of the axes; empty for a single element.
  public let shape: [Int]
  /// The elements in row-major order.
  public let values: Values

  /// Makes an array; without a shape it has one axis.
  /// - Throws: ``Fault`` `.software` when the shape does not span as many elements as there are.
  public init(shape: [Int]? = nil, _ values: Values) throws {
    self.shape = shape ?? [values.count]
    self.values = values
    guard try Self.count(self.shape) == values.count else {
      throw Fault(.software, "An array of shape \(self.shape) cannot hold \(values.count) elements.")
    }
  }

  /// The numbers as float32, rounded when the file has more digits; nil for texts and truth values.
  public var floats: [Float]? {
    switch values {
    case .floats(let values): values
    case .doubles(let values): values.map { Float($0) }
    case .integers(let values): values.map { Float($0) }
    case .booleans, .strings: nil
    }
  }

  /// The numbers as float64; nil for texts and truth values.
  public var doubles: [Double]? {
    switch values {
    case .floats(let values): values.map { Double($0) }
    case .doubles(let values): values
    case .integers(let values): values.map { Double($0) }
    case .booleans, .strings: nil
    }
  }

  /// The texts; nil for anything else.
  public var strings: [String]? {
    if case .strings(let values) = values { values } else { nil }
  }

  /// Reads the bytes of a `.npy` file (NumPy enhancement proposal 1, versions 1 to 3).
  ///
  /// Floating-point numbers of 2 to 8 bytes, integers, truth values and texts in either byte and axis order, and
  /// pickled arrays of texts or numbers, of which the pickle is read as data.
  /// - Throws: ``Fault`` `.data` saying what is wrong; the caller knows the file and the array.
  public static func read(npy bytes: Data) throws -> NumPyArray {
    var reader = ByteReader(bytes)
    return try read(from: &reader, size: DecodedSize())
  }

  /// Reads a `.npy` file from a stream, counting what it takes.
  static func read(from stream: inout some ByteStream, size: DecodedSize) throws -> NumPyArray {
    let header = try NumPyHeader(&stream)
    if header.isPickled { return try pickled(&stream, header, size) }
    return try NumPyDecoder(header, size).array(&stream)
  }

  /// The number of elements that a shape spans.
  static func count(_ shape: [Int]) throws -> Int {
    guard shape.count <= 32 else { throw Fault(.data, "has \(shape.count) axes; at most 32 are read.") }
    // A size of zero anywhere makes the array empty, but must not hide an overflow elsewhere.
    var count = 1
    for size in shape {
      guard size >= 0 else { throw Fault(.data, "has the negative size \(size) in its shape \(shape).") }
      let (product, overflow) = count.multipliedReportingOverflow(by: max(size, 1))
      guard !overflow else { throw Fault(.data, "has the impossible shape \(shape).") }
      count = product
    }
    return shape.contains(0) ? 0 : count
  }
}
