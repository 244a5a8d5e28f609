import ArgumentParser
import Faults
import Formats
import Foundation
import Protocols

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check that entries keep what every architecture has to.",
    discussion: """
      Shapes, determinism, dropout, batches, causality, extremes, gradients and weights files, each entry in a process of \
      its own, so that one that stops the program is one line. Ends with 65 when anything is wrong.

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
    let catalogue = try homeOptions.catalogue()
    let names = catalogue.entries.map(\.name)
    let chosen =
      try entries.isEmpty
      ? catalogue.entries.filter { if case .architecture = $0.implementation { $0.replacement == nil } else { false } }
      : entries.flatMap { word in
        let meant = names.entries(meantBy: word)
        return try (meant.isEmpty ? [word] : meant).map(catalogue.entry(named:))
      }
    let checks = chosen.map { EntryCheck(manifest: $0, options: homeOptions) }
    if let inside {
      guard let check = checks.first, let depth = EntryCheck.Depth(rawValue: inside) else { return }
      return Terminal.say(try jsonText(check.inside(depth)))
    }
    let reports = try checks.map { try $0.outside(.all) }
    if json { Terminal.say(try jsonText(reports)) }
    for report in reports where !json {
      if report.violations.isEmpty { Terminal.say("\(report.entry): conforms") }
      for violation in report.violations { Terminal.say("\(report.entry): \(violation)") }
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
