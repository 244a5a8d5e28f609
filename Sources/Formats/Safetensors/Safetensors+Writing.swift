import Faults
import Foundation

extension Safetensors {
  /// The bytes of the file: arrays with larger elements first, then by name, so that equal contents give equal bytes.
  /// - Throws: ``Fault`` `.software` naming the array that the format or its limits do not allow.
  public func encoded() throws -> Data {
    let ordered = tensors.sorted { ($1.type.size, $0.name) < ($0.type.size, $1.name) }
    var members: [String: JSON] = [:]
    if !metadata.isEmpty { members["__metadata__"] = .object(metadata.mapValues { .text($0) }) }
    var end = 0
    for tensor in ordered {
      guard Self.isAllowed(tensor.name), tensor.shape.count <= Self.mostAxes,
        tensor.shape.allSatisfy({ $0 >= 0 }),
        Self.size(of: tensor.shape, tensor.type) == tensor.bytes.count
      else {
        throw Fault(
          .software, "The array '\(tensor.name)' of shape \(tensor.shape) cannot be written as safetensors.")
      }
      let begin = end
      end += tensor.bytes.count
      let layout: [String: JSON] = [
        "dtype": .text(tensor.type.rawValue), "shape": .array(tensor.shape.map { .number("\($0)") }),
        "data_offsets": .array([.number("\(begin)"), .number("\(end)")]),
      ]
      guard members.updateValue(.object(layout), forKey: tensor.name) == nil else {
        throw Fault(.software, "Two arrays are named '\(tensor.name)'; safetensors keeps one of a name.")
      }
    }
    var header = Data(JSON.object(members).canonical.utf8)
    header.append(contentsOf: [UInt8](repeating: 0x20, count: (8 - header.count % 8) % 8))
    guard header.count <= Self.largestHeader, ordered.count <= Self.mostTensors,
      8 + header.count + end <= Self.largestFile
    else {
      throw Fault(
        .software, "\(ordered.count) arrays with \(end) bytes are too much for one safetensors file.")
    }
    let length = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) }
    return ordered.reduce(into: length + header) { $0.append($1.bytes) }
  }
}
