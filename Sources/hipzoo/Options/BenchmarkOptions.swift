import ArgumentParser
import Examination
import Scores

/// What is examined, by which rules and on whom.
struct BenchmarkOptions: ParsableArguments {
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

  @Flag(help: "Do the folds and no more, so that a design is chosen with the test people unseen (compare --folds).")
  var folds = false

  /// The examinations, with their request kept for workers.
  func planned(_ homeOptions: HomeOptions, _ options: RunOptions) throws -> [ExaminationPlan] {
    let request = BenchmarkRequest(
      protocol: rules, entries: try entries.map { try commaList($0, of: "--entries") },
      tasks: try tasks.map { try taskList($0, of: "--tasks") }, cohort: try cohort.map(homeOptions.cohortPath),
      external: try external.map(homeOptions.cohortPath),
      seeds: try seeds.map { try seedList($0, of: "--seeds") }, population: population?.rawValue,
      isOfFoldsAlone: folds ? true : nil)
    if cohort == nil, !options.quiet { Terminal.noteSyntheticCohort() }
    let installation = try homeOptions.installation(sandboxed: options.sandbox)
    for name in request.entries ?? [] {
      try installation.catalogue.entries.first { $0.name == name }?.checkName()
    }
    let examinations = try request.examinations(in: installation)
    try request.save(for: examinations)
    if !options.quiet { Set(examinations.flatMap(\.remarks)).sorted().forEach(Terminal.note) }
    return examinations
  }
}
