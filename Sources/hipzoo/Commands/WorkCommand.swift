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
      goes on to the next. On a cluster start as many as there are cores to spare; a worker that is killed loses its claim, \
      and another goes on where it stopped. Ends with 0 when nothing is left, with 75 when it was stopped with work left.

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

  @Flag(help: RunOptions.sandboxHelp)
  var sandbox = false

  @Flag(help: "Say nothing but what fails.")
  var quiet = false

  @Flag(help: "Print JSON: a line an event.")
  var json = false

  func validate() throws {
    try check("--jobs", jobs, in: ThreadOptions.allowed)
    try check("--threads", threads, in: ThreadOptions.allowed)
    guard beat.seconds >= 0.05 else { throw ValidationError("--beat is shorter than 50ms.") }
  }

  func run() throws {
    let installation = try homeOptions.installation(sandboxed: sandbox)
    let saved = try BenchmarkRequest.saved(examination, in: installation)
    for line in saved.unplanned { Terminal.note("left alone: \(line)") }
    let planned = saved.examinations.flatMap(\.jobs)
    guard !planned.isEmpty else {
      return Terminal.note("nothing is planned here; plan with: hipzoo benchmark ... --plan")
    }
    let stop = StopSignal()
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
      leases: installation.home.leases, beat: beat.seconds, jobs: jobs, idle: idle.seconds)
    let outcome = Worker(planned, habits).run(context)
    progress.end()
    for failure in outcome.failures { Terminal.complain("\(failure.job): \(failure.message)") }
    if !quiet, !json { Terminal.say("\(outcome.done) jobs done here") }
    if outcome.hasWorkLeft {
      Terminal.note("stopped with work left; the same command goes on.")
      throw ExitCode(75)
    }
    guard outcome.failures.isEmpty else { throw ExitCode(Fault.Kind.data.rawValue) }
  }
}
