import ArgumentParser
import Examination
import Formats
import Foundation
import Jobs

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show how far the planned examinations of a home folder are, and who is at what.",
    discussion: """
      Done, running (epoch, node, age of the last sign of life), waiting, and failed with the reason; how much work is left, \
      by the epochs that were measured here, else by estimate; and what hipzoo work --retry would start again.

      EXAMPLE
        hipzoo status
        hipzoo status --watch
        hipzoo status --json
      """)

  @OptionGroup var homeOptions: HomeOptions

  @Option(help: ArgumentHelp("Only this examination.", valueName: "name"))
  var examination: String?

  @Flag(help: "Show it again and again until nothing is left to be done.")
  var watch = false

  @Option(help: ArgumentHelp("With --watch, the time between two looks.", valueName: "2s"))
  var every = TimeSpan(seconds: 2)

  @Flag(help: "Print JSON; with --watch a line a look.")
  var json = false

  func validate() throws {
    guard every.seconds >= 0.1 else { throw ValidationError("--every is shorter than 100ms.") }
  }

  func run() throws {
    let home = try homeOptions.homeFolder
    let saved = try homeOptions.plannedWork(examination)
    if !json { for line in saved.unplanned { Terminal.note("left alone: \(line)") } }
    while true {
      let measured = MeasuredCosts(home)
      let holders = Lease.holders(in: home.leases)
      let failures = FailedJobs(home.leases).records
      let costs = saved.works.map { $0.costs(measured) }
      let states = zip(saved.works, costs).map { WorkState($0, $1, holders, failures) }
      let merged = costs.reduce(into: [String: JobCost]()) { $0.merge($1) { first, _ in first } }
      let span = Makespan(saved.works.flatMap(\.jobs), merged)
      let workers = Set(holders.filter { !$0.isLost }.map(\.owner)).count
      let result = Result(
        examinations: states, unplanned: saved.unplanned, workers: workers,
        secondsUntilDone: workers > 0 ? span.seconds(workers: workers).rounded() : nil)
      if json {
        Terminal.say(watch ? try jsonLine(result) : try jsonText(result))
      } else {
        if watch, isatty(STDOUT_FILENO) != 0 { Terminal.write("\u{1B}[H\u{1B}[J", to: .standardOutput) }
        show(result, span)
      }
      guard watch, !states.allSatisfy(\.isOver) else { return }
      Thread.sleep(forTimeInterval: every.seconds)
      if !json, isatty(STDOUT_FILENO) == 0 { Terminal.say("") }
    }
  }

  private func show(_ result: Result, _ span: Makespan) {
    guard !result.examinations.isEmpty else { return Terminal.say("nothing is planned here") }
    var table = TextTable(
      ["examination", "done", "running", "waiting", "failed", "blocked"], numbers: [1, 2, 3, 4, 5])
    for state in result.examinations {
      table.add(
        [state.name]
          + [state.done, state.running.count, state.waiting.count, state.failed.count, state.blocked.count].map {
            String($0)
          })
    }
    table.print()
    for line in result.examinations.flatMap(\.lines) { Terminal.say(line) }
    guard span.work > 0 else { return }
    let basis = result.examinations.allSatisfy(\.isMeasured) ? "by epochs measured here" : "partly by estimate"
    var line = "about \(spanText(span.work)) of one core's work left (\(basis))"
    if let seconds = result.secondsUntilDone {
      line += ", \(spanText(seconds)) with the \(result.workers) at it now"
    }
    Terminal.say(line + "; the longest chain \(spanText(span.longestChain.seconds))")
  }

  private struct Result: Encodable {
    let examinations: [WorkState]
    let unplanned: [String]
    /// The workers that give signs of life.
    let workers: Int
    /// The seconds until all is done with as many; null with none.
    let secondsUntilDone: Double?
  }
}
