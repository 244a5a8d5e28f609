import ArgumentParser
import Cohorts
import Examination
import Faults
import Formats
import Foundation
import OpenSim
import Protocols

struct CohortSimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate", abstract: "Make cohorts from markers and ground forces, by OpenSim.",
    discussion: """
      The table is a CSV file with a row a walking trial: subject, mass_kg, markers (.trc) and ground_forces (.mot), paths \
      relative to the table; height_m, population, cadence, start and end in seconds are optional. 'static' and 'placing' \
      name the standing trials by which the generic model of --model is scaled; 'model' names one's own scaled model \
      instead. OpenSim is an outside program: pip install opensim.

      EXAMPLE
        hipzoo cohort simulate --example
        hipzoo cohort simulate sessions.csv --recipe rajagopal --model Rajagopal2016.osim --output cohorts
        hipzoo cohort simulate sessions.csv --recipe rajagopal --model Rajagopal2016.osim --output cohorts --plan
      """)

  @Argument(help: ArgumentHelp("The table.", valueName: "sessions.csv"))
  var sessions: String?

  @Option(help: "The recipe: a name, or a file ending in .yaml; by default rajagopal.")
  var recipe: String?

  @Option(help: ArgumentHelp("The generic model that is scaled.", valueName: "file.osim"))
  var model: String?

  @Option(help: ArgumentHelp("The folder to write to.", valueName: "dir"))
  var output: String?

  @Option(help: "What the files' names begin with; by default the table's name.")
  var name: String?

  @Option(help: "The legs whose cycles are taken: right, left or both.")
  var side: LegChoice = .both

  @Option(
    help: ArgumentHelp("The Python that has OpenSim; by default $HIPZOO_PYTHON, else python3.", valueName: "program"))
  var python: String?

  @Option(parsing: .unconditional, help: "The seconds that one step of OpenSim may take.")
  var timeLimit = 900.0

  @Flag(help: "Score every entry with installed weights on the cohorts that were made.")
  var evaluate = false

  @Flag(help: "Take trials that are outside the recipe's limits, too.")
  var accept = false

  @Flag(
    help: """
      Make a tiny session of computed walkers in <output>/example (by default ./example-session/example) and simulate it, to \
      see every step without data.
      """)
  var example = false

  @Flag(
    help: "Print the jobs and run none; hipzoo work does them, and the same command without --plan makes the cohorts.")
  var plan = false

  @Flag(help: "List the recipes that are built in, and stop.")
  var listRecipes = false

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Print a recipe made of a laboratory's own setups of scaling, inverse kinematics and markers, and stop.",
      valueName: "file.xml"))
  var fromSetups: [String] = []

  @OptionGroup var homeOptions: HomeOptions

  @OptionGroup var options: RunOptions

  enum LegChoice: String, ExpressibleByArgument, CaseIterable { case right, left, both }

  func validate() throws {
    try check("--time-limit", timeLimit, in: 1...86_400)
    if options.sandbox {
      throw ValidationError("--sandbox shuts programs off from files, and OpenSim reads the session's where they are.")
    }
    if example {
      for (option, isGiven) in [
        ("table", sessions != nil), ("--recipe", recipe != nil), ("--model", model != nil),
        ("--from-setups", !fromSetups.isEmpty), ("--list-recipes", listRecipes),
      ] where isGiven { throw ValidationError("--example makes its own session and takes no \(option).") }
    } else if !listRecipes, fromSetups.isEmpty {
      if sessions == nil { throw ValidationError("Missing expected argument '<sessions.csv>'") }
      if output == nil { throw ValidationError("Missing expected argument '--output <dir>'") }
    }
  }

  func run() throws {
    if listRecipes { return try list() }
    let python = OpenSimPython(python)
    if !fromSetups.isEmpty {
      return Terminal.say(
        try RecipeSetups.yaml(of: fromSetups.map { URL(fileURLWithPath: $0) }, name: name ?? "own", python))
    }
    let folder = URL(fileURLWithPath: output ?? "example-session")
    let recipe = try Recipe.find(recipe ?? (example ? "walker" : "rajagopal"), builtIn: embeddedRecipes)
    let made = example ? try ExampleSession(in: folder.appending(path: "example"), recipe) : nil
    guard let table = made?.table ?? sessions.map({ URL(fileURLWithPath: $0) }) else { return }
    let name = name ?? (example ? "walkers" : table.deletingPathExtension().lastPathComponent)
    let request = SimulationRequest(
      table: table.relativePath, output: folder.relativePath, name: name, recipe: self.recipe ?? recipe.name,
      model: model, python: self.python, sides: side == .both ? [.right, .left] : side == .right ? [.right] : [.left],
      accepts: accept, timeLimit: timeLimit)
    let simulation = try request.simulation(ofAnyRow: embeddedRecipes)
    simulation.notes.forEach(Terminal.note)
    for refusal in simulation.refusals { Terminal.note("line \(refusal.line), \(refusal.subject): \(refusal.reason)") }
    if let emptiness = simulation.emptiness {
      if options.json, !plan {
        let outcome = try simulation.cohorts(to: folder, name: name)
        Terminal.say(
          try jsonText(SimulationReport(outcome: outcome, simulation.notes, opensim: nil, recipe: recipe.name)))
      }
      throw emptiness
    }
    guard !plan else {
      try printJobs(of: simulation, request)
      return try complain(of: simulation.refusals.count, table)
    }
    let version = try python.version()
    Terminal.note("OpenSim \(version), recipe \(recipe.name), files in \(simulation.session.relativePath)")
    var failure: (any Error)?
    do { try options.run(simulation.jobs, at: simulation.places) } catch { failure = error }
    let outcome = try simulation.cohorts(to: folder, name: name)
    show(outcome)
    let pages = try pages(of: simulation)
    let worst = try made?.largestDifference(in: simulation)
    if let worst {
      Terminal.note(
        "inverse kinematics gives back the angles that made the markers: at worst \(worst.coordinate), within "
          + "\(String(format: "%.3f", worst.degrees)) degrees RMS")
    }
    let scores = try evaluate ? outcome.files.flatMap { try self.scores(on: $0) } : []
    if options.json {
      Terminal.say(
        try jsonText(
          SimulationReport(
            outcome: outcome, simulation.notes, opensim: version, recipe: recipe.name, pages: pages, scores: scores,
            worst: worst)))
    }
    if let failure { throw failure }
    let lost = outcome.refusals.count + outcome.trials.count { $0.cycles.isEmpty }
    let written = outcome.files.isEmpty ? "no cohort is written." : "the others are written."
    guard lost == 0 else {
      throw Fault(
        .data, at: .file(table.relativePath),
        "\(lost) of \(counted(outcome.trials.count + outcome.refusals.count, "trial")) \(lost == 1 ? "is" : "are") not used, "
          + "for the reasons above; \(written)")
    }
    guard outcome.refusedTasks.isEmpty else {
      throw Fault(
        .data, at: .file(table.relativePath),
        "\(counted(outcome.refusedTasks.count, "task has", "tasks have")) no cohort, for the reasons above; \(written)")
    }
  }

  /// Ends a plan in which rows were refused: those that can be done are planned, and the status says that some cannot.
  private func complain(of refused: Int, _ table: URL) throws {
    guard refused > 0 else { return }
    throw Fault(
      .data, at: .file(table.relativePath),
      "\(counted(refused, "row")) \(refused == 1 ? "is" : "are") refused, for the reasons above; the others are planned."
    )
  }

  /// Keeps what was asked for, so that workers do it, and prints the jobs.
  private func printJobs(of simulation: Simulation, _ request: SimulationRequest) throws {
    try request.save(in: homeOptions.homeFolder.examinations.appending(path: simulation.id))
    guard options.json else { return simulation.jobs.forEach { Terminal.say($0.id) } }
    let costs = simulation.costs
    Terminal.say(try jsonText(simulation.jobs.map { PlannedStep($0, of: simulation.id, costs[$0.id]) }))
  }

  /// Writes a page a trial and says where they are.
  private func pages(of simulation: Simulation) throws -> [String] {
    try simulation.curves().map { curves in
      let page = try SessionPage(curves: curves).write().relativePath
      Terminal.note("\(curves.subject): figures of every step in \(page)")
      return page
    }
  }

  private func show(_ outcome: Simulation.Outcome) {
    for trial in outcome.trials {
      Terminal.note("line \(trial.line), \(trial.subject): \(counted(trial.cycles.count, "cycle"))")
      for line in trial.cycles + trial.keptOut.map({ "kept out: \($0)" }) + trial.notes { Terminal.note("  \(line)") }
    }
    outcome.refusedTasks.forEach(Terminal.note)
    for file in outcome.earlier {
      Terminal.note("\(file) is of an earlier run and was not written now; remove it if it is in the way")
    }
    for (file, cycles) in zip(outcome.files, outcome.gaitCycles) where !options.json {
      Terminal.say("wrote \(file): \(counted(cycles, "gait cycle"))")
    }
  }

  /// Scores what is installed on a cohort that was made, and shows it.
  private func scores(on file: String) throws -> [ScoreReport] {
    let named = try NamedProtocol.find("zero-shot", builtIn: embeddedProtocols)
    let threads = options.threads ?? ProcessInfo.processInfo.activeProcessorCount
    let scores = try scoresOfInstalled(on: URL(fileURLWithPath: file), homeOptions, threads: threads)
    if scores.isEmpty { Terminal.note("\(file): no entry of its task has installed weights, so nothing is scored") }
    return scores.map { entry, result in
      result.remarks.forEach { Terminal.note("\(entry): \($0)") }
      if !options.json {
        Terminal.say("\(entry):")
        ScoreSummary(result.scores, named).print()
      }
      return ScoreReport(result.scores, named, remarks: result.remarks, folder: result.folder)
    }
  }

  private func list() throws {
    let recipes = try embeddedRecipes.map {
      try Recipe.find(Recipe(yaml: Array($0.text.utf8), file: $0.name).name, builtIn: embeddedRecipes)
    }
    var table = TextTable(["name", "model", "markers", "title"], numbers: [2])
    for recipe in recipes {
      table.add([recipe.name, recipe.model ?? "any", String(recipe.markers.count), recipe.title])
    }
    table.print()
  }
}

/// All that the text of a simulation shows.
private struct SimulationReport: Encodable {
  private let outcome: Simulation.Outcome
  private let more: More

  private struct More: Encodable {
    let notes: [String]
    /// Absent where nothing was simulated.
    let opensim: String?
    let recipe: String
    let pages: [String]
    let scores: [ScoreReport]
    /// Of the example: how closely inverse kinematics gives back the angles of the worst coordinate, degrees RMS.
    let anglesWithin: Double?
    let worstCoordinate: String?
  }

  init(
    outcome: Simulation.Outcome, _ notes: [String], opensim: String?, recipe: String, pages: [String] = [],
    scores: [ScoreReport] = [], worst: (degrees: Double, coordinate: String)? = nil
  ) {
    self.outcome = outcome
    more = More(
      notes: notes, opensim: opensim, recipe: recipe, pages: pages, scores: scores, anglesWithin: worst?.degrees,
      worstCoordinate: worst?.coordinate)
  }

  func encode(to encoder: any Encoder) throws {
    try outcome.encode(to: encoder)
    try more.encode(to: encoder)
  }
}
