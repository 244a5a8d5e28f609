import ArgumentParser
import Fetching
import Processes
import Runs

/// A command that writes, and that first removes what killed commands left.
protocol SweepingCommand: ParsableCommand {
  /// Removes temporary files and folders whose process has ended, and ends programs that outlived their command.
  func sweep()
}

/// One that works in a home folder.
protocol HomeSweepingCommand: SweepingCommand {
  var homeOptions: HomeOptions { get }
}

extension CohortSimulateCommand: SweepingCommand {
  func sweep() { ScratchFolders.removeAbandoned() }
}

extension BenchmarkCommand: HomeSweepingCommand {}
extension TrainCommand: HomeSweepingCommand {}
extension WorkCommand: HomeSweepingCommand {}
extension JobCommand: HomeSweepingCommand {}
extension EvaluateCommand: HomeSweepingCommand {}
extension FinetuneCommand: HomeSweepingCommand {}
extension PullCommand: HomeSweepingCommand {}
extension PublishCommand: HomeSweepingCommand {}
extension ReportCommand: HomeSweepingCommand {}
extension WeightsCommand.Import: HomeSweepingCommand {}
extension CohortPullCommand: HomeSweepingCommand {}
extension RegistryCommand.Rebuild: HomeSweepingCommand {}

extension HomeSweepingCommand {
  func sweep() {
    let home = HomeFolder(homeOptions.home)
    home.removeLeftovers()
    BlobCache(home.blobs).recover()
    ScratchFolders.removeAbandoned()
  }
}
