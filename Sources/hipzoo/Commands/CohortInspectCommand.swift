import ArgumentParser
import Cohorts
import Faults
import Foundation

struct CohortInspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Show what is in a cohort: shapes, subjects, cadences, ranges, digests.",
    discussion: """
      EXAMPLE
        hipzoo cohort inspect real_MF60.npz --json
      """)

  @OptionGroup var homeOptions: HomeOptions

  @Argument(help: ArgumentHelp("The cohort: a file, or the name of one that was fetched.", valueName: "file.npz"))
  var file: String

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let inspection = try CohortInspection(file: URL(fileURLWithPath: homeOptions.cohortFile(file, task: nil)))
    Terminal.say(json ? try jsonText(inspection) : inspection.text)
  }
}

struct CohortValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate", abstract: "Exit with 65 on anything in a cohort that would make a score meaningless.",
    discussion: """
      EXAMPLE
        hipzoo cohort validate trials_JM60.npz
      """)

  @OptionGroup var homeOptions: HomeOptions

  @Argument(help: ArgumentHelp("The cohort: a file, or the name of one that was fetched.", valueName: "file.npz"))
  var file: String

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let url = URL(fileURLWithPath: try homeOptions.cohortFile(file, task: nil))
    let cohort = try Cohort.read(url)
    let soundness = Soundness(of: cohort)
    if json {
      let isSpoilt = soundness.findings.contains(where: \.spoilsAScore)
      Terminal.say(try jsonText(CohortVerdict(file: file, spoilsAScore: isSpoilt, findings: soundness.findings)))
    }
    for finding in soundness.findings where !finding.spoilsAScore { Terminal.note(finding.description) }
    let findings = soundness.findings.filter(\.spoilsAScore).map(\.description)
    guard let last = findings.last else {
      if !json { Terminal.say("\(url.lastPathComponent): nothing that would spoil a score") }
      return
    }
    findings.dropLast().forEach(Terminal.complain)
    throw Fault(.data, last)
  }
}

/// What a check of a cohort has found, as JSON.
private struct CohortVerdict: Encodable {
  var file: String
  var spoilsAScore: Bool
  var findings: [Finding]
}
