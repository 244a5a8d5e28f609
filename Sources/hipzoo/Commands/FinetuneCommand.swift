import ArgumentParser
import Cohorts
import Examination
import Faults
import Foundation
import Jobs
import Protocols
import Registry
import Runs
import Scores

struct FinetuneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "finetune", abstract: "Adapt weights to a few subjects, and test before and after on the others.",
    discussion: """
      Says what becomes of every tensor: loaded, frozen, new or refused. Subjects that are adapted to are never tested \
      on; both scores are of the same subjects, with the paired test.

      EXAMPLE
        hipzoo finetune lstm-jm60 --cohort clinic_JM60.npz --subjects 2 --freeze 'lstm.*' --epochs 20
        hipzoo finetune lstm-jm60 --cohort clinic_JM60.npz --protocol onfh-few-shot --jobs 2
      """)

  @OptionGroup var homeOptions: HomeOptions
  @OptionGroup var threadOptions: ThreadOptions

  @Argument(help: ArgumentHelp("The entry, or a weights file.", valueName: "entry|file.safetensors"))
  var entry: String

  @Option(help: ArgumentHelp("The cohort with its targets.", valueName: "file.npz"))
  var cohort: String

  @Option(help: "Whose trials they are: healthy, onfh, external or another name; by default what the file says.")
  var population: Population?

  @Option(help: "What becomes of people whom the weights were trained on: exclude or refuse.")
  var seen: SeenPolicy = .exclude

  @Option(help: "What the adapted weights are called; by default a name made of the entry's and the run's fingerprint.")
  var name: String?

  @Option(help: ArgumentHelp("Tensors that stay as they are; * stands for anything.", valueName: "pattern,..."))
  var freeze: String?

  @Flag(help: "Draw the last layer anew.")
  var newHead = false

  @Flag(help: "Standardise inputs by the subjects that are adapted to, and not as the weights do.")
  var refitStandardisation = false

  @Option(
    name: .customLong("protocol"), help: "A protocol of the kind few-shot; the options below change nothing then.")
  var rules: String?

  @Option(parsing: .unconditional, help: "How many subjects are adapted to.")
  var subjects = 2

  @Option(parsing: .unconditional, help: "How many epochs are trained.")
  var epochs = 50

  @Option(parsing: .unconditional, help: "The learning rate.")
  var learningRate = 1e-4

  @Option(parsing: .unconditional, help: "The seed of the draw of subjects and of training.")
  var seed = 42

  @Option(parsing: .unconditional, help: "How many draws of subjects are trained side by side.")
  var jobs = 1

  @Flag(
    help: "Print the jobs and run none; hipzoo work does them, and the same command without --plan shows the result.")
  var plan = false

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    try check("--jobs", jobs, in: ThreadOptions.allowed)
    try check("--subjects", subjects, in: FewShot.allowedSubjects)
    try check("--epochs", epochs, in: TrainingRecipe.allowedEpochs)
    try check("--learning-rate", learningRate, in: TrainingRecipe.Optimiser.allowedLearningRates)
    try check("--seed", seed, in: FewShot.allowedSeeds)
  }

  /// A name that is no entry's, so that the weights can be installed under it.
  private func freeName(_ name: String) throws -> String {
    guard Manifest.isName(name) else {
      throw ValidationError(
        "--name is '\(name)'; give at most 64 lower-case letters, digits, '.' and '-', the first a letter or digit.")
    }
    guard !BaselineName.isKept(name) else {
      throw ValidationError("--name '\(name)' is kept for the baseline of every table; give another one.")
    }
    guard try !homeOptions.catalogue().names.contains(name) else {
      throw ValidationError("--name '\(name)' is an entry's; adapted weights have a name of their own.")
    }
    return name
  }

  func run() throws {
    let choices = FineTuning.Choices(
      name: try name.map { try freeName($0) }, freeze: try freeze.map { try commaList($0, of: "--freeze") } ?? [],
      newHead: newHead,
      refitsStandardisation: refitStandardisation)
    let request = TuningRequest(
      weights: entry, cohort: cohort, population: population?.rawValue, seen: seen, choices: choices, protocol: rules,
      subjects: subjects, epochs: epochs, learningRate: learningRate, seed: seed)
    let tuning = try homeOptions.tuning(request)
    tuning.remarks.forEach(Terminal.note)
    guard !plan else {
      try request.save(named: tuning.folder().name, in: homeOptions.homeFolder)
      return try tuning.jobs().forEach { Terminal.say($0.id) }
    }
    if !json { tuning.plan.lines.forEach(Terminal.say) }
    let bar = ProgressBar(entry)
    let stop = StopSignal()
    let context = JobContext(threads: max(threadOptions.count / jobs, 1), interruption: stop.interruption) { event in
      if case .step(_, let step) = event { bar.show(step.number, of: step.most) }
    }
    let outcome: FineTuning.Outcome
    do { outcome = try tuning.run(context, workers: jobs) } catch is Interrupted {
      Terminal.note("stopped; what is finished is kept. To go on: \(Terminal.commandLine)")
      throw ExitCode(128 + (stop.interruption.signal ?? SIGINT))
    }
    let named = tuning.named
    let registry = try homeOptions.registry()
    for folder in outcome.folders { try registry.record(run: folder) }
    guard !json else { return Terminal.say(try jsonText(FineTuningReport(tuning, outcome, named))) }
    ScoreSummary(outcome.before, named).print()
    ScoreSummary(outcome.after, named).print()
    for pair in outcome.overall {
      Terminal.say(
        "\(pair.metric.title): before - after \(pair.differenceText), n "
          + "\(pair.n), p \(String(format: "%.4g", pair.pValue)) (\(pair.method)), effect "
          + String(format: "%+.2f", pair.effectSize))
    }
    for folder in outcome.folders { Terminal.say("wrote \(folder.url.relativePath)") }
    if FileManager.default.fileExists(atPath: outcome.folderAfter.weights.path) {
      Terminal.say("to use them by name: hipzoo weights install \(outcome.folderAfter.name)")
    }
  }
}

extension HomeOptions {
  /// A fine-tuning as it was asked for.
  func tuning(_ request: TuningRequest) throws -> FineTuning {
    let named =
      try request.protocol.map { try NamedProtocol.find($0, builtIn: embeddedProtocols) }
      ?? FineTuning.rules(
        subjects: request.subjects, epochs: request.epochs, learningRate: request.learningRate,
        seed: UInt64(max(request.seed, 0)))
    let artifact = try weights().artifact(request.weights)
    let file = try cohortFile(request.cohort, task: PredictionTasks.named(artifact.task))
    return try FineTuning(
      artifact, named, cohort: Cohort.read(URL(fileURLWithPath: file)),
      population: request.population.flatMap(Population.init(rawValue:)), choices: request.choices, seen: request.seen,
      among: compiledArchitectures, code: embeddedCode, home: homeFolder)
  }
}
