import ArgumentParser
import Cohorts
import Faults
import Foundation

struct CohortImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Make cohorts from OpenSim recordings that a table lists.",
    discussion: """
      The table is a CSV file with the columns subject, mass_kg, height_m, cadence (slow, med, fast or steps/min) and \
      the paths kinematics, inverse_dynamics, static_optimization, ground_forces or events, relative to the table; side, \
      population, and cycle_start and cycle_end in seconds are optional. It gives a file for each task that has targets, \
      such as NAME_JM60.npz, and says of every row what was found: the knee's sign, the contacts, the cycles kept and left out, the targets.

      EXAMPLE
        hipzoo cohort import trials.csv --output cohorts --both-sides
      """)

  @Argument(help: ArgumentHelp("The table.", valueName: "trials.csv"))
  var trials: String

  @Option(help: ArgumentHelp("The folder to write to.", valueName: "dir"))
  var output: String

  @Option(help: "What the files' names begin with; by default the table's name.")
  var name: String?

  @Flag(help: "Take left cycles too, mirrored.")
  var bothSides = false

  @Flag(help: "Stop at the first trial that cannot be used in full, or lacks a target that others have.")
  var strict = false

  @Option(help: "How the files count the knee: flexion-positive or flexion-negative; by default detected in each.")
  var kneeSign: KneeSign?

  @Option(parsing: .unconditional, help: "The vertical force in N above which a foot is on the ground.")
  var threshold = 20.0

  @Flag(help: "Each recording is one gait cycle, from its first row to its last.")
  var oneCycle = false

  @Option(
    help: ArgumentHelp(
      "A YAML file with a line hip_flexion_r: COLUMN for each angle or moment of another name.", valueName: "file"))
  var columns: String?

  @Option(help: ArgumentHelp("A YAML file that says which muscles make up a group.", valueName: "file"))
  var muscles: String?

  @Flag(help: "Print the table of muscle groups and stop.")
  var showMuscles = false

  @OptionGroup var homeOptions: HomeOptions

  @Flag(help: "Print JSON: all that is said otherwise.")
  var json = false

  func validate() throws {
    try check("--threshold", threshold, in: 0...1000)
    if oneCycle, bothSides {
      throw ValidationError("A recording of --one-cycle is one cycle of one leg, which the column side names.")
    }
  }

  func run() throws {
    var options = CohortImport.Options()
    options.bothSides = bothSides
    options.isStrict = strict
    options.kneeSign = kneeSign
    options.detection.threshold = threshold
    options.isOneCycle = oneCycle
    options.names = try columns.map { try CoordinateNames.read(URL(fileURLWithPath: $0)) } ?? .usual
    options.muscles = try muscles.map { try MuscleGroups.read(URL(fileURLWithPath: $0)) } ?? .usual
    if showMuscles { return Terminal.say(options.muscles.yaml) }

    let (table, folder) = (URL(fileURLWithPath: trials), URL(fileURLWithPath: output))
    let name = name ?? table.deletingPathExtension().lastPathComponent
    try CohortImport.refuseOverwriting(
      in: folder, name: name, trials: table,
      alsoRead: [columns, muscles].compactMap { $0.map { URL(fileURLWithPath: $0) } })
    let bar = ProgressBar("import")
    let imported = try CohortImport(anyOf: table, options: options) { bar.show($0, of: $1) }
    let files = try imported.write(to: folder, name: name)
    let written = zip(files, imported.cohorts).map { file, cohort in
      Written(file: file.relativePath, gaitCycles: cohort.trials, subjects: Set(cohort.subjects).count)
    }
    if json {
      Terminal.say(try jsonText(Outcome(written: written, report: imported.report)))
    } else {
      show(imported.report)
      for file in written {
        Terminal.say(
          "wrote \(file.file): \(counted(file.gaitCycles, "gait cycle")) of \(counted(file.subjects, "subject"))")
      }
    }
    if let emptiness = imported.emptiness { throw emptiness }
    // A target that is missing is a line, a row that cannot be used at all an error, when all others are written.
    let rejected = imported.report.trials.count(where: \.isUnusable)
    guard rejected == 0 else {
      let rows = imported.report.trials.count
      throw Fault(
        .data, at: .file(table.relativePath),
        "\(rejected) of \(counted(rows, "row")) \(rejected == 1 ? "is" : "are") not used, for the reasons above; the others are written."
      )
    }
  }

  private func show(_ report: ImportReport) {
    for trial in report.trials {
      let reasons = Set(trial.reasons)
      // The reasons stand in the table below.
      for (index, line) in trial.lines.filter({ !reasons.contains($0) }).enumerated() {
        Terminal.note(index == 0 ? line : "  \(line)")
      }
    }
    report.remarks.forEach(Terminal.note)
    for column in report.unusedColumns { Terminal.note("the column '\(column)' of the table is not used") }
    let rejected = report.rejectionTable
    if !rejected.isEmpty {
      Terminal.note("\(report.rejected.count) of \(counted(report.trials.count, "row")) not used in full:")
      rejected.split(separator: "\n").forEach { Terminal.note("  \($0)") }
    }
  }

  /// A cohort that was written.
  private struct Written: Encodable {
    let file: String
    let gaitCycles: Int
    let subjects: Int
  }

  /// All that the command says.
  private struct Outcome: Encodable {
    let written: [Written]
    let report: ImportReport
  }
}
