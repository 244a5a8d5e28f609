import ArgumentParser
import Foundation
import Publishing

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

  func run() throws {
    let publication = Publication(
      try homeOptions.registry(), try homeOptions.catalogueOfWeights(), architectures: compiledArchitectures,
      current: try homeOptions.currentFingerprints())
    let index = try publication.write(to: URL(fileURLWithPath: output))
    let count = index.entries.reduce(0) { $0 + $1.weights.count }
    Terminal.say("\(output): \(index.entries.count) entries, \(count) files of weights")
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
