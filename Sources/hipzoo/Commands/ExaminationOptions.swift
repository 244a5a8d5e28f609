import ArgumentParser
import Examination
import Faults
import Formats
import Foundation
import Jobs

/// How jobs are run and what is said meanwhile.
struct RunOptions: ParsableArguments {
  @Option(help: "How many jobs run side by side. By default one a processor.")
  var jobs: Int?

  @Option(help: "The threads of each job; results do not depend on it. By default what the jobs leave.")
  var threads: Int?

  @Flag(help: "Say nothing but the result.")
  var quiet = false

  @Flag(help: "Print JSON: a line an event, then the result.")
  var json = false

  var workers: Int { jobs ?? ProcessInfo.processInfo.activeProcessorCount }

  func validate() throws {
    for (name, value) in [("jobs", jobs), ("threads", threads)] {
      if let value, !(1...1024).contains(value) {
        throw ValidationError("--\(name) is \(value); give a number from 1 to 1024.")
      }
    }
  }

  /// Runs jobs until they are done, failed or stopped.
  /// - Throws: ``ExitCode`` when any failed or all were stopped, after saying so.
  func run(_ jobs: [Job], again: String) throws {
    let stop = StopSignal()
    let progress = JobProgress(jobs.map(\.id), style: json ? .json : quiet ? .none : .text)
    let workers = min(workers, max(jobs.count, 1))
    let processors = ProcessInfo.processInfo.activeProcessorCount
    let context = JobContext(
      threads: threads ?? max(processors / workers, 1), interruption: stop.interruption,
      report: { progress.show($0) })
    let outcome = Schedule(jobs).run(workers: workers, context)
    progress.end()
    for failure in outcome.failures { Terminal.complain("\(failure.job): \(failure.message)") }
    if outcome.isInterrupted {
      Terminal.note("stopped; what is finished is kept. To go on: \(again)")
      throw ExitCode(128 + SIGINT)
    }
    guard outcome.failures.isEmpty else {
      Terminal.note("\(outcome.failures.count) of \(jobs.count) jobs failed; the others' results stand.")
      throw ExitCode(Fault.Kind.data.rawValue)
    }
  }
}

extension HomeOptions {
  /// What benchmarks are planned with.
  func installation() throws -> BenchmarkRequest.Installation {
    .init(
      catalogue: try catalogue(), architectures: compiledArchitectures, code: embeddedCode,
      protocols: embeddedProtocols,
      home: homeFolder)
  }
}

/// The command that was given, to be given again.
var commandLine: String {
  (["hipzoo"] + CommandLine.arguments.dropFirst()).map { $0.contains(" ") ? "'\($0)'" : $0 }.joined(separator: " ")
}
