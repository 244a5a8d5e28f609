import Faults
import Foundation
import Protocols

/// A new architecture in Swift: a working model to start from, an entry for each task, tests, and the word in
/// `Package.swift`.
public struct NewArchitecture: Sendable {
  /// The name of the type, the folder and the target.
  public let name: String
  /// The names of its entries.
  public var entries: [String] { PredictionTasks.all.map { "\(name.lowercased())-\($0.suffix.lowercased())" } }

  /// What kind of network it starts as.
  public let kind: ArchitectureKind

  private let checkout: Checkout
  private let list: ArchitectureList

  /// Checks a name and what is there.
  ///
  /// - Parameters:
  ///   - name: the name that was asked for.
  ///   - checkout: where it should be added.
  ///   - entries: the names that are taken in the zoo.
  ///   - kind: what kind of network it starts as.
  /// - Throws: ``Fault``: usage, when the name is none that Swift and file systems take; data, when it is taken.
  public init(_ name: String, in checkout: Checkout, taken entries: [String], kind: ArchitectureKind = .convolutional)
    throws
  {
    guard let first = name.first, first.isUppercase, (2...40).contains(name.count), name.allSatisfy(\.isNameCharacter)
    else {
      let advice = Self.proposal(for: name).map { " Did you mean '\($0)'?" } ?? ""
      throw Fault(
        .usage,
        "'\(name)' cannot be an architecture's name, expected 2 to 40 letters and digits beginning with a capital, as a "
          + "Swift type has, for example MyNet.\(advice)")
    }
    guard !Self.reserved.contains(name) else {
      throw Fault(.usage, "'\(name)' is a name of Swift's or HipZoo's own; choose another one, for example \(name)Net.")
    }
    (self.name, self.kind) = (name, kind)
    self.checkout = checkout
    list = try checkout.architectures()
    let folders = checkout.pluginFolders
    // Some file systems do not tell letters of either case apart.
    if let other = (list.names + folders).first(where: { $0.lowercased() == name.lowercased() }) {
      throw Fault(.data, "There is an architecture '\(other)' already (Plugins/\(other)); choose another name.")
    }
    if let other = list.quoted.first(where: { $0.lowercased() == name.lowercased() }) {
      throw Fault(
        .data,
        "Package.swift has a target or a product '\(other)' already; choose another name, for example My\(name).")
    }
    if let entry = self.entries.first(where: BaselineName.isKept) {
      throw Fault(.data, "The name '\(entry)' is kept for the baseline of every table; choose another name.")
    }
    if let entry = self.entries.first(where: entries.contains) {
      throw Fault(.data, "There is an entry '\(entry)' already; choose another name.")
    }
  }

  /// The files of the new architecture.
  public var files: NewFiles {
    var files = [
      NewFiles.File(
        url: checkout.plugin(name).appending(path: "\(name).swift"), text: SwiftTemplate.model(name, kind)),
      .init(url: checkout.tests(name), text: SwiftTemplate.tests(name, kind)),
    ]
    for (entry, task) in zip(entries, PredictionTasks.all) {
      files.append(
        .init(
          url: checkout.zoo.appending(path: "\(entry).yaml"),
          text: SwiftTemplate.manifest(name, kind, entry: entry, task: task)))
    }
    return NewFiles(files, change: .init(url: checkout.package, text: list.adding(name)))
  }

  private static func proposal(for name: String) -> String? {
    let words = name.split { !$0.isNameCharacter }.map { $0.prefix(1).uppercased() + $0.dropFirst() }
    let joined = String(words.joined().drop { !$0.isLetter }.prefix(40))
    return joined.count > 1 ? joined : nil
  }

  /// Names that would hide a module or a type that the model's own file uses.
  static let reserved: Set<String> = [
    "Any", "Architecture", "Array", "Bool", "Cohorts", "Conformance", "Convolution", "Doctor", "Double", "Dropout",
    "Error", "Examination", "Fault", "Faults", "GRULayers", "Fetching", "Fixtures", "Float", "Formats", "Foundation",
    "Int", "Jobs",
    "LayerNorm", "Linear", "MultiHeadAttention", "Network", "Node", "Optional", "Pass", "Place", "Processes",
    "Protocol", "Protocols", "Publishing",
    "Registry", "Report", "Runs", "Scaffold", "Scope", "Scores", "Self", "SequenceModel", "Settings", "String",
    "Swift", "SyntheticGait", "Tensor", "Tensors", "Testing", "Type", "Weights", "Zoo",
  ]
}
