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

  @OptionGroup var asked: BenchmarkOptions

  @Flag(help: "Print the jobs and run none.")
  var plan = false

  func run() throws {
    let examinations = try asked.planned(homeOptions, options)
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
    guard !asked.folds else {
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
