import ArgumentParser
import Dispatch
import Examination
import Faults
import Foundation
import Jobs

struct WorkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "work", abstract: "Do planned jobs together with other workers that share the home folder.",
    discussion: """
      A worker claims the next job that can be done, in any examination that was planned in the home folder, does it, and \
      goes on to the next; so for fine-tunings and simulations that were planned. On a cluster start as many as there are cores to spare; a worker that is killed loses its claim, \
      and another goes on where it stopped. A home that is away or full is told and waited for.

      Exit status: 0 nothing is left; 75 stopped with work left, by --until, --idle, TERM, INT, HUP or USR1; 65 jobs have \
      failed, here or before. A second signal ends it at once with 143, 130, 129 or 138; signals within two seconds are one.

      EXAMPLE
        hipzoo benchmark --protocol quick --plan
        hipzoo work --until 55m
      """)

  @OptionGroup var homeOptions: HomeOptions

  @Option(help: ArgumentHelp("Only the jobs of this examination.", valueName: "name"))
  var examination: String?

  @Option(parsing: .unconditional, help: "How many jobs are done side by side.")
  var jobs = 1

  @Option(
    parsing: .unconditional,
    help: "The threads of each job; results do not depend on it. By default what the jobs leave."
  )
  var threads: Int?

  @Option(help: ArgumentHelp("Stop after that time, leaving a training so that it goes on.", valueName: "55m"))
  var until: TimeSpan?

  @Option(help: ArgumentHelp("End after waiting that long for work that others are at.", valueName: "10m"))
  var idle = TimeSpan(seconds: 600)

  @Option(help: ArgumentHelp("The time between signs of life; three without one lose a job.", valueName: "20s"))
  var beat = TimeSpan(seconds: 20)

  @Flag(help: "Try again what has failed; otherwise it is left alone.")
  var retry = false

  @Flag(help: RunOptions.sandboxHelp)
  var sandbox = false

  @Flag(help: "Say nothing but what fails.")
  var quiet = false

  @Flag(help: "Print JSON: a line an event, the last one with what was done.")
  var json = false

  func validate() throws {
    try check("--jobs", jobs, in: ThreadOptions.allowed)
    try check("--threads", threads, in: ThreadOptions.allowed)
    guard beat.seconds >= 0.05 else { throw ValidationError("--beat is shorter than 50ms.") }
  }

  func run() throws {
    try homeOptions.checkNamedHome()
    let saved = try homeOptions.plannedWork(examination, sandboxed: sandbox, isTried: true)
    for line in saved.unplanned { Terminal.note("left alone: \(line)") }
    let works = saved.works.filter { work in
      do { try work.check() } catch {
        Terminal.note("left alone: \(work.name) (\(error))")
        return false
      }
      return true
    }
    let planned = works.flatMap(\.jobs)
    guard !planned.isEmpty else {
      let isEmpty = saved.works.isEmpty && saved.unplanned.isEmpty
      Terminal.note(
        isEmpty
          ? "nothing is planned here; plan with: hipzoo benchmark ... --plan" : "nothing is left that can be done here")
      return try finish(Worker.Outcome(), leaving: saved.unplanned)
    }
    let leases = try homeOptions.homeFolder.leases
    if retry { FailedJobs(leases).forget(planned.map(\.id)) }
    tellClock(leases)
    let stop = StopSignal(also: [SIGUSR1])
    let progress = JobProgress(planned.map(\.id), style: json ? .json : quiet ? .none : .text)
    let end = until.map { DispatchTime.now() + $0.seconds }
    if let end {
      DispatchQueue.global().asyncAfter(deadline: end) { [interruption = stop.interruption] in
        interruption.request(signal: SIGALRM)
      }
    }
    let context = JobContext(
      threads: threads ?? max(ProcessInfo.processInfo.activeProcessorCount / jobs, 1), interruption: stop.interruption,
      report: { progress.show($0) })
    let habits = Worker.Habits(
      leases: leases, beat: beat.seconds, jobs: jobs, idle: idle.seconds,
      isHomeThere: { works.allSatisfy { $0.isThere() } })
    let outcome = Worker(planned, habits, seconds: try seconds(of: works)).run(context)
    progress.end()
    try finish(outcome, leaving: saved.unplanned)
  }

  /// How long each job takes on one core, as far as it is known.
  private func seconds(of works: [PlannedWork]) throws -> [String: Double] {
    let measured = MeasuredCosts(try homeOptions.homeFolder)
    return works.reduce(into: [:]) { seconds, work in
      seconds.merge(work.costs(measured).compactMapValues(\.seconds)) { first, _ in first }
    }
  }

  /// Says how far this machine's clock is from the home's; ages of claims are told by the home's.
  private func tellClock(_ leases: URL) {
    guard let ahead = try? Lease.clockDifference(in: leases), abs(ahead) > Self.worthTelling else { return }
    Terminal.note(
      "this machine's clock is \(spanText(abs(ahead))) \(ahead > 0 ? "ahead of" : "behind") the home folder's; claims go "
        + "by the home's.")
  }

  /// The seconds from which on a difference of clocks is told.
  private static let worthTelling = 30.0

  /// What `--json` prints last.
  private struct Ended: Encodable {
    var event = "ended"
    let done: Int
    let failed: Int
    let workLeft: Bool
  }

  /// Says what was done, and ends with the status of it; what was planned and cannot be done any more has failed.
  private func finish(_ outcome: Worker.Outcome, leaving unplanned: [String]) throws {
    for failure in outcome.failures { Terminal.complain("\(failure.job): \(failure.message)") }
    for failure in outcome.failedBefore {
      Terminal.complain("\(failure.job): it failed before (\(failure.owner)): \(failure.reason)")
    }
    if !outcome.failedBefore.isEmpty {
      Terminal.note(
        "\(counted(outcome.failedBefore.count, "job was", "jobs were")) left alone after a failure; --retry tries again."
      )
    }
    let failed = outcome.failures.count + outcome.failedBefore.count
    if json {
      Terminal.say(
        try jsonLine(Ended(done: outcome.done, failed: failed, workLeft: outcome.hasWorkLeft)))
    } else if !quiet {
      Terminal.say("\(counted(outcome.done, "job")) done here")
    }
    if outcome.hasWorkLeft {
      Terminal.note("stopped with work left; the same command goes on.")
      throw ExitCode(75)
    }
    guard failed == 0, unplanned.isEmpty else { throw ExitCode(Fault.Kind.data.rawValue) }
  }
}
