import Faults

extension Safetensors {
  /// The element types that are read; HipZoo writes ``float32``, ``float64`` and ``int64``.
  public enum ElementType: String, Sendable {
    /// 32-bit floating-point numbers.
    case float32 = "F32"
    /// 64-bit floating-point numbers.
    case float64 = "F64"
    /// 16-bit floating-point numbers (IEEE 754 half precision).
    case float16 = "F16"
    /// 16-bit floating-point numbers with the range of float32.
    case bfloat16 = "BF16"
    /// 64-bit signed integers.
    case int64 = "I64"
    /// 32-bit signed integers.
    case int32 = "I32"
    /// 16-bit signed integers.
    case int16 = "I16"
    /// 8-bit signed integers.
    case int8 = "I8"
    /// 8-bit unsigned integers.
    case uint8 = "U8"
    /// Truth values, a byte each.
    case boolean = "BOOL"

    /// The bytes of an element.
    var size: Int {
      switch self {
      case .float64, .int64: 8
      case .float32, .int32: 4
      case .float16, .bfloat16, .int16: 2
      case .int8, .uint8, .boolean: 1
      }
    }

    /// The next elements of a stream as float32, rounded where the file has more digits.
    ///
    /// - Parameter exactly: whether integers that float32 does not hold are refused.
    func floats(_ stream: inout some ByteStream, _ count: Int, exactly: Bool = false) throws -> [Float] {
      func integer(_ number: some FixedWidthInteger) throws -> Float {
        let float = Float(number)
        guard !exactly || Int64(exactly: float) == Int64(number) else {
          throw Fault(.data, "holds integers that float32 cannot hold exactly.")
        }
        return float
      }
      switch self {
      case .float32: return try stream.floats(count) { Float(bitPattern: $0) }
      case .float64: return try stream.floats(count) { (bits: UInt64) in Float(Double(bitPattern: bits)) }
      case .float16: return try stream.floats(count) { Float(half: $0) }
      case .bfloat16: return try stream.floats(count) { Float(bfloat: $0) }
      case .int64: return try stream.floats(count) { (bits: Int64) in try integer(bits) }
      case .int32: return try stream.floats(count) { (bits: Int32) in try integer(bits) }
      case .int16: return try stream.floats(count) { (bits: Int16) in try integer(bits) }
      case .int8: return try stream.floats(count) { (bits: Int8) in try integer(bits) }
      case .uint8, .boolean: return try stream.floats(count) { (bits: UInt8) in try integer(bits) }
      }
    }
  }
}
