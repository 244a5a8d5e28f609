import ArgumentParser
import Formats
import Foundation
import Protocols
import Weights

struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the entries of the zoo.",
    discussion: """
      EXAMPLE
        hipzoo list --task joint-moment
      """)

  @OptionGroup var homeOptions: HomeOptions

  @OptionGroup var taskOption: TaskOption

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let task = try taskOption.name()
    let installed = try homeOptions.installed
    let catalogue = try homeOptions.makeable(homeOptions.catalogueOfWeights())
    let manifests = catalogue.entries.filter { task == nil || $0.task.name == task }
    let threads = manifests.count < 100 ? 1 : ProcessInfo.processInfo.activeProcessorCount
    let entries = try concurrentMap(manifests.count, threads: threads) { number in
      Result { try EntrySummary(manifests[number], architectures: compiledArchitectures, installed: installed) }
    }
    .map { try $0.get() }
    guard !json else {
      return try Terminal.say(jsonText(entries.map(Listed.entry) + catalogue.skipped.map(Listed.skipped)))
    }
    var table = TextTable(
      ["entry", "architecture", "task", "parameters", "weights", "licence", "RMSE reported", "origin of weights"],
      numbers: [3, 6])
    for entry in entries {
      table.add([
        entry.name, entry.architecture, entry.task, entry.parameters.map(String.init) ?? "-", entry.weights.rawValue,
        entry.license ?? "-", entry.reportedRMSE.map { String(format: "%.4f", $0) } ?? "-",
        entry.label?.text ?? "-",
      ])
    }
    let least = ["task", "architecture", "weights", "RMSE reported", "parameters", "licence", "origin of weights"]
    table.lines(width: Terminal.columns, least: least).forEach(Terminal.say)
  }
}

/// One element of the list in JSON: an entry, or a file that is none, which has the key `reason`.
private enum Listed: Encodable {
  case entry(EntrySummary)
  case skipped(SkippedManifest)

  func encode(to encoder: any Encoder) throws {
    switch self {
    case .entry(let entry): try entry.encode(to: encoder)
    case .skipped(let file): try file.encode(to: encoder)
    }
  }
}
