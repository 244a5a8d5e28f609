import ArgumentParser
import Faults
import Foundation
import Protocols
import Scores
import SyntheticGait

struct CohortSynthesizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "synthesize", abstract: "Compute a cohort of walkers that never walked, for every task.",
    discussion: """
      Angles vary about normative curves, moments follow from link-segment mechanics, forces from static optimisation. \
      The same seed gives the same bytes.

      EXAMPLE
        hipzoo cohort synthesize --output cohorts
      """)

  @Option(help: ArgumentHelp("The folder to write to.", valueName: "dir"))
  var output: String

  @Option(parsing: .unconditional, help: "The number of healthy subjects.")
  var subjects = 60

  @Option(parsing: .unconditional, help: "The number of patients.")
  var patients = 9

  @Option(parsing: .unconditional, help: "The seed.")
  var seed = SyntheticCohort.defaultSeed

  @OptionGroup var homeOptions: HomeOptions

  @OptionGroup var threadOptions: ThreadOptions

  @Flag(help: "Print JSON.")
  var json = false

  /// What the command did, for programs.
  private struct Outcome: Encodable {
    struct Written: Encodable {
      let file, population: String
      let trials, people: Int
    }

    var written: [Written] = []
    var leftOut: [String] = []
  }

  func validate() throws {
    try check("--subjects", subjects, in: SyntheticCohort.allowedCounts)
    try check("--patients", patients, in: SyntheticCohort.allowedCounts)
    if subjects == 0, patients == 0 {
      throw ValidationError("--subjects and --patients are both 0, so nobody would walk; give at least one.")
    }
  }

  func run() throws {
    let synthetic = try SyntheticCohort.generate(
      subjects: subjects, patients: patients, seed: seed, threads: threadOptions.count)
    let refusals = PredictionTasks.all.compactMap { SyntheticTrial.refusal(of: $0) }
    var outcome = Outcome(leftOut: refusals.map(\.text))
    for refusal in outcome.leftOut { Terminal.note("left out: \(refusal)") }
    let tasks = PredictionTasks.all.filter { SyntheticTrial.refusal(of: $0) == nil }
    for population in SyntheticCohort.Population.allCases {
      for task in tasks where population == .healthy ? subjects > 0 : patients > 0 {
        let cohort = try synthetic.cohort(population, task: task)
        let url = URL(fileURLWithPath: output).appending(path: SyntheticCohort.fileName(population, task: task))
        try cohort.write(to: url)
        let people = Set(cohort.subjects).count
        outcome.written.append(
          .init(file: url.relativePath, population: population.rawValue, trials: cohort.trials, people: people))
        if !json {
          Terminal.say(
            "wrote \(url.relativePath): \(counted(cohort.trials, "trial")) of \(people) \(population.rawValue)")
        }
      }
    }
    if json { Terminal.say(try jsonText(outcome)) }
  }
}
