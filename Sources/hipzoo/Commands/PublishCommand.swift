import ArgumentParser
import Faults
import Foundation
import Publishing
import Runs

struct PublishCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish", abstract: "Write the zoo as a folder that any web server can serve.",
    discussion: """
      A front page and one for each entry, task, cohort and protocol, the report with its figures, and for programs \
      index.json, weights by digest, manifests, model cards and the leaderboard as CSV and JSON.

      EXAMPLE
        hipzoo publish --output site
        hipzoo serve site
      """)

  @OptionGroup var homeOptions: HomeOptions

  @Option(help: ArgumentHelp("The folder; made when it is not there.", valueName: "dir"))
  var output: String

  @Flag(help: "Print JSON.")
  var json = false

  /// What was written, for programs.
  private struct Outcome: Encodable {
    let output: String
    let entries, weights: Int
  }

  func run() throws {
    let folder = URL(fileURLWithPath: output)
    try refuseHome(folder)
    let publication = Publication(
      try homeOptions.registry(), try homeOptions.catalogueOfWeights(), architectures: compiledArchitectures,
      current: try homeOptions.currentFingerprints())
    let index = try publication.write(to: folder)
    let count = index.entries.reduce(0) { $0 + $1.weights.count }
    if json {
      return Terminal.say(try jsonText(Outcome(output: output, entries: index.entries.count, weights: count)))
    }
    let entries = counted(index.entries.count, "entry", "entries")
    Terminal.say("\(output): \(entries), \(counted(count, "file")) of weights")
  }

  /// Refuses a folder that would mix what is served with the state, or serve it.
  private func refuseHome(_ folder: URL) throws {
    func parts(_ url: URL) -> [String] { url.standardizedFileURL.resolvingSymlinksInPath().pathComponents }
    let (site, home) = (parts(folder), parts(try homeOptions.homeFolder.url))
    guard site.starts(with: home) || home.starts(with: site) else { return }
    throw Fault(
      .usage,
      "--output '\(output)' \(site.starts(with: home) ? "is in" : "holds") the home folder, which is not for serving; "
        + "give a folder of its own, such as --output site.")
  }
}

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serve a published zoo on this machine's loopback, for reading only.",
    discussion: """
      EXAMPLE
        hipzoo serve site --port 8060
      """)

  @Argument(help: ArgumentHelp("The folder that hipzoo publish wrote.", valueName: "dir"))
  var folder: String

  @Option(parsing: .unconditional, help: "The port; 0 for any that is free.")
  var port: UInt16 = 8060

  @Flag(help: "Print no line for each request.")
  var quiet = false

  func run() async throws {
    let server = try await StaticServer(URL(fileURLWithPath: folder), port: port)
    Terminal.say("http://127.0.0.1:\(server.port)  (end with Ctrl-C)")
    let isQuiet = quiet
    try await server.run { line in if !isQuiet { Terminal.note(line) } }
  }
}
