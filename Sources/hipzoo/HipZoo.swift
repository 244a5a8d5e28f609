import ArgumentParser
import Faults
import Formats
import Foundation
import Processes
import Protocols

/// The command `hipzoo`.
@main
struct HipZoo: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hipzoo",
    abstract: "A model zoo with a fixed examination: hip muscle forces and moments from joint angles.",
    discussion: """
      EXAMPLE
        hipzoo list
        hipzoo weights import Transformer_MF60.pt
        hipzoo predict transformer-mf60 --input trials.npz --output forces.csv

      State lives in one folder: --home DIR, else $HIPZOO_HOME, else .hipzoo in the working directory.
      Exit status: 0 done, 64 usage, 65 bad data, 66 missing input, 70 a fault of HipZoo, 74 reading or writing; work \
      that was stopped and can go on: 129 by a closed terminal, 130 by Ctrl-C, 143 by SIGTERM, \
      75 by a worker's own time.
      """,
    version: hipzooVersion,
    subcommands: [
      ListCommand.self, ShowCommand.self, WeightsCommand.self, PredictCommand.self, CohortCommand.self,
      TaskCommand.self, ProtocolCommand.self,
      BenchmarkCommand.self, TrainCommand.self, EvaluateCommand.self, JobCommand.self,
      WorkCommand.self, SubmitCommand.self, StatusCommand.self,
      FinetuneCommand.self, LeaderboardCommand.self, CompareCommand.self, RunsCommand.self, ResultsCommand.self,
      RegistryCommand.self,
      CiteCommand.self,
      PullCommand.self, VerifyCommand.self, PublishCommand.self, ServeCommand.self,
      ReportCommand.self, PlotCommand.self,
      NewCommand.self, CheckCommand.self, DoctorCommand.self,
    ])

  /// Makes known what plugins bring besides architectures.
  private static func addPlugins() throws {
    try EvaluationProtocols.add(compiledPlugins.compactMap { $0 as? any EvaluationProtocol.Type })
    try PredictionTasks.add(compiledPlugins.compactMap { ($0 as? any CompiledTask.Type)?.init() })
  }

  /// Makes the tasks known that stand in `tasks/` of the folders of manifests, before a command asks for one.
  private static func addTasks(for command: any ParsableCommand) throws {
    let groups = Mirror(reflecting: command).children.compactMap { $0.value as? OptionGroup<HomeOptions> }
    guard let options = groups.first?.wrappedValue else { return }
    try PredictionTasks.add(folders: options.folders.map { $0.appending(path: "tasks") })
  }

  static func main() async {
    // A limit of the size of files is told by writing, as a full disk is.
    signal(SIGXFSZ, SIG_IGN)
    ProgramGuard.adopt()
    do {
      try addPlugins()
      var command = try parseAsRoot()
      try addTasks(for: command)
      (command as? any SweepingCommand)?.sweep()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      Terminal.sayWaiting()
      try Terminal.checkWritten()
    } catch let fault as Fault {
      Terminal.complain(fault.description)
      Foundation.exit(fault.kind.rawValue)
    } catch {
      let status = exitCode(for: error)
      let message = fullMessage(for: error)
      // Help is a result; anything else that the parser or the system says is not.
      if !message.isEmpty {
        Terminal.write(printable(message) + "\n", to: status.isSuccess ? .standardOutput : .standardError)
      }
      do { try Terminal.checkWritten() } catch {
        Terminal.complain("\(error)")
        Foundation.exit(Fault.Kind.io.rawValue)
      }
      Foundation.exit(status.rawValue)
    }
  }
}
