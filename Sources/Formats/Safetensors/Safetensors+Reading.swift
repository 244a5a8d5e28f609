import Faults
import Foundation

extension Safetensors {
  /// Reads a file in memory.
  /// - Throws: ``Fault`` `.data` naming the array and the reason.
  public init(_ data: Data) throws {
    guard data.count >= 8 else {
      throw Fault(.data, "is no safetensors file: it has only \(data.count) bytes.")
    }
    var reader = ByteReader(data)
    let length = try reader.integer(UInt64.self)
    guard length <= UInt64(Self.largestHeader) else {
      throw Fault(.data, "is no safetensors file: it states a header of \(length) bytes; 1 MiB is the most.")
    }
    guard Int(length) <= reader.remaining else {
      throw Fault(.data, "is cut short: its header has \(length) bytes and only \(reader.remaining) follow.")
    }
    let header = try reader.take(Int(length))
    guard header.first == UInt8(ascii: "{") else {
      throw Fault(.data, "is no safetensors file: its header does not begin with '{'.")
    }
    let json = try locating(.part("its header")) { try JSON(header) }
    guard var members = json.object else { throw Fault(.data, "has a header that is no object.") }
    metadata = try Self.metadata(members.removeValue(forKey: "__metadata__"))
    guard members.count <= Self.mostTensors else {
      throw Fault(.data, "holds \(members.count) arrays; at most \(Self.mostTensors) are allowed.")
    }
    let layouts = try members.map { name, value in try Self.named(name) { try Layout(name, value) } }
    let body = try reader.take(reader.remaining)
    var end = 0
    tensors = try layouts.sorted { ($0.begin, $0.end, $0.name) < ($1.begin, $1.end, $1.name) }.map { layout in
      guard layout.begin == end else {
        let what = layout.begin < end ? "shares bytes with another array" : "leaves a hole before it"
        throw Fault(.data, "array '\(layout.name)' \(what): it begins at byte \(layout.begin), not \(end).")
      }
      guard layout.end <= body.count else {
        throw Fault(
          .data, "is cut short: array '\(layout.name)' ends at byte \(layout.end) of \(body.count).")
      }
      end = layout.end
      let bytes = body[body.startIndex + layout.begin..<body.startIndex + layout.end]
      return Entry(name: layout.name, type: layout.type, shape: layout.shape, bytes: bytes)
    }
    guard end == body.count else {
      throw Fault(.data, "has \(body.count - end) bytes behind its last array.")
    }
  }

  private static func metadata(_ value: JSON?) throws -> [String: String] {
    guard let value else { return [:] }
    guard let members = value.object else { throw Fault(.data, "has a '__metadata__' that is no object.") }
    return try Dictionary(
      uniqueKeysWithValues: members.map { key, value in
        guard let text = value.text else {
          throw Fault(.data, "has the metadata '\(key)', which is no string.")
        }
        return (key, text)
      })
  }

  private static func named<Result>(_ name: String, _ body: () throws -> Result) throws -> Result {
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
private struct Layout {
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
      throw Fault(.data, "has elements of type '\(word)'; read are F32, F64 and I64.")
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
