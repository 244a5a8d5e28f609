import ArgumentParser
import Examination
import Registry
import Weights

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Train one entry by a protocol and test it.",
    discussion: """
      The weights become those of the entry unless it has others already.

      EXAMPLE
        hipzoo train lstm-jm60 --protocol quick
      """)

  @OptionGroup var homeOptions: HomeOptions
  @OptionGroup var options: RunOptions

  @Argument(help: "The entry.")
  var entry: String

  @Option(name: .customLong("protocol"), help: "The protocol: a name, or a YAML file.")
  var rules = "gait2hip60"

  @Option(help: ArgumentHelp("The healthy cohort; by default the synthetic one.", valueName: "file|dir"))
  var cohort: String?

  @Option(parsing: .unconditional, help: "The seed; by default that of the protocol.")
  var seed: UInt64?

  func run() throws {
    let zoo = try homeOptions.installation(sandboxed: options.sandbox)
    let manifest = try zoo.catalogue.entry(named: entry)
    try manifest.checkName()
    if cohort == nil, !options.quiet { Terminal.noteSyntheticCohort() }
    let request = BenchmarkRequest(
      protocol: rules, entries: [manifest.name], tasks: [manifest.task.name],
      cohort: try cohort.map(homeOptions.cohortPath),
      seeds: seed.map { [$0] })
    let examinations = try request.examinations(in: zoo)
    try request.save(for: examinations)
    let dry = try DryPass(examinations, zoo.catalogue.entries, homeOptions)
    try options.run(dry.applied(to: examinations.flatMap { $0.runs.flatMap(\.jobs) }))
    try homeOptions.registry().record(examinations)
    for examination in examinations {
      ScoreSummary(examination).print()
      try examination.runs.filter { $0.description.origin == .trained }.forEach(install)
    }
  }

  private func install(_ run: RunPlan) throws {
    Terminal.say("wrote \(run.folder.url.relativePath)")
    guard let weights = run.weights else {
      return Terminal.say("hipzoo predict \(run.folder.name) and hipzoo evaluate use what it learnt.")
    }
    let file = try homeOptions.installed.install(weights, unlessThereAreOthersOf: entry)
    Terminal.say(
      file.map { "wrote \($0.relativePath)" }
        ?? "\(entry) keeps the weights it had; for these: hipzoo weights import \(weights.relativePath) --as \(entry) --replace"
    )
  }
}
