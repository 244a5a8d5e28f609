import ArgumentParser
import Foundation
import Protocols
import Scores
import SyntheticGait

struct CohortSynthesizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "synthesize", abstract: "Compute a cohort of walkers that never walked, for both tasks.",
    discussion: """
      Angles vary about normative curves, moments follow from link-segment mechanics, forces from static optimisation. \
      The same seed gives the same bytes.

      EXAMPLE
        hipzoo cohort synthesize --output cohorts
      """)

  @Option(help: ArgumentHelp("The folder to write to.", valueName: "dir"))
  var output: String

  @Option(help: "The number of healthy subjects.")
  var subjects = 60

  @Option(help: "The number of patients.")
  var patients = 9

  @Option(help: "The seed.")
  var seed = SyntheticCohort.defaultSeed

  @OptionGroup var workers: Workers

  func run() throws {
    let synthetic = try SyntheticCohort.generate(
      subjects: subjects, patients: patients, seed: seed, threads: workers.count)
    for population in SyntheticCohort.Population.allCases {
      for task in PredictionTasks.all where population == .healthy ? subjects > 0 : patients > 0 {
        let cohort = try synthetic.cohort(population, task: task)
        let url = URL(fileURLWithPath: output).appending(path: SyntheticCohort.fileName(population, task: task))
        try cohort.write(to: url)
        Terminal.say(
          "wrote \(url.relativePath): \(cohort.trials) trials of \(Set(cohort.subjects).count) \(population.rawValue)")
      }
    }
  }
}
