import ArgumentParser
import Formats
import Foundation
import Protocols
import Weights

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show an entry: configuration, parameters, weights, scores, licence, citation.",
    discussion: """
      EXAMPLE
        hipzoo show transformer-mf60
      """)

  @OptionGroup var homeOptions: HomeOptions

  @Argument(help: "The entry.")
  var entry: String

  func run() throws {
    let manifest = try homeOptions.catalogue().entry(named: entry)
    Terminal.say(manifest.name)
    manifest.description.map { Terminal.say($0) }
    if let replacement = manifest.replacement { Terminal.say("replaced by   \(replacement)") }
    let task = manifest.task
    Terminal.say("task          \(task.name): \(task.outputs.count) outputs in \(task.unit)")
    try showArchitecture(manifest)
    Terminal.say("licence       \(manifest.license ?? "not stated")")
    showWeights(manifest)
    showScores(manifest)
    if let citation = manifest.citation { Terminal.say("citation\n\(indented(citation))") }
  }

  private func showArchitecture(_ manifest: Manifest) throws {
    switch manifest.implementation {
    case .process(let command, _): Terminal.say("process       \(command.joined(separator: " "))")
    case .architecture(let name):
      let configured = try manifest.configured(among: compiledArchitectures)
      let parameters = configured.parameters(of: manifest.task)
      Terminal.say("architecture  \(name)\(configured.architecture.isCausal ? ", causal" : "")")
      Terminal.say("configuration \(configured.configuration.canonicalJSON)")
      Terminal.say("parameters    \(parameters.count) in \(parameters.names.count) tensors")
    }
  }

  private func showWeights(_ manifest: Manifest) {
    let installed = InstalledWeights(homeOptions.homeFolder.weights).file(of: manifest.name)
    let isHere = FileManager.default.fileExists(atPath: installed.path)
    Terminal.say("weights       \(isHere ? installed.relativePath : "not here yet")")
    for weights in manifest.weights {
      Terminal.say("  published   \(weights.address)")
      let size = weights.bytes.map { "\($0) bytes, " } ?? ""
      Terminal.say("              \(size)\(weights.license), sha256 \(weights.sha256)")
    }
  }

  private func showScores(_ manifest: Manifest) {
    guard !manifest.reported.isEmpty else { return }
    Terminal.say("reported by its authors, in \(manifest.task.unit) (R2 has no unit)")
    var table = TextTable(["  cohort", "subset", "RMSE", "MAE", "R2", "source"], numbers: [2, 3, 4])
    for score in manifest.reported {
      let numbers = [score.rmse, score.mae, score.r2].map { String(format: "%.4f", $0) }
      table.add(["  \(score.cohort)", score.subset] + numbers + [score.source])
    }
    table.print()
  }

  private func indented(_ text: String) -> String {
    text.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
  }
}
