import ArgumentParser
import Cohorts
import Foundation

struct CohortImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Make cohorts from OpenSim recordings that a table lists.",
    discussion: """
      The table is a CSV file with the columns subject, mass_kg, height_m, cadence (slow, med, fast or steps/min) and \
      the paths kinematics, inverse_dynamics, static_optimization, ground_forces, relative to the table; cycle_start \
      and cycle_end in seconds are optional. It gives NAME_JM60.npz and NAME_MF60.npz, whichever has targets.

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

  @Flag(help: "Stop at the first trial that cannot be used.")
  var strict = false

  @Option(help: "How the files count the knee: flexion-positive or flexion-negative; by default detected in each.")
  var kneeSign: KneeSign?

  @Option(parsing: .unconditional, help: "The vertical force in N above which a foot is on the ground.")
  var threshold = 20.0

  @Option(help: ArgumentHelp("A YAML file that says which muscles make up a group.", valueName: "file"))
  var muscles: String?

  @Flag(help: "Print the table of muscle groups and stop.")
  var showMuscles = false

  func validate() throws { try check("--threshold", threshold, in: 0...1000) }

  func run() throws {
    var options = CohortImport.Options()
    options.bothSides = bothSides
    options.isStrict = strict
    options.kneeSign = kneeSign
    options.detection.threshold = threshold
    options.muscles = try muscles.map { try MuscleGroups.read(URL(fileURLWithPath: $0)) } ?? .usual
    if showMuscles { return Terminal.say(options.muscles.yaml) }

    let table = URL(fileURLWithPath: trials)
    let bar = ProgressBar("import")
    let imported = try CohortImport(trials: table, options: options) { bar.show($0, of: $1) }
    let folder = URL(fileURLWithPath: output)
    let files = try imported.write(to: folder, name: name ?? table.deletingPathExtension().lastPathComponent)
    for (file, cohort) in zip(files, imported.cohorts) {
      let subjects = Set(cohort.subjects).count
      Terminal.say("wrote \(file.relativePath): \(cohort.trials) gait cycles of \(subjects) subjects")
    }
    for column in imported.report.unusedColumns { Terminal.note("the column '\(column)' of the table is not used") }
    let rejected = imported.report.rejectionTable
    if !rejected.isEmpty {
      Terminal.note("\(imported.report.rejected.count) of \(imported.report.trials.count) rows are not used in full:")
      rejected.split(separator: "\n").forEach { Terminal.note("  \($0)") }
    }
  }
}
