import ArgumentParser
import Cohorts
import Faults
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
  @OptionGroup var workers: Workers

  @Argument(help: ArgumentHelp("The entry, or a weights file.", valueName: "entry|file.safetensors"))
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

  func validate() throws {
    guard !input.isEmpty else { throw ValidationError("--input names no file.") }
    if input.count > 1, walk.events != nil || walk.contacts != nil || walk.forces != nil {
      throw ValidationError("--events, --contacts and --forces belong to one recording; give one --input.")
    }
  }

  func run() throws {
    // Told before any work is done; in `validate` a fault would lose its kind.
    if input.count == 1 { _ = try PredictionFormat(output) }
    let artifact = try homeOptions.weights().artifact(entry, in: weights.map { URL(fileURLWithPath: $0) })
    let predictor = try artifact.predictor(among: compiledArchitectures)
    let task = try PredictionTasks.named(artifact.task)
    let outputs = try outputs(task)
    let bar = ProgressBar("predict")
    for (index, (input, output)) in zip(input, outputs).enumerated() {
      if outputs.count > 1 { bar.show(index, of: outputs.count) }
      let source = try PredictionSource(URL(fileURLWithPath: input), task: task, walk: walk.known())
      source.remarks.forEach(Terminal.note)
      for warning in InputCheck.warnings(for: source.cohort, training: artifact.standardisation) {
        Terminal.note("warning: \(warning)")
      }
      let values = predictor.predict(source.cohort.inputs, frames: Cohort.frames, threads: workers.count)
      let predictions = try Predictions(values, for: source.cohort)
      try source.write(predictions, to: output, rawUnits: rawUnits, perKilogram: perKg, threads: workers.count)
      let unit = output.pathExtension == "sto" && !perKg ? task.rawUnit : task.unit
      Terminal.say("wrote \(output.relativePath): \(source.cohort.trials) gait cycles, \(task.name) in \(unit)")
    }
    if outputs.count > 1 { bar.show(outputs.count, of: outputs.count) }
  }

  /// The file to write for each input.
  private func outputs(_ task: any PredictionTask) throws -> [URL] {
    guard input.count > 1 else { return [URL(fileURLWithPath: output)] }
    let files = input.map { input in
      let url = URL(fileURLWithPath: input)
      let ending = url.pathExtension == "npz" ? "csv" : "sto"
      let name = "\(url.deletingPathExtension().lastPathComponent)_\(entryName)_\(task.suffix).\(ending)"
      return URL(fileURLWithPath: output).appending(path: name)
    }
    guard Set(files).count == files.count else {
      throw Fault(.usage, "Two of the inputs have the same name, so their outputs would too; predict them one by one.")
    }
    return files
  }

  private var entryName: String { URL(fileURLWithPath: entry).deletingPathExtension().lastPathComponent }
}

/// How a motion file's person and gait cycles are known.
struct RecordingOptions: ParsableArguments {
  @Option(help: "Body mass in kg.")
  var mass: Float?

  @Option(help: "Body height in m; copied to the output.")
  var height: Float?

  @Option(help: ArgumentHelp("Initial contacts of the right foot in seconds.", valueName: "0.62,1.85"))
  var contacts: String?

  @Option(help: ArgumentHelp("A CSV file of contacts: a column time (s) and perhaps side.", valueName: "file"))
  var events: String?

  @Option(help: ArgumentHelp("Ground forces (.mot or .sto) to find contacts in.", valueName: "file"))
  var forces: String?

  @Option(help: "How the file counts the knee: flexion-positive or flexion-negative; by default detected.")
  var kneeSign: KneeSign?

  func known() throws -> PredictionSource.RecordingFacts {
    var walk = PredictionSource.RecordingFacts()
    walk.mass = mass
    walk.height = height ?? .nan
    walk.kneeSign = kneeSign
    walk.forces = forces.map { URL(fileURLWithPath: $0) }
    walk.contacts = try contacts.map(ContactEvents.parse)
    if let events { walk.contacts = try ContactEvents.right(inFile: URL(fileURLWithPath: events)) }
    return walk
  }

  func validate() throws {
    if contacts != nil, events != nil { throw ValidationError("Give --contacts or --events, not both.") }
  }
}

extension KneeSign: ExpressibleByArgument {}
