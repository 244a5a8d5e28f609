import ArgumentParser
import Examination
import Formats
import Foundation
import Jobs

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show how far the planned examinations of a home folder are, and who is at what.",
    discussion: """
      EXAMPLE
        hipzoo status
        hipzoo status --json
      """)

  @OptionGroup var homeOptions: HomeOptions

  @Option(help: ArgumentHelp("Only this examination.", valueName: "name"))
  var examination: String?

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let installation = try homeOptions.installation()
    let saved = try BenchmarkRequest.saved(examination, in: installation)
    let holders = try Lease.holders(in: installation.home.leases)
    let states = saved.examinations.map { State($0, holders) }
    if json { return Terminal.say(try jsonText(Result(examinations: states, unplanned: saved.unplanned))) }
    for line in saved.unplanned { Terminal.note("left alone: \(line)") }
    guard !states.isEmpty else { return Terminal.say("nothing is planned here") }
    var table = TextTable(["examination", "done", "running", "waiting"], numbers: [1, 2, 3])
    for state in states {
      table.add([state.name, String(state.done), String(state.running.count), String(state.waiting.count)])
    }
    table.print()
    for state in states {
      for job in state.running { Terminal.say("  \(job.job): \(job.owner), last sign \(Int(job.age)) s ago") }
    }
  }

  private struct Result: Encodable {
    let examinations: [State]
    let unplanned: [String]
  }

  /// An examination's jobs by what is becoming of them.
  private struct State: Encodable {
    let name: String
    let done: Int
    let running: [Lease.Holder]
    let waiting: [String]

    init(_ examination: ExaminationPlan, _ holders: [Lease.Holder]) {
      let jobs = examination.jobs
      let left = jobs.filter { !$0.isDone() }.map(\.id)
      name = examination.folder.name
      done = jobs.count - left.count
      running = holders.filter { left.contains($0.job) }
      waiting = left.filter { id in !holders.contains { $0.job == id } }
    }
  }
}
