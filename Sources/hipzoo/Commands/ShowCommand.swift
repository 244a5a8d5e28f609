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

  @Argument(help: "The entry, or weights with a name of their own.")
  var entry: String

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let manifest = try homeOptions.makeable(homeOptions.catalogueOfWeights()).entry(named: entry)
    let facts = try EntryFacts(
      manifest, architectures: compiledArchitectures, installed: homeOptions.installed, code: embeddedCode
    )
    .facts
    guard !json else { return Terminal.say(try jsonText(ShownEntry(manifest, facts))) }
    Terminal.say(manifest.name)
    manifest.description.map { Terminal.say($0) }
    for fact in facts { Terminal.say(fact.name.padding(toLength: 14, withPad: " ", startingAt: 0) + fact.value) }
    showScores(manifest)
    if let citation = manifest.citation { Terminal.say("citation\n\(indented(citation))") }
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

/// All that is shown of an entry, as JSON.
private struct ShownEntry: Encodable {
  var name: String
  var description: String?
  var facts: [EntryFacts.Fact]
  var reported: [ReportedScore]
  var citation: String?

  init(_ manifest: Manifest, _ facts: [EntryFacts.Fact]) {
    (name, description, citation) = (manifest.name, manifest.description, manifest.citation)
    (self.facts, reported) = (facts, manifest.reported)
  }
}
