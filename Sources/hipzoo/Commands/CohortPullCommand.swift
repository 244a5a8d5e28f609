import ArgumentParser
import Cohorts
import Faults
import Fetching
import Foundation
import Protocols

struct CohortPullCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pull", abstract: "Fetch a described cohort, check it against its record and its description.",
    discussion: """
      The record's MD5 is checked, the SHA-256 of the first good download is kept beside the files and holds every later \
      one to it. A download that broke is gone on from.

      EXAMPLE
        hipzoo cohort pull gait2hip60
        hipzoo cohort pull gait2hip60 --from ~/Downloads
        hipzoo benchmark --cohort gait2hip60
      """)

  @OptionGroup var homeOptions: HomeOptions

  @Argument(help: "The name.")
  var name: String

  @Option(help: ArgumentHelp("A file of it; by default those with trials of a task.", valueName: "key"))
  var file: [String] = []

  @Option(help: ArgumentHelp("A folder of files that a browser fetched; nothing else is asked.", valueName: "dir"))
  var from: String?

  @Option(help: ArgumentHelp("A server that answers like the source.", valueName: "url"))
  var mirror: String?

  @Flag(help: "Touch no network: take what the cache has, and say what it lacks.")
  var offline = false

  @Flag(help: "Show no progress.")
  var quiet = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let description = try homeOptions.cohorts().cohort(named: name)
    let folder = try homeOptions.folder(of: description)
    var pull = CohortPull(
      description, into: folder, cache: BlobCache(try homeOptions.homeFolder.blobs),
      sources: .init(from: from.map { URL(filePath: $0) }, mirror: mirror, isOffline: offline))
    let bar = ProgressBar("\(name) (KiB)", isQuiet: quiet || json)
    pull.progress = { _, done, all in if let all { bar.show(done >> 10, of: all >> 10) } }
    let pulled = try pull.files(named: file)
    if !json {
      for file in pulled {
        Terminal.say("\(file.key): \(file.path), from \(file.source)")
        Terminal.say("sha256 \(file.sha256)")
      }
    }
    let checks = try pulled.compactMap { file -> PulledCohort? in
      guard let task = description.files.first(where: { $0.key == file.key })?.task else { return nil }
      return try PulledCohort(file, task: task)
    }
    if json {
      Terminal.say(try jsonText(Result(name: name, files: pulled, cohorts: checks)))
    } else {
      for check in checks {
        for remark in check.remarks { Terminal.note("\(check.key): \(remark)") }
        let people = counted(check.people, "person", "people")
        Terminal.say("\(check.key): \(counted(check.trials, "trial")) of \(people), fingerprint \(check.fingerprint)")
      }
    }
  }

  private struct Result: Encodable {
    let name: String
    let files: [CohortPull.Pulled]
    let cohorts: [PulledCohort]
  }
}

/// A cohort's file that came, which has passed the checks before a score.
struct PulledCohort: Encodable {
  let key: String
  let task: String
  let trials: Int
  let people: Int
  let fingerprint: String
  let remarks: [String]

  init(_ file: CohortPull.Pulled, task name: String) throws {
    let cohort = try Cohort.read(URL(filePath: file.path), task: PredictionTasks.named(name))
    let findings = Soundness(of: cohort).findings
    key = file.key
    task = name
    trials = cohort.trials
    people = Set(cohort.subjects).count
    fingerprint = cohort.fingerprint
    remarks =
      findings.map(\.description) + (file.isUnchecked ? ["nothing says what its checksum must be: taken as it is"] : [])
  }
}
