import ArgumentParser
import Publishing
import Zoo

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Re-hash the cache, the installed weights and the files of all runs.",
    discussion: """
      EXAMPLE
        hipzoo verify
      """)

  @OptionGroup var workplace: Workplace

  func run() throws {
    let verification = Verification(
      try workplace.catalogue(), architectures: compiledArchitectures, home: workplace.homeFolder)
    let findings = try verification.findings()
    for finding in findings where finding.problem == nil { Terminal.say("sound  \(finding.what)") }
    let wrong = findings.filter { $0.problem != nil }.map { "\($0.what): \($0.problem ?? "")" }
    guard let last = wrong.last else {
      return Terminal.say(findings.isEmpty ? "there is nothing to verify yet" : "all \(findings.count) sound")
    }
    wrong.dropLast().forEach(Terminal.complain)
    throw Fault(.data, last)
  }
}
