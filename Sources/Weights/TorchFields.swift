import Faults
import Formats
import Foundation
import Protocols

/// The top-level dictionary of a checkpoint.
struct TorchFields {
  /// The parameters.
  let parameters: [Pickle.Pair]
  private let archive: TorchArchive
  private let fields: [String: Pickle.Reference]

  /// Where people keep the parameters, in the order in which they are looked for.
  private static let states = ["state_dict", "model_state_dict", "model"]
  private static let standardisation = ["mu_x", "sd_x"]

  private var pickle: Pickle { archive.pickle }

  init(_ archive: TorchArchive) throws {
    self.archive = archive
    let pickle = archive.pickle
    guard let pairs = try pickle.pairs(pickle.root, skipsOtherKeys: true) else {
      let objection = pickle.objection(to: pickle.root).map { " (it \($0))" } ?? ""
      throw Fault(.data, "holds no dictionary\(objection); save model.state_dict(), not the model itself.")
    }
    let fields = Dictionary(uniqueKeysWithValues: pairs.map { ($0.key, $0.value) })
    self.fields = fields
    // A tensor beside a state_dict is a loss or a mean; without a state_dict the tensors are the parameters.
    if let key = Self.states.first(where: { fields[$0] != nil }), let state = fields[key], !pickle.isTensor(state) {
      guard let own = try locating(.part("'\(key)'"), { try pickle.pairs(state) }) else {
        let reason = pickle.objection(to: state) ?? "is not a dictionary; save model.state_dict()"
        throw Fault(.data, "'\(key)' \(reason).")
      }
      parameters = own
    } else {
      parameters = pairs.filter { pickle.isTensor($0.value) && !Self.standardisation.contains($0.key) }
      guard !parameters.isEmpty else {
        throw Fault(.data, "holds neither tensors nor a 'state_dict'; save model.state_dict().")
      }
    }
  }

  // MARK: What a prediction needs

  /// The texts of a field without which nothing can be predicted rightly.
  func texts(_ key: String) throws -> [String]? {
    guard let reference = fields[key] else { return nil }
    let found = try locating(.part("'\(key)'")) {
      try pickle.texts(reference) ?? (try? pickle.numPyArray(reference))?.strings
    }
    guard let texts = found else {
      throw Fault(.data, "'\(key)' \(pickle.objection(to: reference) ?? "is not a list of texts").")
    }
    return texts
  }

  func standardisation() throws -> Standardisation? {
    guard let mean = try floats(Self.standardisation[0]), let deviation = try floats(Self.standardisation[1]) else {
      return nil
    }
    guard mean.count == deviation.count else {
      throw Fault(.data, "'mu_x' has \(mean.count) numbers and 'sd_x' \(deviation.count).")
    }
    return Standardisation(mean: mean, deviation: deviation)
  }

  /// A row of numbers: an array or a tensor whose other axes have one element (`[1, 1, 10]`), or a list.
  private func floats(_ key: String) throws -> [Float]? {
    guard let reference = fields[key] else { return nil }
    return try locating(.part("'\(key)'")) {
      let (shape, floats) = try numbers(reference)
      guard shape.filter({ $0 != 1 }).count <= 1, floats.allSatisfy(\.isFinite) else {
        throw Fault(.data, "is no row of finite numbers.")
      }
      return floats
    }
  }

  private func numbers(_ reference: Pickle.Reference) throws -> (shape: [Int], floats: [Float]) {
    if pickle.isTensor(reference) {
      let tensor = try archive.tensor(reference)
      return (tensor.shape, tensor.values)
    }
    if let objection = pickle.objection(to: reference) {
      throw Fault(.data, "\(objection); save it as a tensor or a list of numbers.")
    }
    guard var members = pickle.members(reference) else {
      let array = try pickle.numPyArray(reference)
      guard let floats = array.floats else { throw Fault(.data, "is no row of finite numbers.") }
      return (array.shape, floats)
    }
    for _ in 0..<8 {
      guard members.count == 1, let inner = pickle.members(members[0]) else { break }
      members = inner
    }
    let floats = try members.compactMap(number)
    guard floats.count == members.count else { throw Fault(.data, "is no row of finite numbers.") }
    return ([floats.count], floats)
  }

  private func number(_ reference: Pickle.Reference) throws -> Float? {
    switch pickle[reference].kind {
    case .real(let number): Float(number)
    case .integer(let number): Float(number)
    default: try pickle.numPyScalar(reference).flatMap { try NumPyArray(shape: [], $0).floats?.first }
    }
  }

  // MARK: What is only shown

  /// A field that nothing is computed with; one of another kind is left out with a remark.
  func shown<Value>(
    _ key: String, _ kind: String, _ remarks: inout [String], _ read: (Pickle.Reference) throws -> Value?
  ) -> Value? {
    guard let reference = fields[key] else { return nil }
    do {
      if let value = try read(reference) { return value }
      remarks.append("'\(key)' \(pickle.objection(to: reference) ?? "is not \(kind)"); it is left out")
    } catch {
      remarks.append("'\(key)': \("\(error)".dropLast("\(error)".hasSuffix(".") ? 1 : 0)); it is left out")
    }
    return nil
  }

  func text(_ key: String, _ remarks: inout [String]) -> String? {
    shown(key, "a text", &remarks) { try pickle.text($0) }
  }

  func integer(_ key: String, _ remarks: inout [String]) -> Int? {
    shown(key, "an integer", &remarks) { pickle.integer($0) }
  }

  func shownTexts(_ key: String, _ remarks: inout [String]) -> [String]? {
    shown(key, "a list of texts", &remarks) { try pickle.texts($0) }
  }

  /// The plain values of a dictionary; empty when there is no such field.
  func scalars(_ key: String, _ remarks: inout [String]) -> [String: JSON] {
    let scalars: [String: JSON]? = shown(key, "a dictionary", &remarks) { reference in
      guard let pairs = try pickle.pairs(reference) else { return nil }
      return try Dictionary(
        uniqueKeysWithValues: pairs.map { pair in
          guard let scalar = try scalar(pair.value) else {
            throw Fault(.data, "'\(Pickle.shown(pair.key))' is no number, text, truth value or None.")
          }
          return (pair.key, scalar)
        })
    }
    return scalars ?? [:]
  }

  /// The numbers of a dictionary; empty when there is no such field.
  func numbers(_ key: String, _ remarks: inout [String]) -> [String: Double] {
    let numbers: [String: Double]? = shown(key, "a dictionary", &remarks) { reference in
      guard let pairs = try pickle.pairs(reference) else { return nil }
      return try Dictionary(
        uniqueKeysWithValues: pairs.map { pair in
          switch pickle[pair.value].kind {
          case .real(let number): return (pair.key, number)
          case .integer(let number): return (pair.key, Double(number))
          default: throw Fault(.data, "'\(Pickle.shown(pair.key))' is no number.")
          }
        })
    }
    return numbers ?? [:]
  }

  private func scalar(_ reference: Pickle.Reference) throws -> JSON? {
    switch pickle[reference].kind {
    case .none: .null
    case .boolean(let value): .boolean(value)
    case .integer(let number): .number("\(number)")
    case .real(let number): JSON(number) ?? .text("\(number)")
    case .text: try pickle.text(reference).map { .text($0) }
    default: nil
    }
  }
}
