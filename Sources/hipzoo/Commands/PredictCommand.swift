import ArgumentParser
import Cohorts
import Foundation
import Protocols

struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict", abstract: "Predict forces or moments from an NPZ of gait cycles or an OpenSim motion file.",
    discussion: """
      An NPZ in the published layout gives .csv or .npz. A .mot or .sto file needs --mass; its gait cycles are found \
      from --events, --contacts, --forces or the joint angles, and it gives .sto on its own time base, or .csv or .npz \
      on 0 to 100 % of each cycle. With several inputs the output is a folder.

      EXAMPLE
        hipzoo predict transformer-mf60 --input trials.npz --output forces.csv
        hipzoo predict lstm-jm60 --input walk.mot --mass 72.6 --output walk_hip.sto
      """)

  @OptionGroup var homeOptions: HomeOptions
  @OptionGroup var threadOptions: ThreadOptions

  @Argument(help: ArgumentHelp("The entry, or a weights file (.safetensors, .pt).", valueName: "entry|file"))
  var entry: String

  @Option(parsing: .upToNextOption, help: ArgumentHelp("The files to predict from.", valueName: "file"))
  var input: [String]

  @Option(help: ArgumentHelp("The file to write; a folder with several inputs.", valueName: "file"))
  var output: String

  @Option(help: ArgumentHelp("A folder to take the entry's weights from.", valueName: "dir"))
  var weights: String?

  @Flag(help: "Give N or Nm beside the values per kg (CSV and NPZ).")
  var rawUnits = false

  @Flag(help: "Give N/kg or Nm/kg instead of N or Nm (.sto).")
  var perKg = false

  @OptionGroup(title: "Motion files") var walk: RecordingOptions
  @OptionGroup(title: "Weights of your own") var ownWeights: WeightsFileOptions

  func validate() throws {
    guard !input.isEmpty else { throw ValidationError("--input names no file.") }
    if input.count > 1, walk.isOfOneRecording {
      throw ValidationError("--events, --contacts and --forces belong to one recording; give one --input.")
    }
  }

  func run() throws {
    let artifact = try ownWeights.artifact(entry, in: weights.map { URL(fileURLWithPath: $0) }, homeOptions)
    let predictor = try artifact.predictor(among: compiledArchitectures)
    let task = try PredictionTasks.named(artifact.task)
    let outputs = try PredictionFormat.files(for: input, output: output, entry: entry, task: task)
    let bar = ProgressBar("predict")
    for (index, (input, output)) in zip(input, outputs).enumerated() {
      if outputs.count > 1 { bar.show(index, of: outputs.count) }
      let source = try PredictionSource(URL(fileURLWithPath: input), task: task, walk: walk.known())
      source.remarks.forEach(Terminal.note)
      for warning in InputCheck.warnings(for: source.cohort, training: artifact.standardisation) {
        Terminal.note("warning: \(warning)")
      }
      let values = predictor.predict(source.cohort.inputs, frames: Cohort.frames, threads: threadOptions.count)
      let predictions = try Predictions(values, for: source.cohort)
      try source.write(predictions, to: output, rawUnits: rawUnits, perKilogram: perKg, threads: threadOptions.count)
      let unit = try PredictionFormat(output.path).unit(of: task, perKilogram: perKg)
      Terminal.say("wrote \(output.relativePath): \(source.cohort.trials) gait cycles, \(task.name) in \(unit)")
    }
    if outputs.count > 1 { bar.show(outputs.count, of: outputs.count) }
  }
}
