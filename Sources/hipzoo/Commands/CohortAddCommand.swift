import ArgumentParser
import Cohorts
import Faults
import Formats
import Foundation
import Protocols

struct CohortAddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Write a cohort's description from a record at zenodo.org, or take one in from a file.",
    discussion: """
      The description lands in the home folder, where it is found by its name. Whose trials it holds and which file is of \
      which task cannot be read from a record: files that end in the mark of a task, such as _JM60.npz, are taken for its \
      trials, and --population says who walked.

      EXAMPLE
        hipzoo cohort add zenodo:20175768 --name mine
        hipzoo cohort add our-cohort.yaml
      """)

  @OptionGroup var homeOptions: HomeOptions

  @Argument(help: "zenodo:ID, or a YAML file.")
  var source: String

  @Option(help: "The name of the cohort; by default zenodo-ID.")
  var name: String?

  @Option(help: ArgumentHelp("A file of the record; by default all.", valueName: "key"))
  var file: [String] = []

  @Option(help: "Whose trials it holds.")
  var population = "healthy"

  @Option(help: ArgumentHelp("A server that answers like zenodo.org.", valueName: "url"))
  var mirror: String?

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let text: String
    if source.hasPrefix("zenodo:") {
      guard let id = Int(source.dropFirst("zenodo:".count)), id > 0 else {
        throw ValidationError("'\(source)' names no record; write zenodo: and its number, such as zenodo:20175768.")
      }
      let record = try ZenodoRecord.fetch(id, from: ZenodoAddress(mirror))
      text = try record.description(name: name ?? "zenodo-\(id)", population: population, keys: file)
    } else {
      for (option, isGiven) in [("--name", name != nil), ("--file", !file.isEmpty), ("--mirror", mirror != nil)]
      where isGiven { throw ValidationError("\(option) says something of a record; a YAML file says it itself.") }
      text = String(decoding: try YAMLFile(path: source).bytes, as: UTF8.self)
    }
    let description = try CohortDescription(yaml: Array(text.utf8), file: source)
    let folder = try homeOptions.homeFolder.cohortDescriptions
    let known = try homeOptions.cohorts().cohorts.first { $0.name == description.name }
    if let known, known.canonical != description.canonical {
      throw Fault(
        .data, at: .file(source),
        "the name '\(known.name)' is that of another cohort; give this one another with --name, or "
          + "remove \(folder.appending(path: "\(known.name).yaml").relativePath) if it is yours.")
    }
    let target = folder.appending(path: "\(description.name).yaml")
    try AtomicFile.write(Data(text.utf8), to: target)
    let next = "hipzoo cohort pull \(description.name)"
    if json {
      return Terminal.say(try jsonText(["name": description.name, "file": target.relativePath, "next": next]))
    }
    Terminal.say("wrote \(target.relativePath)")
    Terminal.say("next: \(next)")
  }
}
