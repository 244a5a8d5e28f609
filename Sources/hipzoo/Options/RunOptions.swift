import ArgumentParser
import Faults
import Foundation
import Jobs

/// How jobs are run and what is said meanwhile.
struct RunOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "How many jobs run side by side. By default one a processor.")
  var jobs: Int?

  @Option(
    parsing: .unconditional,
    help: "The threads of each job; results do not depend on it. By default what the jobs leave.")
  var threads: Int?

  /// What a sandbox is, in a line.
  static let sandboxHelp: ArgumentHelp =
    "Run programs of process entries by bubblewrap: no network, the system read-only, none of your files."

  @Flag(help: RunOptions.sandboxHelp)
  var sandbox = false

  @Flag(help: "Say nothing but the result.")
  var quiet = false

  @Flag(help: "Print JSON: a line an event, then the result.")
  var json = false

  func validate() throws {
    try check("--jobs", jobs, in: ThreadOptions.allowed)
    try check("--threads", threads, in: ThreadOptions.allowed)
  }

  /// Runs jobs until they are done, failed or stopped.
  ///
  /// - Parameter places: where a person asked for a job, by its id, in the jobs' place where they are said to have failed.
  /// - Throws: ``ExitCode`` when any failed or all were stopped, after saying so.
  func run(_ jobs: [Job], at places: [String: String] = [:]) throws {
    let stop = StopSignal()
    let progress = JobProgress(jobs.map(\.id), style: json ? .json : quiet ? .none : .text)
    let processors = ProcessInfo.processInfo.activeProcessorCount
    let workers = min(self.jobs ?? processors, max(jobs.count, 1))
    let context = JobContext(
      threads: threads ?? max(processors / workers, 1), interruption: stop.interruption,
      report: { progress.show($0) })
    let outcome = Schedule(jobs).run(workers: workers, context)
    progress.end()
    for failure in outcome.failures {
      let place = places[failure.job] ?? failure.job
      Terminal.complain(failure.message.hasPrefix("\(place): ") ? failure.message : "\(place): \(failure.message)")
    }
    if outcome.isInterrupted {
      Terminal.note("stopped; what is finished is kept. To go on: \(Terminal.commandLine)")
      throw ExitCode(128 + (stop.interruption.signal ?? SIGINT))
    }
    guard outcome.failures.isEmpty else {
      Terminal.note("\(outcome.failures.count) of \(counted(jobs.count, "job")) failed; the others' results stand.")
      throw ExitCode(Fault.Kind.data.rawValue)
    }
  }
}
