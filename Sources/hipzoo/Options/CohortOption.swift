import Cohorts
import Faults
import Formats
import Foundation
import Protocols
import Runs

extension HomeOptions {
  /// The descriptions of cohorts: built in, of `cohorts/` in the folders of `--zoo`, and those that were added here.
  func cohorts() throws -> CohortCatalogue {
    try CohortCatalogue(
      builtIn: embeddedCohorts,
      folders: folders.map { $0.appending(path: "cohorts") } + [try homeFolder.cohortDescriptions])
  }

  /// The folder of a described cohort's files.
  func folder(of cohort: CohortDescription) throws -> URL { try homeFolder.cohorts.appending(path: cohort.name) }

  /// The path that an option for a cohort means: a path as it is, or the folder of a described cohort by its name.
  ///
  /// - Parameter word: what was given; a name cannot hold a slash or end in `.npz`, so that no path is taken for one.
  /// - Throws: ``Fault`` of kind `missing` for a name that is known and not pulled yet.
  func cohortPath(_ word: String) throws -> String {
    guard !word.contains("/"), !word.hasSuffix(".npz"), !FileManager.default.fileExists(atPath: word) else {
      return word
    }
    let known = try cohorts().cohorts
    guard let description = known.first(where: { $0.name == word }) else {
      throw Fault(
        .missing,
        "There is no file or folder '\(word)', and no cohort of that name.\(suggestion(for: word, in: known.map(\.name))) "
          + "(hipzoo cohort list)")
    }
    let folder = try folder(of: description)
    guard FileManager.default.fileExists(atPath: folder.path) else {
      throw Fault(.missing, "the cohort '\(word)' has not been fetched yet; run: hipzoo cohort pull \(word).")
    }
    return folder.path
  }

  /// The file that an option for a cohort means, of a described cohort that of a task.
  /// - Throws: ``Fault`` of kind `missing`.
  func cohortFile(_ word: String, task: (any PredictionTask)?) throws -> String {
    let path = try cohortPath(word)
    guard path != word else { return word }
    let description = try cohorts().cohort(named: word)
    let tasks = description.files.filter { $0.task != nil }
    guard let file = try task.map({ try description.file(for: $0) }) ?? (tasks.count == 1 ? tasks.first : nil) else {
      throw Fault(
        .usage,
        "the cohort '\(word)' has files for several tasks: \(tasks.map(\.key).joined(separator: ", ")) in \(path); "
          + "name one of them.")
    }
    return URL(filePath: path).appending(path: file.key).path
  }
}
