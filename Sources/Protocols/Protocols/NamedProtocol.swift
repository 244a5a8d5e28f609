import Faults
import Formats
import Foundation
import Synchronization

/// The kinds of examination that HipZoo knows.
public enum EvaluationProtocols {
  private static let own: [any EvaluationProtocol.Type] = [
    HoldOut.self, CrossValidation.self, LeaveOneOut.self, ZeroShot.self, FewShot.self,
  ]
  private static let added = Mutex<[any EvaluationProtocol.Type]>([])

  /// Every kind, in the order in which messages list them.
  public static var kinds: [any EvaluationProtocol.Type] { own + added.withLock { $0 } }

  /// Adds kinds for as long as the program runs; the same type twice is one.
  /// - Throws: `Fault` (data) for the word of another kind.
  public static func add(_ types: [any EvaluationProtocol.Type]) throws {
    for type in types {
      guard let namesake = kinds.first(where: { $0.kind == type.kind }) else {
        added.withLock { $0.append(type) }
        continue
      }
      guard ObjectIdentifier(namesake) == ObjectIdentifier(type) else {
        throw Fault(
          .data, "the kind of protocol '\(type.kind)' is there already, as \(namesake); name \(type) otherwise.")
      }
    }
  }
}

/// A protocol file: an examination with its name.
public struct NamedProtocol: Sendable {
  /// The name on the command line and in tables.
  public let name: String
  /// What it is for.
  public let summary: String
  /// The rules.
  public let rules: any EvaluationProtocol
  /// Kind and rules in canonical JSON: all that can change a score, whatever name, comments and layout the file has.
  public let canonical: String

  /// Reads a protocol.
  ///
  /// - Parameters:
  ///   - bytes: the content of the file.
  ///   - file: the name that messages use.
  /// - Throws: `Fault` of kind `data` with `file:line:column`, what was found and what is allowed.
  public init(yaml bytes: [UInt8], file: String) throws {
    let settings = try Settings(Node(yaml: bytes, file: file))
    _ = try settings.integer("schema", in: 1...1)
    name = try settings.value("name", .entryName, default: nil)
    summary = try settings.text("summary")
    let kinds = EvaluationProtocols.kinds
    let kind = try settings.choice("kind", of: kinds.map { $0.kind })
    guard let type = kinds.first(where: { $0.kind == kind }) else {
      throw Fault(.software, "the kind of protocol '\(kind)' is listed and cannot be found.")
    }
    let section = try settings.section("rules")
    rules = try type.init(section)
    try settings.finish()
    canonical =
      Node(
        .mapping([
          Node.Entry(key: "kind", location: section.location, value: Node(kind)),
          Node.Entry(key: "rules", location: section.location, value: section.resolved),
        ]), at: section.location
      ).canonicalJSON
  }

  /// The examinations that this protocol stands for: itself, or one a variant under a name and a fingerprint of its own.
  public var variants: [NamedProtocol] {
    let variants = rules.variants
    guard variants.count > 1 else { return [self] }
    return variants.map { word, rules in
      NamedProtocol(
        name: "\(name)-\(word)", summary: summary, rules: rules,
        canonical: (["of": Node(canonical), "variant": Node(word)] as Node).canonicalJSON)
    }
  }

  private init(name: String, summary: String, rules: any EvaluationProtocol, canonical: String) {
    (self.name, self.summary, self.rules, self.canonical) = (name, summary, rules, canonical)
  }

  /// Reads a protocol that is inside the program.
  /// - Throws: `Fault` as ``init(yaml:file:)`` does.
  public static func read(_ file: EmbeddedFile) throws -> NamedProtocol {
    try NamedProtocol(yaml: file.bytes, file: file.name)
  }

  /// Finds a protocol by name, or reads the file when the name is a path that ends in `.yaml`.
  ///
  /// A file that borrows the name of a built-in protocol for other rules is refused: tables are headed by names.
  ///
  /// - Parameters:
  ///   - name: the name, or the path.
  ///   - builtIn: the protocols inside the program, each with the name that messages use.
  /// - Throws: `Fault`: missing, with all that there are; data, when the file is wrong.
  public static func find(_ name: String, builtIn: [EmbeddedFile]) throws -> NamedProtocol {
    let all = try builtIn.map(NamedProtocol.read)
    if name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
      let own = try NamedProtocol(yaml: YAMLFile(path: name).bytes, file: name)
      guard let namesake = all.first(where: { $0.name == own.name }), namesake.canonical != own.canonical else {
        return own
      }
      throw Fault(
        .data, at: .file(name),
        "'name' is '\(own.name)', which is a built-in protocol with other rules; give yours a name of its own, "
          + "so that no table stands under a borrowed one.")
    }
    if let found = all.first(where: { $0.name == name }) { return found }
    let names = all.map(\.name)
    throw Fault(
      .missing,
      "No protocol named \(quoted(name)).\(suggestion(for: name, in: names)) \(known(names)); "
        + "a file of your own is given by its path, ending in .yaml.")
  }
}
