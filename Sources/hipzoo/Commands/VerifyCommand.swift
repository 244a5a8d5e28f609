import ArgumentParser
import Faults
import Publishing

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Re-hash the cache, the installed weights and the files of all runs.",
    discussion: """
      EXAMPLE
        hipzoo verify
      """)

  @OptionGroup var homeOptions: HomeOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let verification = Verification(
      try homeOptions.catalogue(), architectures: compiledArchitectures, home: homeOptions.homeFolder)
    let files = try verification.files()
    if json { Terminal.say(try jsonText(files)) }
    for finding in files where finding.problem == nil && !json { Terminal.say("sound  \(finding.what)") }
    let wrong = files.filter { $0.problem != nil }.map { "\($0.what): \($0.problem ?? "")" }
    guard let last = wrong.last else {
      if !json { Terminal.say(files.isEmpty ? "there is nothing to verify yet" : "all \(files.count) sound") }
      return
    }
    wrong.dropLast().forEach(Terminal.complain)
    throw Fault(.data, last)
  }
}
