import ArgumentParser
import Foundation
import Protocols
import Runs
import Weights

struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the entries of the zoo.",
    discussion: """
      EXAMPLE
        hipzoo list --task joint-moment
      """)

  @OptionGroup var homeOptions: HomeOptions

  @Option(help: "Only entries of this task: muscle-force or joint-moment.")
  var task: String?

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let task = try task.map { try PredictionTasks.named($0) }
    let catalogue = try homeOptions.catalogue()
    let entries = try catalogue.entries.filter { task == nil || $0.task.name == task?.name }
      .map { try EntrySummary($0, home: homeOptions.homeFolder) }
    guard !json else { return try Terminal.say(jsonText(entries)) }
    var table = TextTable(
      ["entry", "architecture", "task", "parameters", "weights", "licence", "RMSE reported"], numbers: [3, 6])
    for entry in entries {
      table.add([
        entry.name, entry.architecture, entry.task, entry.parameters.map(String.init) ?? "-", entry.weights,
        entry.license ?? "-", entry.reportedRMSE.map { String(format: "%.4f", $0) } ?? "-",
      ])
    }
    table.print()
  }
}

/// What a list says of one entry.
struct EntrySummary: Encodable {
  let name: String
  let architecture: String
  let task: String
  let parameters: Int?
  let weights: String
  let license: String?
  let reportedRMSE: Double?

  init(_ manifest: Manifest, home: HomeFolder) throws {
    name = manifest.name
    task = manifest.task.name
    license = manifest.license
    reportedRMSE = manifest.reported.first { $0.cohort == "healthy" && $0.subset == "overall" }?.rmse
    let isHere = FileManager.default.fileExists(atPath: InstalledWeights(home.weights).file(of: manifest.name).path)
    weights = isHere ? "here" : manifest.weights.isEmpty ? "none" : "published"
    switch manifest.implementation {
    case .architecture(let name):
      architecture = name
      parameters = try manifest.configured(among: compiledArchitectures).parameters(of: manifest.task).count
    case .process(let command, _):
      architecture = "process: \(command.first ?? "")"
      parameters = nil
    }
  }
}

/// JSON for programs: keys sorted, two spaces.
func jsonText(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  return String(decoding: try encoder.encode(value), as: UTF8.self)
}
