import Faults
import Foundation

/// A tensor as a checkpoint describes it: a strided view of a storage.
///
/// `_rebuild_tensor_v2(storage, offset, size, stride, ...)`, where the storage is the persistent value
/// `('storage', type, key, device, elements)` (docs/limits.md, section 6).
struct TorchTensor {
  static let rebuild = "torch._utils _rebuild_tensor_v2"
  /// What else a tensor may be wrapped in: a parameter, or a tensor with attributes of its own.
  static let wrappers: Set = [
    "torch._utils _rebuild_parameter", "torch._utils _rebuild_parameter_with_state", fromType,
  ]
  private static let fromType = "torch._tensor _rebuild_from_type_v2"

  /// The storages that are read.
  static let storages: [String: ElementType] = [
    "torch FloatStorage": .float32, "torch DoubleStorage": .float64, "torch HalfStorage": .float16,
    "torch BFloat16Storage": .bfloat16, "torch LongStorage": .int64, "torch IntStorage": .int32,
    "torch ShortStorage": .int16, "torch CharStorage": .int8, "torch ByteStorage": .uint8, "torch BoolStorage": .uint8,
  ]

  typealias ElementType = Safetensors.ElementType

  /// The name of the storage in the archive.
  let key: String
  let shape: [Int]
  /// The number of elements.
  let count: Int
  let type: ElementType
  let storageCount: Int
  private let offset: Int
  private let strides: [Int]

  init(_ pickle: Pickle, _ reference: Pickle.Reference) throws {
    guard let arguments = Self.arguments(pickle, reference), (6...7).contains(arguments.count),
      let offset = pickle.integer(arguments[1]),
      let shape = pickle.integers(arguments[2], most: Safetensors.mostAxes),
      let strides = pickle.integers(arguments[3], most: Safetensors.mostAxes)
    else {
      if let objection = pickle.objection(to: reference) { throw Fault(.data, "\(objection).") }
      throw Fault(.data, "is not a tensor of at most \(Safetensors.mostAxes) axes.")
    }
    let storage = pickle[arguments[0]]
    guard storage.kind == .persistent, let words = pickle.members(storage.items[0]), words.count == 5,
      try pickle.text(words[0]) == "storage", case .global(let name) = pickle[words[1]].kind,
      let key = try pickle.text(words[2]), let storageCount = pickle.integer(words[4])
    else { throw Fault(.data, "has a storage that cannot be read.") }
    guard let type = Self.storages[name] else {
      let name = Pickle.shown(name.replacing(" ", with: "."))
      throw Fault(.data, "has elements of the type '\(name)', which are not read; save it as float32.")
    }
    (self.key, self.shape, self.offset, self.strides) = (key, shape, offset, strides)
    (self.type, self.storageCount) = (type, storageCount)
    count = try Self.count(shape, strides, offset: offset, in: storageCount)
  }

  /// The arguments of the call that rebuilds a tensor, whatever it is wrapped in; nil when the value is none.
  static func arguments(_ pickle: Pickle, _ reference: Pickle.Reference) -> [Pickle.Reference]? {
    var reference = reference
    // A parameter of a parameter is nothing that PyTorch writes; a chain without end is nothing to follow.
    for _ in 0..<3 {
      guard case .call(let name) = pickle[reference].kind, let first = pickle[reference].items.first,
        let arguments = pickle.members(first)
      else { return nil }
      if name == rebuild { return arguments }
      guard wrappers.contains(name), let inner = arguments.first else { return nil }
      if name != fromType {
        reference = inner
      } else {
        guard pickle[inner].kind == .global(rebuild), arguments.count > 2 else { return nil }
        return pickle.members(arguments[2])
      }
    }
    return nil
  }

  /// Whether it is all of its storage in the storage's own order.
  var isWholeStorage: Bool {
    guard offset == 0, count == storageCount else { return false }
    // Sizes beside a size of zero were never multiplied, and their product may be more than can be counted.
    if count == 0 { return true }
    var expected = 1
    for (size, stride) in zip(shape, strides).reversed() {
      if size != 1, stride != expected { return false }
      expected *= size
    }
    return true
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

  /// The elements in row-major order, taken out of those of the storage.
  func values(in storage: [Float]) -> [Float] {
    if isWholeStorage { return storage }
    var position = [Int](repeating: 0, count: shape.count)
    var source = offset
    return (0..<count).map { _ in
      let element = storage[source]
      for axis in shape.indices.reversed() {
        position[axis] += 1
        source += strides[axis]
        if position[axis] < shape[axis] { break }
        source -= shape[axis] * strides[axis]
        position[axis] = 0
      }
      return element
    }
  }
}

extension Pickle {
  /// Whether a value is a tensor or a parameter.
  package func isTensor(_ reference: Reference) -> Bool { TorchTensor.arguments(self, reference) != nil }
}
