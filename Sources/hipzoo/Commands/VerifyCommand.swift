import ArgumentParser
import Cohorts
import Faults
import Foundation
import Publishing
import Runs

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Re-hash the cache, the installed weights and the files of all runs.",
    discussion: """
      Runs are scored again from their predictions and references, comparisons made again from the scores. With --cohort \
      the references are also held against the cohort's own targets, trial by trial.

      EXAMPLE
        hipzoo verify
        hipzoo verify --cohort healthy_JM60.npz
      """)

  @OptionGroup var homeOptions: HomeOptions

  @Option(help: ArgumentHelp("A cohort that runs were tested on.", valueName: "file.npz"))
  var cohort: [String] = []

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let verification = try Verification(
      homeOptions.catalogueOfWeights(), architectures: compiledArchitectures, home: homeOptions.homeFolder,
      code: embeddedCode,
      cohorts: cohort.map { try KnownTrials(Cohort.read(URL(fileURLWithPath: homeOptions.cohortFile($0, task: nil)))) })
    let files = try verification.files()
    if json { Terminal.say(try jsonText(files)) }
    for finding in files where finding.problem == nil && !json {
      Terminal.say("sound  \(finding.what)\(finding.remark.map { ": \($0)" } ?? "")")
    }
    let wrong = files.filter { $0.problem != nil }.map { "\($0.what): \($0.problem ?? "")" }
    guard let last = wrong.last else {
      if !json { Terminal.say(files.isEmpty ? "there is nothing to verify yet" : "all \(files.count) sound") }
      return
    }
    wrong.dropLast().forEach(Terminal.complain)
    throw Fault(.data, last)
  }
}

extension KnownTrials {
  /// The trials of a cohort with their targets.
  /// - Throws: ``Fault`` of kind `data` when it has none.
  fileprivate init(_ cohort: Cohort) throws {
    guard let targets = cohort.normalisedTargets else {
      throw Fault(.data, at: .file(cohort.source), "there are no targets ('Y') in it to hold references against.")
    }
    self.init(
      source: cohort.source, outputs: cohort.task.outputs, digests: (0..<cohort.trials).map(cohort.trialDigest),
      targets: targets)
  }
}
