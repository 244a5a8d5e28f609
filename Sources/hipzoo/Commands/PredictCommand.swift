import ArgumentParser
import Cohorts
import Examination
import Faults
import Formats
import Foundation
import Jobs
import Protocols
import Scores
import Weights

struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict", abstract: "Predict forces or moments from an NPZ of gait cycles or an OpenSim motion file.",
    discussion: """
      An NPZ in the published layout gives .csv or .npz. A .mot or .sto file needs --mass; its gait cycles are found \
      from --events, --contacts, --forces, the joint angles, or at its ends with --one-cycle, and it gives .sto on its \
      own time base, or .csv or .npz on 0 to 100 % of each cycle with its start and end. With several inputs the output \
      is a folder; with --side both there is a file for each leg, NAME_right and NAME_left.

      --table takes the recordings of many people: a CSV file with the columns subject, mass_kg and kinematics, and \
      perhaps height_m, side, ground_forces and events; paths are relative to the table. What cannot be used is listed \
      at the end (status 65), and the others are written.

      --interval 90 --calibrate COHORT adds the ends of a band that 90 % of a new person's frames lie in: split-conformal, \
      output by output and frame by frame, from the errors on a cohort with targets that the weights were not trained on. \
      What leaving one person of it out gives is said; that a whole curve lies inside is not promised.

      EXAMPLE
        hipzoo predict transformer-mf60 --input trials.npz --output forces.csv
        hipzoo predict lstm-jm60 --input walk.mot --mass 72.6 --side both --output walk_hip.sto
        hipzoo predict lstm-jm60 --table recordings.csv --output moments --format csv --summary mean.csv
      """)

  @OptionGroup var homeOptions: HomeOptions
  @OptionGroup var threadOptions: ThreadOptions

  @Argument(
    help: ArgumentHelp(
      "The entry, a weights file (.safetensors, .pt), or a run of a program.", valueName: "entry|file|run"))
  var entry: String

  @Option(parsing: .upToNextOption, help: ArgumentHelp("The files to predict from.", valueName: "file"))
  var input: [String] = []

  @Option(help: ArgumentHelp("A table of recordings to predict from instead.", valueName: "recordings.csv"))
  var table: String?

  @Option(
    help: ArgumentHelp(
      "The file to write; a folder with several inputs or a table; - for standard output.", valueName: "file"))
  var output: String

  @Option(help: "The format in a folder or on standard output: csv, npz or sto. By default what suits the input.")
  var format: PredictionFormat?

  @Option(
    help: ArgumentHelp(
      "Write mean and standard deviation over the cycles of each person and leg.", valueName: "file.csv")
  )
  var summary: String?

  @Option(help: ArgumentHelp("A folder to take the entry's weights from.", valueName: "dir"))
  var weights: String?

  @Flag(help: "Give the task's raw unit (N or Nm) beside the values per kg (CSV and NPZ), and in the summary.")
  var rawUnits = false

  @Flag(help: "Give the unit that the model predicts (N/kg or Nm/kg) instead of N or Nm (.sto).")
  var perKg = false

  @Flag(help: RunOptions.sandboxHelp)
  var sandbox = false

  @Option(help: ArgumentHelp("Add a band of this level in per cent, 50 to 99 (CSV and NPZ).", valueName: "percent"))
  var interval: Int?

  @Option(help: ArgumentHelp("The cohort that the band is calibrated on.", valueName: "file.npz"))
  var calibrate: String?

  @Option(help: "Whose trials those of --calibrate are: healthy, onfh, external or another name.")
  var population: Population?

  @Flag(help: "Print JSON: all that is said otherwise.")
  var json = false

  @OptionGroup(title: "Motion files") var walk: RecordingOptions
  @OptionGroup(title: "Weights of your own") var ownWeights: WeightsFileOptions

  func validate() throws {
    guard input.isEmpty != (table == nil) else {
      throw ValidationError("Name files with --input, or a table with --table, and not both.")
    }
    if table != nil, let option = (walk.ofOnePerson + walk.ofOneRecording).first {
      throw ValidationError("\(option) belongs to one recording; with --table a column says it.")
    }
    if input.count > 1, let option = walk.ofOneRecording.first {
      throw ValidationError("\(option) belongs to one recording; give one --input.")
    }
    let urls = input.map { URL(fileURLWithPath: $0) }
    // Where a file is no NPZ at all, such as markers, its reader says so: that is what is wrong, and no option.
    let isOther = urls.contains { url in ((try? FileKind.of(url)) ?? nil).map { !$0.isArchive } ?? false }
    if table == nil, !isOther, !urls.contains(where: PredictionSource.isMotion), let option = walk.ofMotionFiles.first {
      throw ValidationError("\(option) belongs to .mot and .sto files; an NPZ has its cycles and masses in it.")
    }
    if walk.threshold != nil, table == nil, walk.forces == nil {
      throw ValidationError("--threshold is about ground forces, and --forces names none.")
    }
    try check("--interval", interval, in: 50...99)
    guard (interval == nil) == (calibrate == nil) else {
      throw ValidationError(
        "--interval and --calibrate belong together: a band is calibrated on a cohort with targets.")
    }
    if population != nil, calibrate == nil {
      throw ValidationError("--population is about the cohort of --calibrate, and none is named.")
    }
    if output == "-", json { throw ValidationError("--json and --output - both want standard output; give one.") }
  }

  func run() throws {
    if weights == nil, !ownWeights.isStated, let run = try homeOptions.trainedRun(entry, sandboxed: sandbox) {
      guard interval == nil else {
        throw Fault(
          .usage, "--interval is calibrated for weights, and '\(run.entry)' predicts from a run.")
      }
      let context = JobContext(threads: threadOptions.count, interruption: Interruption(), report: { _ in })
      return try predict(run.entry, run.task, run.standardisation) { try run.predict($0, context) }
    }
    let artifact = try ownWeights.artifact(entry, in: weights.map { URL(fileURLWithPath: $0) }, homeOptions)
    let task = try PredictionTasks.named(artifact.task)
    let predictor = try artifact.predictor(among: compiledArchitectures)
    let calibration = try calibration(of: artifact)
    try predict(
      entry, task, artifact.standardisation, calibration, changed: artifact.changedCode(embeddedCode)
    ) { predictor.predict($0, frames: task.frames, threads: threadOptions.count) }
  }

  private func predict(
    _ entry: String, _ task: any PredictionTask, _ training: Standardisation,
    _ calibration: Calibration? = nil, changed: String? = nil, by model: @escaping ([Float]) throws -> [Float]
  ) throws {
    let isSTO = output.lowercased().hasSuffix(".sto") || format == .sto
    if walk.height != nil, isSTO, perKg || task.divisor != .bodyMassTimesHeight {
      throw ValidationError("--height is copied to .csv and .npz; a .sto has no place for it.")
    }
    let plan = try plan(task)
    let run = PredictionRun(
      plan, entry: entry, task: task, training: training, threads: threadOptions.count,
      band: calibration?.band, predict: model)
    let bar = ProgressBar("predict", isQuiet: plan.count == 1)
    var report = try run.run { event in
      switch event {
      case .done(let count): bar.show(count, of: plan.count)
      case .text(let data): Terminal.write(data, to: .standardOutput)
      case .predicted(let prediction): if !json { show(prediction, task) }
      }
    }
    report.remarks += calibration.map(keep) ?? []
    changed.map { report.remarks.append("warning: \($0)") }
    if json { Terminal.say(try jsonText(report)) } else { show(report) }
    if let fault = report.fault { throw fault }
  }

  private func calibration(of artifact: Artifact) throws -> Calibration? {
    guard let interval, let calibrate else { return nil }
    let file = try homeOptions.cohortFile(calibrate, task: PredictionTasks.named(artifact.task))
    return try Calibration(
      interval, of: artifact, on: Cohort.read(URL(fileURLWithPath: file)), option: population,
      among: compiledArchitectures, threads: threadOptions.count)
  }

  /// Keeps what was measured of the band for cards; predictions are worth having also where that cannot be written.
  private func keep(_ calibration: Calibration) -> [String] {
    let said = calibration.remarks + [calibration.record.sentence]
    do {
      try homeOptions.homeFolder.keep(calibration.record)
      return said
    } catch {
      return said + ["warning: what was measured of the band is not kept: \(error)"]
    }
  }

  private func plan(_ task: any PredictionTask) throws -> PredictionPlan {
    var form = PredictionPlan.Form()
    (form.format, form.rawUnits, form.perKilogram, form.hasBand) = (format, rawUnits, perKg, interval != nil)
    form.summary = summary.map { URL(fileURLWithPath: $0) }
    let read = walk.files + [entry].filter { $0.hasSuffix(".safetensors") }.map { URL(fileURLWithPath: $0) }
    guard let table else {
      return try PredictionPlan(
        inputs: input, output: output, form: form, entry: entry, task: task, facts: walk.known(), alsoRead: read)
    }
    let list = try RecordingList(contentsOf: URL(fileURLWithPath: table), usual: walk.known())
    return try PredictionPlan(
      table: list, folder: output, form: form, entry: entry, task: task, alsoRead: read)
  }

  private func show(_ prediction: PredictionReport.Prediction, _ task: any PredictionTask) {
    prediction.remarks.forEach(Terminal.note)
    prediction.warnings.forEach { Terminal.note("warning: \($0)") }
    guard prediction.output != "-" else { return }
    let leg = prediction.side == .left ? " of the left leg" : ""
    Terminal.say(
      "wrote \(prediction.output): \(counted(prediction.gaitCycles, "gait cycle"))\(leg), \(task.name) in "
        + "\(prediction.unit)")
  }

  private func show(_ report: PredictionReport) {
    report.remarks.forEach(Terminal.note)
    for column in report.unusedColumns { Terminal.note("the column '\(column)' of the table is not used") }
    if let summary = report.summary {
      Terminal.say("wrote \(summary): mean and standard deviation over the cycles of each person and leg")
    }
    var table: TextTable?
    for row in report.failureTable {
      if table == nil { table = TextTable(row) } else { table?.add(row) }
    }
    table?.lines.forEach { Terminal.note("  \($0)") }
  }
}

extension PredictionFormat: ExpressibleByArgument {}
