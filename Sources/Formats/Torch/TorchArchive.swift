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
  package static let largestFile = 256 << 20

  package let pickle: Pickle
  private let archive: ZipArchive
  private let root: String

  private static let limits = ZipLimits(
    entries: 4_160, entrySize: largestFile, totalSize: largestFile, allowsFolders: true)

  private static let globals = Pickle.numPyGlobals.merging(
    [
      "collections OrderedDict": .dictionary, TorchTensor.rebuild: .symbol,
    ].merging(TorchTensor.storages.keys.map { ($0, .symbol) }) { first, _ in first }
  ) { first, _ in first }

  package init(_ data: Data) throws {
    archive = try ZipArchive(data, limits: Self.limits)
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
    guard entry.size <= 4 << 20 else {
      throw Fault(.data, "has a pickle of \(entry.size) bytes; at most \(4 << 20) are read.")
    }
    pickle = try Pickle(try archive.contents(of: entry), globals: Self.globals)
  }

  /// The tensors of a dictionary in its order.
  package func tensors(_ reference: Pickle.Reference) throws -> [Tensor] {
    guard let pairs = try locating(.part("'state_dict'"), { try pickle.pairs(reference) }) else {
      throw Fault(.data, "'state_dict' is not a dictionary.")
    }
    guard pairs.count <= Safetensors.mostTensors else {
      throw Fault(.data, "holds \(pairs.count) tensors; at most \(Safetensors.mostTensors) are read.")
    }
    let tensors = try pairs.map { pair in
      (pair.key, try locating(.part("tensor '\(pair.key)'")) { try TorchTensor(pickle, pair.value) })
    }
    let storages = try storages(of: tensors)
    // Views may overlap, even stand still (stride 0), so a small file could span any number of elements.
    let most = storages.values.reduce(1 << 20) { $0 + 4 * $1.count }
    var total = 0
    return try tensors.map { name, tensor in
      total += tensor.count * tensor.elementSize
      guard total <= most else {
        throw Fault(.data, at: .part("tensor '\(name)'"), "the tensors span far more bytes than the file has.")
      }
      let values = try locating(.part("tensor '\(name)'")) { try tensor.values(in: storages[tensor.key] ?? Data()) }
      return Tensor(name: name, shape: tensor.shape, values: values)
    }
  }

  private func storages(of tensors: [(String, TorchTensor)]) throws -> [String: Data] {
    var storages: [String: Data] = [:]
    for (name, tensor) in tensors where storages[tensor.key] == nil {
      guard let entry = archive.entry(named: "\(root)/data/\(tensor.key)") else {
        throw Fault(.data, at: .part("tensor '\(name)'"), "its storage '\(tensor.key)' is not in the file.")
      }
      storages[tensor.key] = try archive.contents(of: entry)
    }
    return storages
  }
}
