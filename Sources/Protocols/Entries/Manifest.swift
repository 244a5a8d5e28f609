import Faults
import Formats
import Foundation

/// What a file under `zoo/` says about one entry: its network, its task, its weights and whose work it is.
public struct Manifest: Sendable {
  /// What computes the predictions.
  public enum Implementation: Sendable, Equatable {
    /// An architecture that is compiled into the program, by its name.
    case architecture(String)
    /// A program that is called with `fit` and `predict` and may take that many seconds a call.
    case process(command: [String], timeLimit: Double?)
  }

  /// The name on the command line and in tables: lower-case letters, digits, `.` and `-`.
  public let name: String
  /// One sentence about the entry.
  public let description: String?
  /// What computes the predictions.
  public let implementation: Implementation
  /// What is predicted.
  public let task: any PredictionTask
  /// The hyperparameters as the file has them; `configured(among:)` reads them.
  public let configuration: Node
  /// How the entry trains where it does not by the protocol's recipe; nil where it does.
  public let training: OpenTraining?
  /// By whose rules the entry trains.
  public let track: Track
  /// Whether it is what others have to beat: tested as they are, never ranked and never paired.
  public let isBaseline: Bool
  /// Where trained weights can be had, the best first.
  public let weights: [PublishedWeights]
  /// What its authors say it scores, kept apart from what was measured here.
  public let reported: [ReportedScore]
  /// How to cite the entry, in BibTeX or in words.
  public let citation: String?
  /// The licence of the code that the entry comes from, where the manifest says so.
  public let license: String?
  /// The name of the entry that should be used instead.
  public let replacement: String?
  /// The file's whole tree.
  public let node: Node
  /// The folder that relative paths of the file start from; `nil` for a manifest that is built in.
  public let folder: URL?

  /// Reads a manifest.
  /// - Parameters:
  ///   - bytes: the content of the file.
  ///   - file: the name that messages use.
  ///   - folder: the zoo folder that the file lies in, if any.
  /// - Throws: `Fault` of kind `data` with `file:line:column`, what was found and what is allowed.
  public init(yaml bytes: [UInt8], file: String, folder: URL? = nil) throws {
    let node = try Node(yaml: bytes, file: file)
    let settings = try Settings(node)
    _ = try settings.integer("schema", in: 1...1, default: 1)
    name = try settings.value("name", .entryName, default: nil)
    description = try settings.text(ifPresent: "description")
    let architecture = try settings.text(ifPresent: "architecture")
    let program = try settings.section(ifPresent: "process")
    implementation = try Implementation(settings, architecture, program)
    task = try PredictionTasks.named(settings.choice("task", of: PredictionTasks.all.map(\.name)))
    configuration = settings.node(ifPresent: "configuration") ?? Node(.mapping([]), at: node.location)
    let training = try settings.section(ifPresent: "training")
    self.training = try training.map(OpenTraining.init)
    if let program {
      guard training == nil else {
        throw settings.fault("training", "'training' is for compiled architectures; a program trains as it likes.")
      }
      let rules = try program.choice("trains_by", of: ["itself", "protocol"], default: "itself")
      isBaseline = try program.boolean("baseline", default: false)
      // A baseline is ranked in no track; `fixed` is the word that leaves no mark.
      track = isBaseline ? .fixed : rules == "protocol" ? .declared : .open
    } else {
      isBaseline = false
      track = training == nil ? .fixed : .open
    }
    weights = try settings.sections("weights").map(PublishedWeights.init)
    reported = try ReportedScore.all(settings.sections("reported"))
    citation = try settings.text(ifPresent: "citation")
    license = try settings.text(ifPresent: "license")
    replacement = try settings.value(ifPresent: "replaced_by", .entryName)
    try settings.finish()
    guard case .mapping = configuration.content else {
      throw settings.fault("configuration", "'configuration' is \(configuration.found), expected a mapping.")
    }
    self.node = node
    self.folder = folder
    // A program of version 0.1 may have such a name, and its runs stay readable; it is examined no more.
    if case .architecture = implementation { try checkName() }
  }

  /// Looks whether the name is the entry's own and not a baseline's, which stands in the same tables.
  /// - Throws: `Fault` of kind `data` with `file:line:column`.
  package func checkName() throws {
    guard BaselineName.isKept(name) else { return }
    throw Fault(
      .data, at: location(of: "name"),
      "'name' is '\(name)', which is kept for the baseline of every table. Give this entry another name.")
  }

  /// Whether a text may name an entry, or weights with a name of their own.
  public static func isName(_ text: String) -> Bool {
    func isPlain(_ byte: UInt8) -> Bool {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
    let (bytes, dot, hyphen) = (text.utf8, UInt8(ascii: "."), UInt8(ascii: "-"))
    guard let first = bytes.first, bytes.count <= 64, isPlain(first) else { return false }
    return bytes.allSatisfy { isPlain($0) || $0 == dot || $0 == hyphen }
  }

  /// Where the value of a key stands, or the start of the file when the key is not there.
  package func location(of key: String) -> Place { node[key]?.location ?? node.location }
}

extension Manifest.Implementation {
  fileprivate init(_ settings: Settings, _ name: String?, _ process: Settings?) throws {
    switch (name, process) {
    case (let name?, nil):
      self = .architecture(name)
    case (nil, let process?):
      let command = try process.texts("command")
      guard !command.isEmpty else {
        throw process.fault("command", "'command' is an empty list, expected a program and its arguments.")
      }
      self = .process(
        command: command, timeLimit: try process.number(ifPresent: "time_limit", in: 1...604_800))
    case (nil, nil):
      throw settings.missing("architecture", "the name of a compiled one, or 'process' with a command")
    case (_?, _?):
      throw settings.fault("process", "'architecture' and 'process' are both here; an entry has one of them.")
    }
  }
}

extension Expectation where Value == String {
  static var entryName: Self {
    let words =
      "a name of at most 64 lower-case letters, digits, '.' and '-' that starts with a letter or digit"
    return .text(words) { Manifest.isName($0) }
  }
}
