import Faults
import Formats
import Foundation
import Scores

/// What a file under `cohorts/` says of a cohort: whose trials it holds, where its files are and what must be in them.
public struct CohortDescription: Sendable {
  /// The name on the command line and in tables.
  public let name: String
  /// What it is, in a line.
  public let title: String
  /// What else there is to know, such as what is not public.
  public let summary: String?
  /// Whose trials it holds.
  public let population: Population
  /// Where its files are.
  public let source: Source
  /// The licence of the data, where the source says one.
  public let license: String?
  /// Who may see the data.
  public let access: String
  /// How to cite it, in BibTeX or in words.
  public let citation: String?
  /// Its files.
  public let files: [File]
  /// What must be in the files.
  public let facts: Facts
  /// The whole file in canonical JSON: what tells a namesake with other content.
  public let canonical: String

  /// Where the files of a cohort are.
  public struct Source: Sendable, Equatable {
    /// The number of a record at zenodo.org.
    public let zenodo: Int?
    /// The address to which the keys of files are appended.
    public let address: URL?
    /// The digital object identifier.
    public let doi: String?
  }

  /// A file of a cohort.
  public struct File: Sendable, Equatable {
    /// Its name at the source.
    public let key: String
    /// What is in it, for a person.
    public let holds: String?
    /// The task whose trials it holds; nil for a file that is no cohort.
    public let task: String?
    /// The number of bytes, where it is known.
    public let bytes: Int?
    /// MD5 of its bytes, as records list it.
    public let md5: String?
    /// SHA-256 of its bytes.
    public let sha256: String?
  }

  /// Reads a description.
  ///
  /// - Parameters:
  ///   - bytes: the content of the file.
  ///   - file: the name that messages use.
  /// - Throws: `Fault` of kind `data` with `file:line:column`, what was found and what is allowed.
  public init(yaml bytes: [UInt8], file: String) throws {
    let settings = try Settings(Node(yaml: bytes, file: file))
    _ = try settings.integer("schema", in: 1...1, default: 1)
    name = try settings.value("name", .entryName, default: nil)
    title = try settings.text("title")
    summary = try settings.text(ifPresent: "summary")
    let population = try settings.text("population")
    guard let people = Population(rawValue: population) else {
      throw settings.fault("population", "'population' is \(quoted(population)), expected a word such as healthy.")
    }
    self.population = people
    source = try Source(settings.section("source"))
    license = try settings.text(ifPresent: "license")
    access = try settings.text("access", default: "everybody")
    citation = try settings.text(ifPresent: "citation")
    files = try settings.sections("files").map(File.init)
    facts = try settings.section(ifPresent: "facts").map(Facts.init) ?? Facts()
    // A misspelt key is said before what is missing without it.
    try settings.finish()
    guard files.contains(where: { $0.task != nil }) else {
      throw settings.fault("files", "'files' names no file with a 'task', so there is no cohort in it.")
    }
    let keys = files.map(\.key)
    if let twin = keys.first(where: { key in keys.count { $0 == key } > 1 }) {
      throw settings.fault("files", "the key \(quoted(twin)) is there twice.")
    }
    canonical = settings.resolved.canonicalJSON
  }

  /// The file of a task.
  /// - Throws: `Fault` of kind `missing` with the tasks that there are.
  public func file(for task: any PredictionTask) throws -> File {
    if let file = files.first(where: { $0.task == task.name }) { return file }
    let tasks = files.compactMap(\.task).joined(separator: ", ")
    throw Fault(.missing, "the cohort '\(name)' has no trials for the task \(task.name); it has: \(tasks).")
  }
}

extension CohortDescription.Source {
  fileprivate init(_ settings: Settings) throws {
    zenodo = try settings.integer(ifPresent: "zenodo", in: 1...Int(Int32.max))
    address = try settings.value(ifPresent: "address", .webAddress).flatMap { URL(string: $0) }
    doi = try settings.value(ifPresent: "doi", .doi)
    guard zenodo == nil || address == nil else {
      throw settings.fault("address", "'zenodo' and 'address' are both here; a cohort has one of them.")
    }
  }
}

extension CohortDescription.File {
  fileprivate init(_ settings: Settings) throws {
    key = try settings.value("key", .fileName, default: nil)
    holds = try settings.text(ifPresent: "holds")
    let tasks = PredictionTasks.all.map(\.name)
    task = settings.contains("task") ? try settings.choice("task", of: tasks) : nil
    bytes = try settings.integer(ifPresent: "bytes", in: 1...(1 << 40))
    md5 = try settings.value(ifPresent: "md5", .hexadecimal(32))
    sha256 = try settings.value(ifPresent: "sha256", .hexadecimal(64))
  }
}

extension Expectation where Value == String {
  fileprivate static var webAddress: Self {
    .text("an https address without a query, to which '/' and a file's key are appended") { text in
      guard text.hasPrefix("https://") || text.hasPrefix("http://127.0.0.1"), let parts = URLComponents(string: text),
        let host = parts.host
      else { return false }
      return !host.isEmpty && parts.user == nil && parts.query == nil && parts.fragment == nil
    }
  }

  fileprivate static var doi: Self {
    .text("a digital object identifier such as 10.5281/zenodo.20175768") {
      $0.hasPrefix("10.") && $0.contains("/") && $0.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
  }

  fileprivate static var fileName: Self {
    .text("a file's name without a folder") { name in
      !name.isEmpty && name.utf8.count <= 200 && !name.hasPrefix(".") && !name.contains("/") && !name.contains("\\")
        && name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }
  }

  static func hexadecimal(_ count: Int) -> Self {
    let digits = Set("0123456789abcdef")
    return .text("\(count) lower-case hexadecimal digits") {
      $0.utf8.count == count && $0.allSatisfy(digits.contains)
    }
  }
}
