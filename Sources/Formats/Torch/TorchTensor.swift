import Faults
import Foundation

/// A tensor as a checkpoint describes it: a strided view of a storage.
///
/// `_rebuild_tensor_v2(storage, offset, size, stride, ...)`, where the storage is the persistent value
/// `('storage', type, key, device, elements)` (docs/limits.md, section 6).
struct TorchTensor {
  static let rebuild = "torch._utils _rebuild_tensor_v2"
  /// The storages that are read, with the bytes of an element.
  static let storages = ["torch FloatStorage": 4, "torch DoubleStorage": 8, "torch LongStorage": 8]

  /// The name of the storage in the archive.
  let key: String
  let shape: [Int]
  /// The number of elements.
  let count: Int
  let elementSize: Int
  private let type: String
  private let storageCount: Int
  private let offset: Int
  private let strides: [Int]

  init(_ pickle: Pickle, _ reference: Pickle.Reference) throws {
    guard pickle.isTensor(reference), let arguments = pickle.members(pickle[reference].items[0]),
      (6...7).contains(arguments.count), let offset = pickle.integer(arguments[1]),
      let shape = pickle.integers(arguments[2], most: Safetensors.mostAxes),
      let strides = pickle.integers(arguments[3], most: Safetensors.mostAxes)
    else { throw Fault(.data, "is not a tensor of at most \(Safetensors.mostAxes) axes.") }
    let storage = pickle[arguments[0]]
    guard storage.kind == .persistent, let words = pickle.members(storage.items[0]), words.count == 5,
      pickle.text(words[0]) == "storage", case .global(let type) = pickle[words[1]].kind,
      let elementSize = Self.storages[type], let key = pickle.text(words[2]),
      let storageCount = pickle.integer(words[4])
    else { throw Fault(.data, "has a storage that cannot be read.") }
    (self.key, self.shape, self.offset, self.strides) = (key, shape, offset, strides)
    (self.type, self.elementSize, self.storageCount) = (type, elementSize, storageCount)
    count = try Self.count(shape, strides, offset: offset, in: storageCount)
  }

  /// The number of elements, once every one of them is known to lie in the storage.
  private static func count(_ shape: [Int], _ strides: [Int], offset: Int, in storage: Int) throws -> Int {
    let outside = Fault(
      .data,
      "has size \(shape), stride \(strides) and offset \(offset), which leave its storage of \(storage) elements."
    )
    guard shape.count == strides.count, offset >= 0, storage >= 0, (shape + strides).allSatisfy({ $0 >= 0 })
    else {
      throw outside
    }
    if shape.contains(0) { return 0 }
    var last = offset
    var count = 1
    for (size, stride) in zip(shape, strides) {
      let reach = (size - 1).multipliedReportingOverflow(by: stride)
      let sum = last.addingReportingOverflow(reach.partialValue)
      let product = count.multipliedReportingOverflow(by: size)
      guard !reach.overflow, !sum.overflow, !product.overflow, product.partialValue <= 1 << 40 else {
        throw outside
      }
      (last, count) = (sum.partialValue, product.partialValue)
    }
    guard last < storage else { throw outside }
    return count
  }

  /// The elements as float32 in row-major order.
  func values(in storage: Data) throws -> [Float] {
    guard storageCount.multipliedReportingOverflow(by: elementSize) == (storage.count, false) else {
      throw Fault(
        .data, "states a storage of \(storageCount) elements, but '\(key)' has \(storage.count) bytes.")
    }
    switch type {
    case "torch FloatStorage": return view(storage) { Float(bitPattern: $0) }
    case "torch DoubleStorage": return view(storage) { (bits: UInt64) in Float(Double(bitPattern: bits)) }
    default:
      let numbers: [Int64] = view(storage) { $0 }
      guard numbers.allSatisfy({ Int64(exactly: Float($0)) == $0 }) else {
        throw Fault(.data, "holds integers that float32 cannot hold exactly.")
      }
      return numbers.map { Float($0) }
    }
  }

  private func view<Bits: FixedWidthInteger, Element>(_ storage: Data, _ make: (Bits) -> Element) -> [Element] {
    var position = [Int](repeating: 0, count: shape.count)
    var source = offset
    return storage.withUnsafeBytes { raw in
      (0..<count).map { _ in
        let bits = raw.loadUnaligned(fromByteOffset: source * elementSize, as: Bits.self)
        for axis in shape.indices.reversed() {
          position[axis] += 1
          source += strides[axis]
          if position[axis] < shape[axis] { break }
          source -= shape[axis] * strides[axis]
          position[axis] = 0
        }
        return make(Bits(littleEndian: bits))
      }
    }
  }
}

extension Pickle {
  /// Whether a value is the call that rebuilds a tensor.
  package func isTensor(_ reference: Reference) -> Bool {
    self[reference].kind == .call(TorchTensor.rebuild) && self[reference].items.count == 1
  }
}
