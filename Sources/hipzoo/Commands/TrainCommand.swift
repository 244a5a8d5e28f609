import ArgumentParser
import Examination
import Foundation
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

  @Option(help: "The seed; by default that of the protocol.")
  var seed: UInt64?

  func run() throws {
    let zoo = try homeOptions.installation()
    let manifest = try zoo.catalogue.entry(named: entry)
    if cohort == nil, !options.quiet {
      Terminal.note("no --cohort was named: this uses the synthetic cohort, on which nobody walked.")
    }
    let request = BenchmarkRequest(
      protocol: rules, entries: [manifest.name], tasks: [manifest.task.name], cohort: cohort, seeds: seed.map { [$0] })
    let examinations = try request.examinations(in: zoo)
    try request.save(for: examinations)
    try options.run(examinations.flatMap { $0.runs.flatMap(\.jobs) }, again: commandLine)
    try homeOptions.record(examinations)
    for examination in examinations {
      ScoreSummary(examination).print()
      for run in examination.runs { try install(run) }
    }
  }

  private func install(_ run: RunPlan) throws {
    Terminal.say("wrote \(run.folder.url.relativePath)")
    let weights = run.folder.url.appending(path: "weights.safetensors")
    let installed = InstalledWeights(homeOptions.homeFolder.weights).file(of: entry)
    guard FileManager.default.fileExists(atPath: weights.path) else { return }
    guard !FileManager.default.fileExists(atPath: installed.path) else {
      return Terminal.say(
        "\(entry) keeps the weights it had; for these: hipzoo weights import \(weights.relativePath) --as \(entry)")
    }
    try Artifact.read(weights).write(to: installed)
    Terminal.say("wrote \(installed.relativePath)")
  }
}
