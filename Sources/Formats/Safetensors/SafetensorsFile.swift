import Faults
import Foundation

/// A safetensors file of which the header is read, and each array when it is asked for.
public struct SafetensorsFile {
  /// One array of the file.
  public struct Array: Sendable {
    /// The name.
    public let name: String
    /// The element type.
    public let type: Safetensors.ElementType
    /// The sizes of the axes.
    public let shape: [Int]
    let range: Range<Int>
  }

  /// What the file says about itself (`__metadata__`).
  public let metadata: [String: String]
  /// The arrays in the order of their bytes.
  public let arrays: [Array]
  private let source: ByteSource
  private let size: DecodedSize

  /// Opens a file; the caller names it in messages.
  /// - Throws: ``Fault``: `.missing` without the file; `.data` naming the array and the reason.
  public init(_ url: URL) throws {
    try self.init(bounded: ByteSource(url))
  }

  init(bounded source: ByteSource) throws {
    guard source.size <= Safetensors.largestFile else {
      throw Fault(.data, "has \(source.size) bytes; a safetensors file has at most \(Safetensors.largestFile).")
    }
    try self.init(source)
  }

  /// Opens a file in memory.
  /// - Throws: ``Fault`` `.data` naming the array and the reason.
  public init(_ data: Data) throws { try self.init(ByteSource(data)) }

  init(_ source: ByteSource) throws {
    (self.source, size) = (source, DecodedSize())
    guard source.size >= 8 else {
      throw Fault(.data, "is no safetensors file: it has only \(counted(source.size, "byte")).")
    }
    var reader = ByteReader(try source.beginning(8))
    let length = try reader.integer(UInt64.self)
    guard length <= UInt64(Safetensors.largestHeader) else {
      throw Fault(
        .data,
        "is no safetensors file: it states a header of \(length == 1 ? "1 byte" : "\(length) bytes"); 1 MiB is the most."
      )
    }
    let start = 8 + Int(length)
    guard start <= source.size else {
      throw Fault(.data, "is cut short: its header has \(length) bytes and only \(source.size - 8) follow.")
    }
    let header = try source.bytes(at: 8, count: Int(length))
    guard header.first == UInt8(ascii: "{") else {
      throw Fault(.data, "is no safetensors file: its header does not begin with '{'.")
    }
    let json = try locating(.part("its header")) { try JSON(header) }
    guard var members = json.object else { throw Fault(.data, "has a header that is no object.") }
    metadata = try Self.metadata(members.removeValue(forKey: "__metadata__"))
    guard members.count <= Safetensors.mostTensors else {
      throw Fault(.data, "holds \(members.count) arrays; at most \(Safetensors.mostTensors) are allowed.")
    }
    let layouts = try members.map { name, value in
      try Safetensors.named(name) { try SafetensorsLayout(name, value) }
    }
    let body = source.size - start
    var end = 0
    arrays = try layouts.sorted { ($0.begin, $0.end, $0.name) < ($1.begin, $1.end, $1.name) }.map { layout in
      guard layout.begin == end else {
        let what = layout.begin < end ? "shares bytes with another array" : "leaves a hole before it"
        throw Fault(.data, "array '\(layout.name)' \(what): it begins at byte \(layout.begin), not \(end).")
      }
      guard layout.end <= body else {
        throw Fault(.data, "is cut short: array '\(layout.name)' ends at byte \(layout.end) of \(body).")
      }
      end = layout.end
      return Array(
        name: layout.name, type: layout.type, shape: layout.shape, range: start + layout.begin..<start + layout.end)
    }
    guard end == body else { throw Fault(.data, "has \(counted(body - end, "byte")) behind its last array.") }
  }

  /// The elements of an array as float32, rounded where the file has more digits.
  /// - Throws: ``Fault``: `.data` when all that was asked for takes too much memory; `.io` when the file cannot be read.
  public func floats(of array: Array) throws -> [Float] {
    let count = array.range.count / array.type.size
    try size.take(count, of: MemoryLayout<Float>.stride)
    var stream = SourceStream(source, array.range)
    return try array.type.floats(&stream, count)
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
}
