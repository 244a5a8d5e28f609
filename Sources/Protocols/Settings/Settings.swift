import Faults
import Formats

/// Reads the keys of a mapping, each with the values it may have, and refuses the keys that nobody read.
///
/// ```swift
/// init(_ settings: Settings) throws {
///   hidden = try settings.integer("hidden", in: 1...4096)
///   dropout = try settings.number("dropout", in: 0...0.9, default: 0.1)
/// }
/// ```
///
/// Every fault names `file:line:column`, what was found and what is allowed. A key without a default must be there;
/// the forms with `ifPresent` give `nil` when it is not. Whoever made the settings calls ``finish()`` at the end.
public final class Settings {
  /// Where the mapping starts.
  public let location: Place
  let entries: [Node.Entry]
  private(set) var known: [String] = []
  private var values: [(key: String, value: () -> Node)] = []
  private var children: [Settings] = []

  /// Makes the settings of a mapping; a literal such as `["hidden": 16, "dropout": 0.0]` is one.
  /// - Throws: `Fault` of kind `data` when the node is no mapping.
  public init(_ node: Node) throws {
    guard case .mapping(let entries) = node.content else {
      throw Fault(.data, at: node.location, "found \(node.found), expected a mapping (lines of 'key: value').")
    }
    self.location = node.location
    self.entries = entries
  }

  /// Every value read so far, defaults included: what a weights file and a run folder store.
  public var resolved: Node {
    let entries = values.map { Node.Entry(key: $0.key, location: location, value: $0.value()) }
    return Node(.mapping(entries), at: location)
  }

  /// Refuses keys that were never read, here and in the sections.
  /// - Throws: `Fault` of kind `data` naming the first such key, the nearest known one and all that are allowed.
  public func finish() throws {
    if let stray = entries.first(where: { !known.contains($0.key) }) {
      throw Fault(
        .data, at: stray.location.of(key: stray.key),
        "unknown key \(quoted(stray.key)).\(suggestion(for: stray.key, in: known))"
          + " Allowed: \(known.joined(separator: ", ")).")
    }
    for child in children { try child.finish() }
  }

  /// A fault about the value of a key, for rules that a range cannot say, such as one key dividing another.
  public func fault(_ key: String, _ what: String) -> Fault {
    Fault(.data, at: (entry(key)?.value.location ?? location).of(key: key), what)
  }

  func entry(_ key: String) -> Node.Entry? { entries.first { $0.key == key } }

  func know(_ key: String) {
    if !known.contains(key) { known.append(key) }
  }

  func record(_ key: String, _ value: @escaping () -> Node) {
    values.removeAll { $0.key == key }
    values.append((key, value))
  }

  func adopt(_ child: Settings) { children.append(child) }

  func value<Value>(ifPresent key: String, _ expectation: Expectation<Value>) throws -> Value? {
    know(key)
    guard let entry = entry(key) else { return nil }
    do {
      let value = try expectation.value(entry.value)
      record(key) { expectation.node(value) }
      return value
    } catch {
      throw Fault(
        .data, at: error.node.location.of(key: key),
        "\(quoted(key)) is \(error.node.found), expected \(error.expected).\(error.advice)"
      )
    }
  }

  func value<Value>(_ key: String, _ expectation: Expectation<Value>, default standard: Value?) throws
    -> Value
  {
    if let value = try value(ifPresent: key, expectation) { return value }
    guard let standard else { throw missing(key, expectation.words) }
    record(key) { expectation.node(standard) }
    return standard
  }

  /// The fault of a key that is not there, or of the unread key that was probably meant to be it.
  func missing(_ key: String, _ words: String) -> Fault {
    let unread = entries.filter { !known.contains($0.key) }
    guard let near = nearest(key, in: unread.map(\.key)), let entry = entry(near) else {
      return Fault(.data, at: location.of(key: key), "the key '\(key)' is missing, expected \(words).")
    }
    return Fault(
      .data, at: entry.location.of(key: key), "unknown key \(quoted(near)). Did you mean '\(key)', \(words)?")
  }
}
