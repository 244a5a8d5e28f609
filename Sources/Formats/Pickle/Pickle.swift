import Faults
import Foundation

/// A Python pickle read as data.
///
/// A pickle is a program for a small stack machine. This reader follows the few instructions that build plain values,
/// and knows only the global names its caller allows; it keeps calls as data and makes none.
///
/// The values lie side by side in one array and refer to each other by number. So neither deep nesting nor a
/// value that contains itself costs a stack frame, and sharing (a list of twice a list of twice ...) costs no memory.
/// A walk that follows references further than one level has to bound itself.
public struct Pickle: Sendable {
  /// The number of a value in its pickle.
  public struct Reference: Hashable, Sendable {
    let index: Int
  }

  let nodes: [PickleNode]
  /// The value that the pickle stands for.
  public let root: Reference

  /// Reads a pickle of protocol 2 to 5.
  ///
  /// - Parameters:
  ///   - bytes: the pickle: at most 4 MiB, a million instructions, 10 000 values waiting (docs/limits.md, section 3).
  ///   - globals: the names it may use, as `module name`, and what they mean.
  /// - Throws: ``Fault`` `.data` naming the first global or instruction that is not allowed, or the limit broken.
  public init(_ bytes: Data, globals: [String: PickleMeaning]) throws {
    guard bytes.count <= 4 << 20 else {
      throw Fault(.data, "its pickle has \(bytes.count) bytes; at most \(4 << 20) are read.")
    }
    var machine = PickleMachine(bytes, globals: globals)
    root = try machine.run()
    nodes = machine.nodes
  }

  /// The value of a reference.
  public subscript(_ reference: Reference) -> PickleNode { nodes[reference.index] }

  /// The text, or nil when the value is something else.
  public func text(_ reference: Reference) -> String? {
    if case .text(let text) = self[reference].kind { text } else { nil }
  }

  /// The integer, or nil when the value is something else or does not fit.
  public func integer(_ reference: Reference) -> Int? {
    if case .integer(let number) = self[reference].kind { Int(exactly: number) } else { nil }
  }

  /// The members of a list or tuple, or nil when the value is something else.
  public func members(_ reference: Reference) -> [Reference]? {
    let node = self[reference]
    return node.kind == .list || node.kind == .tuple ? node.items : nil
  }

  /// The integers of a list or tuple of at most `most` members, or nil when the value is something else.
  public func integers(_ reference: Reference, most: Int) -> [Int]? {
    guard let members = members(reference), members.count <= most else { return nil }
    let numbers = members.compactMap(integer)
    return numbers.count == members.count ? numbers : nil
  }

  /// The texts of a list or tuple, or nil when the value is something else.
  public func texts(_ reference: Reference) -> [String]? {
    guard let members = members(reference) else { return nil }
    let texts = members.compactMap(text)
    return texts.count == members.count ? texts : nil
  }

  /// A key of a dictionary with its value.
  public struct Pair {
    /// The key.
    public let key: String
    /// Where its value is.
    public let value: Reference
  }

  /// The pairs of a dictionary in the order of the file, or nil when the value is no dictionary.
  /// - Throws: ``Fault`` `.data` when a key is no text or is there twice.
  public func pairs(_ reference: Reference) throws -> [Pair]? {
    let node = self[reference]
    guard node.kind == .dictionary else { return nil }
    var keys: Set<String> = []
    return try stride(from: 0, to: node.items.count - 1, by: 2).map { index in
      guard let key = text(node.items[index]) else {
        throw Fault(.data, "a dictionary has a key that is no text.")
      }
      guard keys.insert(key).inserted else { throw Fault(.data, "a dictionary has the key '\(key)' twice.") }
      return Pair(key: key, value: node.items[index + 1])
    }
  }
}
