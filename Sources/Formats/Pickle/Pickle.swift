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

  /// What a reader does where a pickle wants something that only running Python could give.
  public enum Unknown: Sendable {
    /// The pickle is refused.
    case refused
    /// The value is kept unevaluated (``PickleNode/Kind/unevaluated(_:)``), for a reader who may not need it.
    case kept
  }

  /// The largest pickle, in bytes, unless a reader says otherwise (docs/limits.md, section 3).
  static let largest = 4 << 20

  let nodes: [PickleNode]
  /// The value that the pickle stands for.
  public let root: Reference
  /// What the texts and arrays read from it take.
  let size: DecodedSize

  /// Reads a pickle of protocol 2 to 5.
  ///
  /// - Parameters:
  ///   - bytes: the pickle: at most 4 MiB, a million instructions, 10 000 values waiting (docs/limits.md, section 3).
  ///   - globals: the names it may use, as `module name`, and what they mean.
  ///   - unknown: what becomes of anything else it may want.
  ///   - most: the most bytes, where that is not 4 MiB.
  ///   - size: what is counted as taken for the file that the pickle is in.
  /// - Throws: ``Fault`` `.data` naming the first global or instruction that is not allowed, or the limit broken.
  public init(
    _ bytes: Data, globals: [String: PickleMeaning], unknown: Unknown = .refused, most: Int? = nil,
    size: DecodedSize = DecodedSize()
  ) throws {
    let most = most ?? Self.largest
    guard bytes.count <= most else { throw Self.tooLarge(bytes.count, most) }
    var machine = PickleMachine(bytes, globals: globals, keepsUnknown: unknown == .kept)
    root = try machine.run()
    nodes = machine.nodes
    self.size = size
  }

  static func tooLarge(_ count: Int, _ most: Int) -> Fault {
    Fault(.data, "its pickle has \(count) bytes; at most \(most) are read.")
  }

  /// The value of a reference.
  public subscript(_ reference: Reference) -> PickleNode { nodes[reference.index] }

  /// The text, or nil when the value is something else.
  /// - Throws: ``Fault`` `.data` when the file's texts take too much; one text may be referred to again and again.
  public func text(_ reference: Reference) throws -> String? {
    guard case .text(let text) = self[reference].kind else { return nil }
    try size.take(NumPyType.textStride(text.utf8.count))
    return text
  }

  /// Why a value cannot be used, or nil when it is plain data.
  public func objection(to reference: Reference) -> String? {
    switch self[reference].kind {
    case .unevaluated(let reason): reason
    case .global(let name): Self.calls(name)
    default: nil
    }
  }

  static func calls(_ name: String) -> String {
    "calls '\(shown(name.replacing(" ", with: ".", maxReplacements: 1)))'; HipZoo runs no code from a file and does not "
      + "know this name"
  }

  /// A text of the file as a message may quote it: on one line and not too long.
  package static func shown(_ text: String) -> String {
    let start = text.unicodeScalars.prefix(100).map { $0.value < 0x20 || $0.value == 0x7F ? "?" : Character($0) }
    return String(start) + (text.unicodeScalars.count > 100 ? "..." : "")
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
  /// - Throws: ``Fault`` `.data` when they take too much.
  public func texts(_ reference: Reference) throws -> [String]? {
    guard let members = members(reference) else { return nil }
    let texts = try members.compactMap(text)
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
  ///
  /// - Parameter skipsOtherKeys: whether pairs whose key is no text are left out.
  /// - Throws: ``Fault`` `.data` when a key is no text or is there twice.
  public func pairs(_ reference: Reference, skipsOtherKeys: Bool = false) throws -> [Pair]? {
    let node = self[reference]
    guard node.kind == .dictionary else { return nil }
    var keys: Set<String> = []
    return try stride(from: 0, to: node.items.count - 1, by: 2).compactMap { index in
      guard let key = try text(node.items[index]) else {
        if skipsOtherKeys { return nil }
        throw Fault(.data, "a dictionary has a key that is no text.")
      }
      guard keys.insert(key).inserted else {
        throw Fault(.data, "a dictionary has the key '\(Self.shown(key))' twice.")
      }
      return Pair(key: key, value: node.items[index + 1])
    }
  }
}
