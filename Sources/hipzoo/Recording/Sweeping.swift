import ArgumentParser
import Fetching
import Formats
import Foundation
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
  /// The simulation itself sweeps the folders that it writes to, whose name it knows.
  func sweep() {
    ScratchFolders.removeAbandoned()
    if example {
      AtomicFile.removeLeftovers(in: URL(fileURLWithPath: output ?? "example-session").appending(path: "example"))
    }
  }
}

/// One that writes a file, or files in a folder, and no home.
protocol OutputSweepingCommand: SweepingCommand {
  var output: String { get }
}

extension OutputSweepingCommand {
  func sweep() {
    let output = URL(fileURLWithPath: output)
    for folder in [output, output.deletingLastPathComponent()] { AtomicFile.removeLeftovers(directlyIn: folder) }
  }
}

extension CohortImportCommand: OutputSweepingCommand {}
extension CohortSynthesizeCommand: OutputSweepingCommand {}
extension PredictCommand: OutputSweepingCommand {}

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
