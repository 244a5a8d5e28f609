import ArgumentParser
import Cohorts
import Examination
import Faults
import Foundation
import Jobs
import Protocols
import Scores

struct FinetuneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "finetune", abstract: "Adapt weights to a few subjects, and test before and after on the others.",
    discussion: """
      Says what becomes of every tensor: loaded, frozen, new or refused. Subjects that are adapted to are never tested \
      on; both scores are of the same subjects, with the paired test.

      EXAMPLE
        hipzoo finetune lstm-jm60 --cohort clinic_JM60.npz --subjects 2 --freeze 'lstm.*' --epochs 20
        hipzoo finetune lstm-jm60 --cohort clinic_JM60.npz --protocol onfh-few-shot
      """)

  @OptionGroup var homeOptions: HomeOptions
  @OptionGroup var workers: Workers

  @Argument(help: ArgumentHelp("The entry, or a weights file.", valueName: "entry|file.safetensors"))
  var entry: String

  @Option(help: ArgumentHelp("The cohort with its targets.", valueName: "file.npz"))
  var cohort: String

  @Option(help: "Whose trials they are: healthy, onfh or external.")
  var population: Population = .onfh

  @Option(help: ArgumentHelp("Tensors that stay as they are; * stands for anything.", valueName: "pattern,..."))
  var freeze: String?

  @Flag(help: "Draw the last layer anew.")
  var newHead = false

  @Flag(help: "Standardise inputs by the subjects that are adapted to, and not as the weights do.")
  var refitStandardisation = false

  @Option(
    name: .customLong("protocol"), help: "A protocol of the kind few-shot; the options below change nothing then.")
  var rules: String?

  @Option(help: "How many subjects are adapted to.")
  var subjects = 2

  @Option(help: "How many epochs are trained.")
  var epochs = 50

  @Option(help: "The learning rate.")
  var learningRate = 1e-4

  @Option(help: "The seed of the draw of subjects and of training.")
  var seed = 42

  func run() throws {
    let named =
      try rules.map { try NamedProtocol.find($0, builtIn: embeddedProtocols) }
      ?? NamedProtocol(yaml: Array(ownRules.utf8), file: "finetune")
    let tuning = try FineTuning(
      homeOptions.weights().artifact(entry), named, cohort: Cohort.read(URL(fileURLWithPath: cohort)),
      population: population,
      choices: .init(
        freeze: freeze.map(list) ?? [], newHead: newHead, refitsStandardisation: refitStandardisation),
      among: compiledArchitectures, home: homeOptions.homeFolder)
    for tensor in tuning.plan.tensors {
      Terminal.say("\(tensor.fate.rawValue)\t\(tensor.name)\(tensor.reason.map { ": \($0)" } ?? "")")
    }
    for name in tuning.plan.unused { Terminal.say("refused\t\(name): the network has none of this name") }
    let bar = ProgressBar(entry)
    let context = JobContext(threads: workers.count, interruption: Interruption()) { event in
      if case .step(_, let step) = event { bar.show(step.number, of: step.most) }
    }
    let outcome = try tuning.run(context)
    for folder in outcome.folders { try homeOptions.registry().record(run: folder) }
    ScoreSummary(outcome.before, named).print()
    ScoreSummary(outcome.after, named).print()
    for pair in outcome.pairs where pair.output == nil && pair.subset == ScoreTable.overall {
      Terminal.say(
        "\(pair.metric.title): before - after \(pair.differenceText), n "
          + "\(pair.n), p \(String(format: "%.4g", pair.pValue)) (\(pair.method)), effect "
          + String(format: "%+.2f", pair.effectSize))
    }
    for folder in outcome.folders { Terminal.say("wrote \(folder.url.relativePath)") }
  }

  /// The protocol that the options spell; every rule is in it, so that the run says how it was made.
  private var ownRules: String {
    """
    schema: 1
    name: finetune
    summary: Weights adapted as the options of finetune say.
    kind: few-shot
    rules:
      selection: {cadences: all, subjects: all, trials_per_cadence: all}
      adaptation: {shuffle: numpy-pcg64, seed: \(seed), subjects: \(subjects), draws: 1}
      training:
        targets: divided-by-body-mass
        standardisation: {deviation: population, epsilon: 1.0e-8}
        loss: mean-squared-error
        optimiser: {name: adamw, learning_rate: \(learningRate), weight_decay: 1.0e-5, beta1: 0.9, beta2: 0.999, epsilon: 1.0e-8}
        clip_gradient_norm: 0.5
        batch: 16
        shuffle: torch-randperm
        epochs: \(epochs)
        patience: \(epochs)
        minimal_improvement: 1.0e-8
        final_epochs: median-of-best
        seeds: [\(seed)]
      scoring:
        unit: subject
        r2: pooled
        test: wilcoxon-signed-rank
        correction: holm
        external_entry: all
        bootstrap: {samples: 10000, seed: 0}
    """
  }
}
