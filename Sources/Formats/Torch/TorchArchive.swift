import Faults
import Foundation

/// The ZIP archive of a checkpoint: one pickle, and one raw file a storage.
package struct TorchArchive {
  /// A tensor of a checkpoint, its values row-major.
  package struct Tensor {
    package let name: String
    package let shape: [Int]
    package let values: [Float]
  }

  /// The largest file, in bytes.
  package static let largestFile = 512 << 20
  private static let largestPickle = Pickle.largest

  package let pickle: Pickle
  private let archive: ZipArchive
  private let root: String
  private let size: DecodedSize

  private static let limits = ZipLimits(
    entries: 16_384, entrySize: DecodedSize.most, totalSize: largestFile, allowsFolders: true, holdForUnread: false)

  private static let globals: [String: PickleMeaning] = {
    var globals = Pickle.numPyGlobals
    globals["collections OrderedDict"] = .dictionary
    for name in TorchTensor.wrappers.union(TorchTensor.storages.keys) { globals[name] = .symbol }
    globals[TorchTensor.rebuild] = .symbol
    return globals
  }()

  package init(_ data: Data) throws {
    try FileKind.expect(.weights, data)
    try self.init(ByteSource(data))
  }

  /// Opens a file, of which the directory and the pickle are read; the caller names it in messages.
  package init(_ url: URL) throws {
    let source = try ByteSource(url)
    try FileKind.expect(.weights, source.beginning(FileKind.beginningSize))
    guard source.size <= Self.largestFile else {
      throw Fault(.data, "has \(source.size) bytes; a checkpoint has at most \(Self.largestFile).")
    }
    try self.init(source)
  }

  private init(_ source: ByteSource) throws {
    size = DecodedSize()
    archive = try ZipArchive(source, Self.limits)
    let suffix = "/data.pkl"
    guard let entry = archive.entries.first(where: { $0.name.hasSuffix(suffix) }) else {
      throw Fault(.data, "is no PyTorch checkpoint: the archive has no 'data.pkl'.")
    }
    root = String(entry.name.dropLast(suffix.count))
    // Versions of PyTorch before 2.1 do not say; they wrote little-endian on every machine HipZoo runs on.
    if let order = archive.entry(named: "\(root)/byteorder") {
      guard order.size < 16, try archive.contents(of: order) == Data("little".utf8) else {
        throw Fault(.data, "was saved on a big-endian machine, which is not read.")
      }
    }
    guard entry.size <= Self.largestPickle else {
      throw Fault(.data, "has a pickle of \(entry.size) bytes; at most \(Self.largestPickle) are read.")
    }
    pickle = try Pickle(
      try archive.contents(of: entry), globals: Self.globals, unknown: .kept, most: Self.largestPickle, size: size)
  }

  /// The tensors of some pairs, for example those of a `state_dict`, in their order.
  package func tensors(_ pairs: [Pickle.Pair]) throws -> [Tensor] {
    guard pairs.count <= Safetensors.mostTensors else {
      throw Fault(.data, "holds \(pairs.count) tensors; at most \(Safetensors.mostTensors) are read.")
    }
    let tensors = try pairs.map { pair in
      guard Safetensors.isAllowed(pair.key) else {
        throw Fault(.data, "has a tensor '\(Pickle.shown(pair.key))'; 1 to 256 of A-Z a-z 0-9 _ . - name one.")
      }
      return (pair.key, try locating(.part("tensor '\(pair.key)'")) { try TorchTensor(pickle, pair.value) })
    }
    let entries = try storages(of: tensors)
    // Views may overlap, even stand still (stride 0), so a small file could span any number of elements.
    let most = entries.values.reduce(1 << 20) { $0.saturatingAdd(4, times: $1.size) }
    var total = 0
    for (name, tensor) in tensors {
      total = total.saturatingAdd(tensor.type.size, times: tensor.count)
      guard total <= most else {
        throw Fault(.data, at: .part("tensor '\(name)'"), "the tensors span far more bytes than the file has.")
      }
    }
    // All is counted before anything is read; a storage that is no tensor as it is lies in memory beside its views.
    for (_, tensor) in tensors { try size.take(tensor.count, of: MemoryLayout<Float>.stride) }
    for (_, first) in Dictionary(grouping: tensors.map(\.1), by: \.key) {
      if let partial = first.first(where: { !$0.isWholeStorage }) {
        try size.take(partial.storageCount, of: MemoryLayout<Float>.stride)
      }
    }
    var storages: [String: [Float]] = [:]
    return try tensors.map { name, tensor in
      try locating(.part("tensor '\(name)'")) {
        guard let entry = entries[tensor.key] else { throw Fault(.data, "has no storage.") }
        let place = "\(tensor.key) \(tensor.type)"
        let storage = try storages[place] ?? floats(of: tensor, entry)
        storages[place] = storage
        return Tensor(name: name, shape: tensor.shape, values: tensor.values(in: storage))
      }
    }
  }

  /// One tensor that is no parameter, for example the means of the inputs.
  package func tensor(_ reference: Pickle.Reference) throws -> Tensor {
    guard let tensor = try tensors([.init(key: "tensor", value: reference)]).first else {
      throw Fault(.data, "is no tensor.")
    }
    return tensor
  }

  private func storages(of tensors: [(String, TorchTensor)]) throws -> [String: ZipArchive.Entry] {
    var storages: [String: ZipArchive.Entry] = [:]
    for (name, tensor) in tensors where storages[tensor.key] == nil {
      guard let entry = archive.entry(named: "\(root)/data/\(tensor.key)") else {
        throw Fault(
          .data, at: .part("tensor '\(name)'"), "its storage '\(Pickle.shown(tensor.key))' is not in the file.")
      }
      storages[tensor.key] = entry
    }
    return storages
  }

  private func floats(of tensor: TorchTensor, _ entry: ZipArchive.Entry) throws -> [Float] {
    guard tensor.storageCount.multipliedReportingOverflow(by: tensor.type.size) == (entry.size, false) else {
      throw Fault(
        .data, "states a storage of \(tensor.storageCount) elements, but '\(tensor.key)' has \(entry.size) bytes.")
    }
    var stream = try archive.stream(of: entry)
    return try tensor.type.floats(&stream, tensor.storageCount, exactly: true)
  }
}

extension Int {
  /// The sum with a product, the largest integer where it is larger than that.
  fileprivate func saturatingAdd(_ factor: Int, times other: Int) -> Int {
    let product = factor.multipliedReportingOverflow(by: other)
    let sum = addingReportingOverflow(product.partialValue)
    return product.overflow || sum.overflow ? .max : sum.partialValue
  }
}
