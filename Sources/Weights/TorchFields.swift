import Faults
import Formats
import Foundation
import Protocols

/// The top-level dictionary of a checkpoint.
struct TorchFields {
  /// The parameters' dictionary.
  let stateDictionary: Pickle.Reference
  private let pickle: Pickle
  private let fields: [String: Pickle.Reference]

  init(_ pickle: Pickle) throws {
    self.pickle = pickle
    guard let pairs = try pickle.pairs(pickle.root) else {
      throw Fault(.data, "holds no dictionary; save model.state_dict(), not the model itself.")
    }
    let fields = Dictionary(uniqueKeysWithValues: pairs.map { ($0.key, $0.value) })
    let isBare = pairs.contains { pickle.isTensor($0.value) }
    guard let state = isBare ? pickle.root : fields["state_dict"] else {
      throw Fault(.data, "holds neither tensors nor a 'state_dict'; save model.state_dict().")
    }
    stateDictionary = state
    self.fields = isBare ? [:] : fields
  }

  func text(_ key: String) throws -> String? { try field(key, "a text", pickle.text) }

  func texts(_ key: String) throws -> [String]? { try field(key, "a list of texts", pickle.texts) }

  func integer(_ key: String) throws -> Int? { try field(key, "an integer", pickle.integer) }

  /// The plain values of a dictionary; empty when there is no such field.
  func scalars(_ key: String) throws -> [String: JSON] {
    let pairs = try field(key, "a dictionary", pickle.pairs) ?? []
    return try Dictionary(
      uniqueKeysWithValues: pairs.map { pair in
        guard let scalar = scalar(pair.value) else {
          throw Fault(.data, at: .part("'\(key)'"), "'\(pair.key)' is no number, text, truth value or None.")
        }
        return (pair.key, scalar)
      })
  }

  /// The numbers of a dictionary; empty when there is no such field.
  func numbers(_ key: String) throws -> [String: Double] {
    let pairs = try field(key, "a dictionary", pickle.pairs) ?? []
    return try Dictionary(
      uniqueKeysWithValues: pairs.map { pair in
        switch pickle[pair.value].kind {
        case .real(let number): return (pair.key, number)
        case .integer(let number): return (pair.key, Double(number))
        default: throw Fault(.data, at: .part("'\(key)'"), "'\(pair.key)' is no number.")
        }
      })
  }

  func standardisation(_ mean: String, _ deviation: String) throws -> Standardisation? {
    guard let mean = try floats(mean), let deviation = try floats(deviation) else { return nil }
    guard mean.count == deviation.count else {
      throw Fault(.data, "'mu_x' has \(mean.count) numbers and 'sd_x' \(deviation.count).")
    }
    return Standardisation(mean: mean, deviation: deviation)
  }

  private func floats(_ key: String) throws -> [Float]? {
    guard let reference = fields[key] else { return nil }
    return try locating(.part("'\(key)'")) {
      let array = try pickle.numPyArray(reference)
      guard array.shape.count == 1, let floats = array.floats, floats.allSatisfy(\.isFinite) else {
        throw Fault(.data, "is no row of finite numbers.")
      }
      return floats
    }
  }

  private func field<Value>(
    _ key: String, _ kind: String, _ read: (Pickle.Reference) throws -> Value?
  ) throws -> Value? {
    guard let reference = fields[key] else { return nil }
    guard let value = try locating(.part("'\(key)'"), { try read(reference) }) else {
      throw Fault(.data, "'\(key)' is not \(kind).")
    }
    return value
  }

  private func scalar(_ reference: Pickle.Reference) -> JSON? {
    switch pickle[reference].kind {
    case .none: .null
    case .boolean(let value): .boolean(value)
    case .integer(let number): .number("\(number)")
    case .real(let number): JSON(number) ?? .text("\(number)")
    case .text(let text): .text(text)
    default: nil
    }
  }
}
