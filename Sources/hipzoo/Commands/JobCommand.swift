import ArgumentParser
import Examination
import Faults
import Jobs
import Registry

struct JobCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "job", abstract: "Run one job of a planned benchmark, fine-tuning or simulation, for schedulers.",
    discussion: """
      Jobs hand over nothing but files in the home folder, so they may run on any machine that shares it, each after \
      those above it in the plan that it needs.

      EXAMPLE
        hipzoo benchmark --protocol quick --plan
        hipzoo job lstm-mf60-quick-s2025-1f2e3d4c/fold-1
      """)

  @OptionGroup var homeOptions: HomeOptions
  @OptionGroup var options: RunOptions

  @Argument(help: "The job, as hipzoo benchmark --plan prints it.")
  var id: String

  func run() throws {
    if let other = try homeOptions.otherWork(with: id) { return try run(other) }
    let planned = try BenchmarkRequest.job(id, in: homeOptions.installation(sandboxed: options.sandbox))
    try planned.check()
    guard !planned.job.isDone() else {
      if !options.quiet { Terminal.note("\(id) has been done already.") }
      return
    }
    try options.run([planned.job])
    do { try homeOptions.registry().record(planned) } catch let fault as Fault where fault.kind == .io {
      Terminal.note("\(fault) What the job made is kept; the next command that reads the registry takes it up.")
    }
  }

  /// Runs a job of a fine-tuning or a simulation; the next command that reads the registry takes runs up.
  private func run(_ work: PlannedWork) throws {
    guard let job = work.jobs.first(where: { $0.id == id }) else {
      throw Fault(.missing, "There is no job '\(id)'; these are: \(work.jobs.map(\.id).joined(separator: ", ")).")
    }
    if let missing = work.jobs.first(where: { job.needs.contains($0.id) && !$0.isDone() }) {
      throw Fault(.missing, "\(id) needs '\(missing.id)', which has not been done: hipzoo job \(missing.id)")
    }
    guard !job.isDone() else { return options.quiet ? () : Terminal.note("\(id) has been done already.") }
    try options.run([job.alone])
  }
}
