import ArgumentParser
import Cohorts
import Examination
import Faults
import Foundation
import Jobs
import Protocols
import Registry
import Scores

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Score weights, or predictions of any program, on a cohort.",
    discussion: """
      A file of predictions is a CSV as hipzoo predict writes it, or an NPZ with Y_pred [trials, frames, outputs] in the \
      unit that the task is learnt in: a prediction for every trial of the cohort in its order.

      EXAMPLE
        hipzoo evaluate transformer-mf60 --cohort clinic_MF60.npz --population onfh
        hipzoo evaluate --predictions mine.npz --cohort healthy_JM60.npz --protocol gait2hip60
      """)

  @OptionGroup var homeOptions: HomeOptions
  @OptionGroup var threadOptions: ThreadOptions
  @OptionGroup(title: "Weights of your own") var ownWeights: WeightsFileOptions

  @Argument(
    help: ArgumentHelp(
      "The entry, a weights file (.safetensors, .pt), or a run of a program.", valueName: "entry|file|run"))
  var entry: String?

  @Option(help: ArgumentHelp("Predictions to score instead.", valueName: "file.npz|file.csv"))
  var predictions: String?

  @Option(help: ArgumentHelp("The cohort with its targets.", valueName: "file.npz"))
  var cohort: String

  @Option(name: .customLong("protocol"), help: "Which trials: the test part of a protocol, or all (zero-shot).")
  var rules = "zero-shot"

  @Option(help: "Whose trials they are: healthy, onfh, external or another name; by default what the file says.")
  var population: Population?

  @Option(help: "What becomes of people whom the weights were trained on: exclude or refuse.")
  var seen: SeenPolicy = .exclude

  @Flag(help: RunOptions.sandboxHelp)
  var sandbox = false

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard (entry == nil) != (predictions == nil) else {
      throw ValidationError("Name an entry or weights file, or --predictions, and not both.")
    }
  }

  func run() throws {
    let named = try NamedProtocol.find(rules, builtIn: embeddedProtocols)
    let trained = try entry.flatMap { word in
      ownWeights.isStated ? nil : try homeOptions.trainedRun(word, sandboxed: sandbox)
    }
    let artifact = try trained == nil ? entry.map { try ownWeights.artifact($0, homeOptions) } : nil
    let task = try trained?.task ?? artifact.map { try PredictionTasks.named($0.task) }
    let file = try homeOptions.cohortFile(cohort, task: task)
    let evaluation = try Evaluation(
      named, stated: Cohort.read(URL(fileURLWithPath: file)), option: population, seen: seen,
      home: homeOptions.homeFolder)
    let context = JobContext(threads: threadOptions.count, interruption: Interruption(), report: { _ in })
    let result =
      if let trained {
        try evaluation.scores(of: trained, context)
      } else if let artifact {
        try evaluation.scores(of: artifact, among: compiledArchitectures, code: embeddedCode, context)
      } else {
        try evaluation.scores(ofPredictions: URL(fileURLWithPath: predictions ?? ""))
      }
    result.remarks.forEach(Terminal.note)
    let baseline = try evaluation.baseline()
    for run in [result.folder] + (baseline.map { [$0.folder] } ?? []) { try homeOptions.registry().record(run: run) }
    guard !json else {
      return Terminal.say(
        try jsonText(
          ScoreReport(
            result.scores, named, baseline: baseline?.scores, remarks: result.remarks, folder: result.folder)))
    }
    ScoreSummary(result.scores, named, baseline: baseline?.scores).print()
    Terminal.say("wrote \(result.folder.url.relativePath)")
  }
}

extension Population: ExpressibleByArgument {}
extension SeenPolicy: ExpressibleByArgument {}
