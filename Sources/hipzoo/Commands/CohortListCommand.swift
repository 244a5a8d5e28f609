import ArgumentParser
import Cohorts
import Formats
import Foundation
import Protocols

struct CohortListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the cohorts that have a description.",
    discussion: """
      EXAMPLE
        hipzoo cohort list
      """)

  @OptionGroup var homeOptions: HomeOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let cohorts = try homeOptions.cohorts().cohorts.map { try DescribedCohort($0, homeOptions) }
    if json { return Terminal.say(try jsonText(cohorts)) }
    var table = TextTable(["name", "population", "tasks", "here", "title"])
    for cohort in cohorts {
      table.add([
        cohort.name, cohort.population, cohort.tasks.joined(separator: ","), cohort.isHere ? "yes" : "no", cohort.title,
      ])
    }
    table.print()
  }
}

struct CohortShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show all that a cohort's description says, and what of it is here.",
    discussion: """
      EXAMPLE
        hipzoo cohort show gait2hip60
      """)

  @OptionGroup var homeOptions: HomeOptions

  @Argument(help: "The name.")
  var name: String

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let cohort = try DescribedCohort(homeOptions.cohorts().cohort(named: name), homeOptions)
    if json { return Terminal.say(try jsonText(cohort)) }
    var table = TextTable(["", ""])
    let facts: [(String, String?)] = [
      ("name", cohort.name), ("title", cohort.title), ("population", cohort.population), ("access", cohort.access),
      ("licence", cohort.license ?? "not said"), ("doi", cohort.doi), ("record", cohort.record),
      ("citation", cohort.citation?.trimmingCharacters(in: .newlines)),
      ("trials", cohort.trials.map(String.init)), ("people", cohort.people.map(String.init)),
    ]
    for case (let key, let value?) in facts { table.add([key, value]) }
    for file in cohort.files {
      table.add([
        "file",
        ([file.key]
          + [file.task.map { "(\($0))" }, file.holds, file.sha256.map { "sha256 \($0)" } ?? "not here"]
          .compactMap { $0 }).joined(separator: "  "),
      ])
    }
    table.lines.dropFirst().forEach(Terminal.say)
    if let summary = cohort.summary { Terminal.say("\n" + summary.trimmingCharacters(in: .newlines)) }
  }
}

/// A description with what of it is in the home folder.
struct DescribedCohort: Encodable {
  struct File: Encodable {
    let key: String
    let task: String?
    let holds: String?
    /// SHA-256 of the file that is here; nil when it is not.
    let sha256: String?
    let path: String?
  }

  let name: String
  let title: String
  let summary: String?
  let population: String
  let tasks: [String]
  let access: String
  let license: String?
  let citation: String?
  let doi: String?
  let record: String?
  let trials: Int?
  let people: Int?
  let files: [File]
  let isHere: Bool

  init(_ description: CohortDescription, _ options: HomeOptions) throws {
    let folder = try options.folder(of: description)
    let lock = try CohortLock.read(in: folder)
    name = description.name
    title = description.title
    summary = description.summary
    population = description.population.rawValue
    tasks = description.files.compactMap(\.task)
    access = description.access
    license = description.license
    citation = description.citation
    doi = description.source.doi
    record =
      description.source.zenodo.map { "https://zenodo.org/records/\($0)" } ?? description.source.address?.absoluteString
    trials = description.facts.trials
    people = description.facts.people
    files = description.files.map { file in
      let url = folder.appending(path: file.key)
      let isHere = FileManager.default.fileExists(atPath: url.path)
      return File(
        key: file.key, task: file.task, holds: file.holds, sha256: isHere ? lock?.files[file.key]?.sha256 : nil,
        path: isHere ? url.path : nil)
    }
    isHere = files.allSatisfy { $0.task == nil || $0.path != nil }
  }
}
