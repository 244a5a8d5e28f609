import Faults
import Tensors

/// What becomes of every tensor when a network starts from the weights of another: nothing is left out silently.
public struct TensorPlan: Sendable, Equatable {
  /// What becomes of one tensor.
  public enum Fate: String, Sendable, Codable {
    /// Its numbers are taken over and trained on.
    case loaded
    /// Its numbers are taken over and stay as they are.
    case frozen
    /// It is drawn anew, as asked.
    case new
    /// The parent's tensor does not fit; it is drawn anew.
    case refused
  }

  /// One tensor of the network.
  public struct PlannedTensor: Sendable, Encodable, Equatable {
    /// Its name.
    public let name: String
    /// What becomes of it.
    public let fate: Fate
    /// Why the parent's was refused; `nil` where it was not.
    public let reason: String?
  }

  /// Every tensor of the network in its order, with its fate and, where one was refused, the reason.
  public let tensors: [PlannedTensor]
  /// The parent's tensors that the network does not have.
  public let unused: [String]
  private let weights: [Weight]

  /// Plans.
  ///
  /// - Parameters:
  ///   - parent: the weights to start from.
  ///   - parameters: a freshly drawn network.
  ///   - freeze: names, or patterns with `*`, of tensors that stay as they are.
  ///   - newHead: whether the last layer is drawn anew.
  /// - Throws: ``Fault`` of kind `usage` when a pattern fits no tensor, or nothing would be trained.
  public init(parent: [Weight], into parameters: Parameters, freeze: [String], newHead: Bool) throws {
    let fresh = parameters.weights
    let head = fresh.last.map { Self.layer(of: $0.name) }
    var planned = [PlannedTensor]()
    weights = fresh.map { weight in
      guard let own = parent.first(where: { $0.name == weight.name }) else {
        planned.append(.init(name: weight.name, fate: .refused, reason: "the parent has none of this name"))
        return weight
      }
      if newHead, Self.layer(of: weight.name) == head {
        planned.append(.init(name: weight.name, fate: .new, reason: nil))
        return weight
      }
      guard own.shape == weight.shape else {
        planned.append(
          .init(
            name: weight.name, fate: .refused,
            reason: "the parent's has shape \(own.shape), this network needs \(weight.shape)"))
        return weight
      }
      let isFrozen = freeze.contains { Self.fits(weight.name, $0) }
      planned.append(.init(name: weight.name, fate: isFrozen ? .frozen : .loaded, reason: nil))
      return own
    }
    tensors = planned
    unused = parent.map(\.name).filter { name in !fresh.contains { $0.name == name } }
    for pattern in freeze where !fresh.contains(where: { Self.fits($0.name, pattern) }) {
      throw Fault(
        .usage, "--freeze \(pattern) fits no tensor. Tensors: \(fresh.map(\.name).joined(separator: ", ")).")
    }
    guard planned.contains(where: { $0.fate != .frozen }) else {
      throw Fault(.usage, "Every tensor would be frozen; nothing is left to train.")
    }
  }

  /// A line a tensor: its fate, its name and, where it was refused, the reason.
  public var lines: [String] {
    tensors.map { "\($0.fate.rawValue)\t\($0.name)\($0.reason.map { ": \($0)" } ?? "")" }
      + unused.map { "\(Fate.refused.rawValue)\t\($0): the network has none of this name" }
  }

  /// The places of the frozen tensors.
  var frozen: Set<Int> { Set(tensors.indices.filter { tensors[$0].fate == .frozen }) }

  /// Puts the first numbers into a freshly drawn network.
  func start(_ parameters: Parameters) { parameters.load(weights) }

  private static func layer(of name: String) -> String { name.split(separator: ".").dropLast().joined(separator: ".") }

  /// Whether a name fits a pattern whose `*` stands for any run of characters.
  package static func fits(_ name: String, _ pattern: String) -> Bool {
    let parts = pattern.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
    guard parts.count > 1, let first = parts.first, let last = parts.last else { return name == pattern }
    guard name.hasPrefix(first) else { return false }
    var rest = name.dropFirst(first.count)
    for part in parts.dropFirst().dropLast() {
      guard let range = part.isEmpty ? rest.startIndex..<rest.startIndex : rest.firstRange(of: part) else {
        return false
      }
      rest = rest[range.upperBound...]
    }
    return rest.count >= last.count && rest.hasSuffix(last)
  }
}
