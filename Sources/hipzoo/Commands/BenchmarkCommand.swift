import ArgumentParser
import Examination
import Jobs
import Registry
import Scores

struct BenchmarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark",
    abstract: "Make entries sit an examination: split, folds, final training, test, patients.",
    discussion: """
      Every entry trains by the protocol's recipe on the same split and is tested once; all are then tested on the \
      external cohort, unchanged. The same command again goes on where an earlier one stopped.

      EXAMPLE
        hipzoo benchmark --protocol quick
        hipzoo benchmark --entries lstm,transformer --tasks joint-moment --cohort data/ --jobs 2
        hipzoo benchmark --protocol quick --plan
        hipzoo benchmark --protocol quick --entries gru,lstm --folds
      """)

  @OptionGroup var homeOptions: HomeOptions
  @OptionGroup var options: RunOptions

  @Option(name: .customLong("protocol"), help: "The protocol: a name, or a YAML file.")
  var rules = "gait2hip60"

  @Option(help: ArgumentHelp("The entries, or families such as lstm; by default all.", valueName: "a,b,c"))
  var entries: String?

  @Option(help: ArgumentHelp("The tasks; by default all that the cohort has.", valueName: "t,u"))
  var tasks: String?

  @Option(
    help: ArgumentHelp(
      "The healthy cohort, or a folder of cohorts by task; by default the synthetic one.", valueName: "file|dir"))
  var cohort: String?

  @Option(
    help: ArgumentHelp(
      "A cohort that no training sees; by default the patients' file in the cohort's folder.", valueName: "file|dir"))
  var external: String?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("The seeds; by default those of the protocol.", valueName: "2025,..."))
  var seeds: String?

  @Option(help: "Whose trials --cohort holds; by default what the file says. Training takes healthy people.")
  var population: Population?

  @Flag(help: "Print the jobs and run none.")
  var plan = false

  @Flag(help: "Do the folds and no more, so that a design is chosen with the test people unseen (compare --folds).")
  var folds = false

  /// The examinations, with their request kept for workers.
  func planned() throws -> [ExaminationPlan] {
    let request = BenchmarkRequest(
      protocol: rules, entries: try entries.map { try commaList($0, of: "--entries") },
      tasks: try tasks.map { try taskList($0, of: "--tasks") }, cohort: try cohort.map(homeOptions.cohortPath),
      external: try external.map(homeOptions.cohortPath),
      seeds: try seeds.map { try seedList($0, of: "--seeds") }, population: population?.rawValue,
      isOfFoldsAlone: folds ? true : nil)
    if cohort == nil, !options.quiet { Terminal.noteSyntheticCohort() }
    let examinations = try request.examinations(
      in: homeOptions.installation(sandboxed: options.sandbox))
    try request.save(for: examinations)
    if !options.quiet { Set(examinations.flatMap(\.remarks)).sorted().forEach(Terminal.note) }
    return examinations
  }

  func run() throws {
    let examinations = try planned()
    let zoo = try homeOptions.installation()
    let jobs = examinations.flatMap(\.jobs)
    guard !plan else {
      guard options.json else { return jobs.forEach { Terminal.say($0.id) } }
      let measured = MeasuredCosts(zoo.home)
      return Terminal.say(
        try jsonText(
          examinations.flatMap { examination in
            let (jobs, costs) = (examination.jobs, examination.costs(measured))
            let done = PlanState(jobs).done
            return jobs.map { PlannedStep($0, of: examination, isDone: done.contains($0.id), costs[$0.id]) }
          }))
    }
    var failure: (any Error)?
    let dry = try DryPass(examinations, zoo.catalogue.entries, homeOptions)
    do { try options.run(dry.applied(to: jobs)) } catch { failure = error }
    guard !folds else {
      try say(DoneFold.all(of: examinations), examinations)
      if let failure { throw failure }
      return
    }
    let registry = try homeOptions.registry()
    try registry.record(examinations)
    var board = try Leaderboard(registry, zoo.catalogue.entries, current: homeOptions.currentFingerprints()).about(
      examinations)
    board.skipped = zoo.catalogue.skipped.isEmpty ? nil : zoo.catalogue.skipped
    // Of work that was stopped early there is nothing to show yet.
    if failure == nil || !board.groups.isEmpty {
      Terminal.say(try board.text(options.json ? .json : .table, width: Terminal.columns))
    }
    if !options.json { try Terminal.say("\nwrote \(homeOptions.homeFolder.url.relativePath)") }
    if let failure { throw failure }
  }

  private func say(_ folds: [DoneFold], _ examinations: [ExaminationPlan]) throws {
    guard !options.json else { return Terminal.say(try jsonText(folds)) }
    DoneFold.table(folds).lines(width: Terminal.columns, least: ["epochs"]).forEach(Terminal.say)
    for examination in examinations {
      let names = examination.runs.filter { $0.description.origin != .baseline }.map(\.description.entry.name)
      let entries = names.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
      if entries.count > 1 { Terminal.say("\nhipzoo compare \(entries.joined(separator: " ")) --folds") }
    }
  }
}
