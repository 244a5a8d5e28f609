import ArgumentParser
import Faults
import Formats
import Foundation
import Protocols

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check that entries keep what every entry has to.",
    discussion: """
      Shapes, unused parameters, determinism, dropout, batches, causality, extremes, gradients and weights files, each entry in a process of \
      its own, so that one that stops the program is one line. A program is called with 'fit' and 'predict', some calls \
      twice and in another order, with your rights. Ends with 65 when anything is wrong.

      EXAMPLE
        hipzoo check mynet-jm60
      """)

  @OptionGroup var homeOptions: HomeOptions

  @Argument(help: "The entries, 'lstm' standing for all of that name; by default all that are compiled in.")
  var entries: [String] = []

  @Flag(help: "Print JSON.")
  var json = false

  @Option(help: .hidden)
  var inside: String?

  func run() throws {
    let answers = inside.map { _ in OwnChild.answers() }
    if let answers, inside == NetworkCounts.question { return try NetworkCounts.answer(entries, to: answers) }
    let catalogue = try homeOptions.catalogue()
    let all = catalogue.names.filter { name in
      guard let entry = catalogue.entries.first(where: { $0.name == name }) else { return true }
      return if case .architecture = entry.implementation { entry.replacement == nil } else { false }
    }
    let names =
      entries.isEmpty
      ? all
      : entries.flatMap { word in
        let meant = catalogue.names.entries(meantBy: word)
        return meant.isEmpty ? [word] : meant
      }
    if let inside, let answers {
      guard let name = names.first, let depth = EntryCheck.Depth(rawValue: inside) else { return }
      let check = try EntryCheck(manifest: catalogue.entry(named: name), options: homeOptions)
      return try answers.write(contentsOf: Data(jsonText(check.inside(depth)).utf8))
    }
    let reports = try names.map { name in
      // A file that is no entry does not conform, and the others are looked at.
      if let skipped = catalogue.skipped.first(where: { $0.name == name }) {
        return EntryCheck.Report(entry: name, violations: [skipped.fault.description])
      }
      return try EntryCheck(manifest: catalogue.entry(named: name), options: homeOptions).outside(.all)
    }
    if json { Terminal.say(try jsonText(reports)) }
    for report in reports where !json {
      if report.violations.isEmpty { Terminal.say("\(report.entry): conforms") }
      // A name of a parameter may hold anything, and a violation is one line.
      for violation in report.violations {
        Terminal.say("\(report.entry): \(violation.replacing("\n", with: "\\n"))")
      }
    }
    let wrong = reports.filter { !$0.violations.isEmpty }
    guard wrong.isEmpty else {
      throw Fault(
        .data,
        "\(wrong.count) of \(reports.count) \(reports.count == 1 ? "entry does" : "entries do") not conform: "
          + "\(wrong.map(\.entry).joined(separator: ", ")).")
    }
  }
}
