import ArgumentParser
import Cohorts
import Formats
import Foundation
import Protocols
import Report

struct PlotTrialCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trial", abstract: "Draw one gait cycle as an entry predicts it.",
    discussion: """
      Behind the curves is a band: mean and standard deviation of references, of the healthy people on whom the entry's \
      latest finished run was tested, if they were measured, or of the cohort that --cohort names, whoever is in it. A left \
      leg is predicted mirrored, and the band behind it is of right legs. .pdf and .png are drawn by rsvg-convert or \
      Chromium.

      EXAMPLE
        hipzoo plot trial transformer-mf60 --input trials.npz --trial 3 --output trial.svg
        hipzoo plot trial lstm-jm60 --input walk.mot --mass 72.6 --output walk.html
        hipzoo plot trial lstm-jm60 --input walk.mot --mass 72.6 --side left --output walk.pdf --width 85mm
      """)

  @OptionGroup var homeOptions: HomeOptions
  @OptionGroup var threadOptions: ThreadOptions

  @Argument(help: ArgumentHelp("The entry, or a weights file.", valueName: "entry|file.safetensors"))
  var entry: String

  @Option(help: ArgumentHelp("An NPZ of gait cycles, or a motion file.", valueName: "file"))
  var input: String

  @Option(
    parsing: .unconditional,
    help: "The trial of an NPZ, or the gait cycle of a motion file, counted from 0.")
  var trial = 0

  @Option(help: ArgumentHelp("The file to write, .svg, .pdf, .png or .html.", valueName: "file"))
  var output: String

  @Option(help: "How wide it is, unless it is a page: screen, 85mm or 180mm.")
  var width: SheetWidth = .screen

  @Option(help: ArgumentHelp("A cohort with targets, for the band.", valueName: "file.npz"))
  var cohort: String?

  @Option(help: ArgumentHelp("A folder to take the entry's weights from.", valueName: "dir"))
  var weights: String?

  @OptionGroup(title: "Motion files") var walk: RecordingOptions

  func validate() throws {
    guard walk.side != .both else {
      throw ValidationError("A figure is of one leg; give --side right or --side left.")
    }
    if !PredictionSource.isMotion(URL(fileURLWithPath: input)), let option = walk.ofMotionFiles.first {
      throw ValidationError("\(option) belongs to .mot and .sto files; an NPZ has its cycles and masses in it.")
    }
    if walk.threshold != nil, walk.forces == nil {
      throw ValidationError("--threshold is about ground forces, and --forces names none.")
    }
  }

  func run() throws {
    let url = URL(fileURLWithPath: output)
    let read = [input, cohort].compactMap { $0 }.map { URL(fileURLWithPath: $0) } + walk.files
    try AtomicFile.refuse(output: url, onInputs: read)
    let conversion = try FigureFormat(rawValue: url.pathExtension.lowercased()).flatMap { try FigureConversion($0) }
    let artifact = try homeOptions.weights().artifact(entry, in: weights.map { URL(fileURLWithPath: $0) })
    let task = try PredictionTasks.named(artifact.task)
    let source = try PredictionSource(URL(fileURLWithPath: input), task: task, walk: walk.known())
    try check("--trial", trial, in: 0...max(source.cohort.trials - 1, 0))
    source.remarks.forEach(Terminal.note)
    let plotted = try source.cohort.selecting([trial])
    for finding in Soundness(of: plotted, training: artifact.standardisation).findings {
      if !source.remarks.contains(finding.description) { Terminal.note("warning: \(finding)") }
    }
    artifact.changedCode(embeddedCode).map { Terminal.note("warning: \($0)") }
    let predictions = try artifact.predictor(among: compiledArchitectures)
      .predict(source.cohort.inputs, frames: task.frames, threads: threadOptions.count)
    let band =
      try cohort.map { file in
        let people = try Cohort.read(URL(fileURLWithPath: file), task: task)
        return try ReferenceBand(of: PlottedTrials(people), people: people.peopleInWords())
      }
      ?? ReferenceBand(entry: artifact.entry, task: task, home: homeOptions.homeFolder)
    let plot = try TrialPlot(
      predictions, for: PlottedTrials(source.cohort, side: source.side), trial: trial, entry: artifact.entry,
      origin: artifact.label.text,
      band: band)
    if let conversion {
      try conversion.convert(plot.figure.sheet(width).rendered, to: url)
    } else {
      try plot.write(to: url, width: width)
    }
    Terminal.say("wrote \(url.relativePath): band of \(band?.source ?? "nothing; give a cohort with --cohort")")
  }
}
