import Faults
import Foundation

/// Named arrays in the safetensors format (github.com/huggingface/safetensors, README "Format").
///
/// Read strictly, by the rules of docs/limits.md, section 5: every byte of the file belongs to the header or to exactly
/// one array.
public struct Safetensors: Sendable, Equatable {
  /// The largest file, in bytes.
  package static let largestFile = 512 << 20
  /// The largest header, in bytes.
  static let largestHeader = 1 << 20
  /// The most arrays in a file.
  static let mostTensors = 4096
  /// The most axes of an array.
  static let mostAxes = 8

  /// The arrays; after reading, in the order of their bytes.
  public var tensors: [Entry]
  /// What the file says about itself (`__metadata__`).
  public var metadata: [String: String]

  /// Collects arrays and metadata for writing.
  public init(tensors: [Entry], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }

  /// Reads a file.
  /// - Throws: ``Fault``: `.missing` without the file; `.data` naming the file, the array and the reason.
  public static func read(_ url: URL) throws -> Safetensors {
    // The header comes first: what is no such file is refused before the rest of it is read.
    let source = try ByteSource(url)
    _ = try locating(.file(url.lastPathComponent)) { try SafetensorsFile(bounded: source) }
    let data = try BoundedFile.read(url, limit: largestFile)
    return try locating(.file(url.lastPathComponent)) { try Safetensors(data) }
  }

  /// Writes a file; equal contents give equal bytes.
  /// - Throws: ``Fault``: as ``encoded()``, and `.io` with the path.
  public func write(to url: URL) throws { try AtomicFile.write(try encoded(), to: url) }

  /// The array of a name.
  public subscript(name: String) -> Entry? { tensors.first { $0.name == name } }
}

extension Safetensors {
  /// One array: little-endian elements in row-major order.
  public struct Entry: Sendable, Equatable {
    /// The name; for weights, PyTorch's `state_dict` name.
    public let name: String
    /// The element type.
    public let type: ElementType
    /// The sizes of the axes; empty for a single element.
    public let shape: [Int]
    let bytes: Data

    init(name: String, type: ElementType, shape: [Int], bytes: Data) {
      (self.name, self.type, self.shape, self.bytes) = (name, type, shape, bytes)
    }

    /// An array of float32 numbers; `values` holds as many as `shape` spans.
    public init(_ name: String, shape: [Int], floats values: [Float]) {
      let bits = values.map(\.bitPattern.littleEndian)
      self.init(name: name, type: .float32, shape: shape, bytes: bits.withUnsafeBytes { Data($0) })
    }

    /// An array of float64 numbers; `values` holds as many as `shape` spans.
    public init(_ name: String, shape: [Int], doubles values: [Double]) {
      let bits = values.map(\.bitPattern.littleEndian)
      self.init(name: name, type: .float64, shape: shape, bytes: bits.withUnsafeBytes { Data($0) })
    }

    /// An array of 64-bit integers; `values` holds as many as `shape` spans.
    public init(_ name: String, shape: [Int], integers values: [Int64]) {
      let bits = values.map(\.littleEndian)
      self.init(name: name, type: .int64, shape: shape, bytes: bits.withUnsafeBytes { Data($0) })
    }

    /// The elements as float32, rounded when the file has more digits.
    public func floats() -> [Float] {
      switch type {
      case .float32: elements { Float(bitPattern: $0) }
      case .float64: elements { Float(Double(bitPattern: $0)) }
      case .float16: elements { Float(half: $0) }
      case .bfloat16: elements { Float(bfloat: $0) }
      default: (integers() ?? []).map { Float($0) }
      }
    }

    /// The elements as float64; integers beyond 2^53 are rounded.
    public func doubles() -> [Double] {
      switch type {
      case .float64: elements { Double(bitPattern: $0) }
      case .int64, .int32: (integers() ?? []).map { Double($0) }
      default: floats().map { Double($0) }
      }
    }

    /// The elements as integers; nil when they are floating-point numbers.
    public func integers() -> [Int64]? {
      switch type {
      case .int64: elements { $0 }
      case .int32: elements { (bits: Int32) in Int64(bits) }
      case .int16: elements { (bits: Int16) in Int64(bits) }
      case .int8: elements { (bits: Int8) in Int64(bits) }
      case .uint8, .boolean: elements { (bits: UInt8) in Int64(bits) }
      case .float32, .float64, .float16, .bfloat16: nil
      }
    }

    private func elements<Bits: FixedWidthInteger, Element>(_ make: (Bits) -> Element) -> [Element] {
      let size = MemoryLayout<Bits>.size
      return bytes.withUnsafeBytes { raw in
        (0..<raw.count / size).map {
          make(Bits(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * size, as: Bits.self)))
        }
      }
    }
  }
}
