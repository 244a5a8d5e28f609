import Faults
import Formats
import Foundation

/// All cohorts that have a description.
public struct CohortCatalogue: Sendable {
  /// The descriptions, sorted by name.
  public let cohorts: [CohortDescription]

  /// Reads and checks the descriptions that are built in and those of folders.
  ///
  /// - Parameters:
  ///   - builtIn: the descriptions inside the program, each with the name that messages use.
  ///   - folders: folders of `*.yaml` files; those that are not there are left out.
  /// - Throws: `Fault` (data) with `file:line:column`; also for a name that is taken by other content.
  public init(builtIn: [EmbeddedFile], folders: [URL] = []) throws {
    var found = [String: CohortDescription]()
    let files = try folders.filter { FileManager.default.fileExists(atPath: $0.path) }.flatMap(YAMLFile.files)
    for (bytes, file) in builtIn.map({ ($0.bytes, $0.name) }) + files.map({ ($0.bytes, $0.name) }) {
      let description = try CohortDescription(yaml: bytes, file: file)
      if let namesake = found[description.name], namesake.canonical != description.canonical {
        throw Fault(
          .data, at: .file(file),
          "the name '\(description.name)' is that of another cohort; give this one a name of its own.")
      }
      found[description.name] = description
    }
    cohorts = found.values.sorted { $0.name < $1.name }
  }

  /// The description of a name.
  /// - Throws: `Fault` of kind `missing` with the nearest name and all that there are.
  public func cohort(named name: String) throws -> CohortDescription {
    if let cohort = cohorts.first(where: { $0.name == name }) { return cohort }
    let names = cohorts.map(\.name)
    throw Fault(
      .missing,
      "No cohort named \(quoted(name)).\(suggestion(for: name, in: names)) \(known(names)). "
        + "(hipzoo cohort list)")
  }
}
