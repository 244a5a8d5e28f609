import ArgumentParser
import Examination
import Faults
import Registry

struct JobCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "job", abstract: "Run one job of a planned benchmark, for schedulers.",
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
}
