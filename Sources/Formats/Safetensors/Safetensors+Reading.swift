import Faults
import Foundation

extension Safetensors {
  /// Reads a file in memory.
  /// - Throws: ``Fault`` `.data` naming the array and the reason.
  public init(_ data: Data) throws {
    let file = try SafetensorsFile(ByteSource(data))
    metadata = file.metadata
    tensors = file.arrays.map { array in
      Entry(
        name: array.name, type: array.type, shape: array.shape,
        bytes: data.dropFirst(array.range.lowerBound).prefix(array.range.count))
    }
  }

  static func named<Result>(_ name: String, _ body: () throws -> Result) throws -> Result {
    guard isAllowed(name) else {
      throw Fault(.data, "has an array whose name is not 1 to 256 of A-Z a-z 0-9 _ . -")
    }
    return try locating(.part("array '\(name)'"), body)
  }

  /// Whether a name consists of 1 to 256 of the characters that `state_dict` names need.
  static func isAllowed(_ name: String) -> Bool {
    name != "__metadata__" && (1...256).contains(name.utf8.count)
      && name.utf8.allSatisfy { byte in
        switch Unicode.Scalar(byte) {
        case "A"..."Z", "a"..."z", "0"..."9", "_", ".", "-": true
        default: false
        }
      }
  }
}

/// What the header says about one array, with size and type held against each other.
struct SafetensorsLayout {
  let name: String
  let type: Safetensors.ElementType
  let shape: [Int]
  let begin: Int
  let end: Int

  init(_ name: String, _ value: JSON) throws {
    self.name = name
    guard let members = value.object, Set(members.keys) == ["dtype", "shape", "data_offsets"] else {
      throw Fault(.data, "needs exactly 'dtype', 'shape' and 'data_offsets' in the header.")
    }
    guard let word = members["dtype"]?.text, let type = Safetensors.ElementType(rawValue: word) else {
      let word = members["dtype"]?.text ?? "?"
      throw Fault(.data, "has elements of type '\(word)'; read are F32, F64, F16, BF16, I8 to I64, U8 and BOOL.")
    }
    guard let sizes = members["shape"]?.array, sizes.count <= Safetensors.mostAxes else {
      throw Fault(.data, "has a shape that is no list of at most \(Safetensors.mostAxes) sizes.")
    }
    let shape = sizes.compactMap(\.integer)
    guard shape.count == sizes.count, shape.allSatisfy({ $0 >= 0 }) else {
      throw Fault(.data, "has a shape with something other than sizes from 0.")
    }
    guard let offsets = members["data_offsets"]?.array, offsets.count == 2, let begin = offsets[0].integer,
      let end = offsets[1].integer, 0 <= begin, begin <= end
    else { throw Fault(.data, "has 'data_offsets' that are not a begin and an end from 0.") }
    guard let size = Safetensors.size(of: shape, type) else {
      throw Fault(.data, "has the impossible shape \(shape).")
    }
    guard end - begin == size else {
      throw Fault(.data, "has the shape \(shape), which needs \(size) bytes, but takes \(end - begin).")
    }
    (self.type, self.shape, self.begin, self.end) = (type, shape, begin, end)
  }
}

extension Safetensors {
  /// The bytes that an array takes, or nil when that is more than can be counted.
  static func size(of shape: [Int], _ type: ElementType) -> Int? {
    var size = type.size
    for length in shape {
      let (product, overflow) = size.multipliedReportingOverflow(by: length)
      guard !overflow else { return nil }
      size = product
    }
    return size
  }
}
