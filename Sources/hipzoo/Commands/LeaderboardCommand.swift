import ArgumentParser
import Cohorts
import Foundation
import Registry
import Runs
import Scores

struct LeaderboardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "leaderboard", abstract: "Rank entries, healthy and patients side by side, comparable ones only.",
    discussion: """
      Scores of different protocols, cohorts or splits stand in tables of their own. What authors report is marked and \
      never ranked with what was measured here. --results makes the table of the results that a repository keeps instead of \
      the runs of the home folder.

      EXAMPLE
        hipzoo leaderboard
        hipzoo leaderboard --task joint-moment --subset 115 --sort r2 --format markdown
      """)

  @OptionGroup var homeOptions: HomeOptions

  @OptionGroup var taskOption: TaskOption

  @Option(help: "Only tables about this cohort: a name, digits of a fingerprint, synthetic, measured or onfh.")
  var cohort: String?

  @Option(help: "The trials: overall, or 78, 115, 135 steps/min (slow, med, fast).")
  var subset: Subset = .overall

  @Option(help: "What ranks: rmse, mae or r2.")
  var sort: Metric = .rmse

  @Option(help: "table, csv, json or markdown; csv and json hold every subset.")
  var format: LeaderboardFormat = .table

  @Option(help: ArgumentHelp("Take the results in a folder instead of the home folder's runs.", valueName: "dir"))
  var results: String?

  @Flag(help: "Print JSON, as --format json does.")
  var json = false

  func run() throws {
    let format = json ? .json : format
    let isForPrograms = format == .csv || format == .json
    let filter = Leaderboard.Filter(
      task: try taskOption.name(), cohort: cohort, subset: subset.rawValue, sort: sort,
      includesEverySubset: isForPrograms)
    let registry =
      try results.map { try RegistryIndex(of: ResultFolder(URL(fileURLWithPath: $0))) }
      ?? homeOptions.registry()
    let catalogue = try homeOptions.catalogue()
    var board = try Leaderboard(
      registry, catalogue.entries, filter, current: homeOptions.currentFingerprints())
    board.skipped = catalogue.skipped.isEmpty ? nil : catalogue.skipped
    board.notice = registry.notice
    Terminal.say(try board.text(format, width: Terminal.columns))
  }
}

/// A subset is named by the label of the data files or by the steps a minute of the published protocol.
extension Subset: ExpressibleByArgument {
  public init?(argument: String) {
    let paced = Subset.allCases.first { $0.stepsPerMinute.map(String.init) == argument }
    guard let subset = paced ?? Subset(rawValue: argument) else { return nil }
    self = subset
  }
}

extension Metric: ExpressibleByArgument {}
extension LeaderboardFormat: ExpressibleByArgument {}
