import ArgumentParser
import Faults
import Registry
import Runs

struct RegistryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "registry", abstract: "Make the registry anew from the run folders, or check it.",
    discussion: """
      EXAMPLE
        hipzoo registry check
      """,
    subcommands: [Rebuild.self, Check.self])

  struct Rebuild: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make the registry anew from the run and examination folders alone.",
      discussion: """
        EXAMPLE
          hipzoo registry rebuild
        """)

    @OptionGroup var homeOptions: HomeOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      try homeOptions.homeFolder.removeAllLeftovers()
      let contents = try RegistryIndex.rebuild(
        home: homeOptions.homeFolder, reportedBy: homeOptions.catalogue().entries
      ).contents
      for line in contents.refused { Terminal.note("left out: \(line)") }
      try Terminal.say(
        json
          ? jsonText(contents)
          : "\(homeOptions.homeFolder.registry.relativePath): \(counted(contents.runs, "run")), "
            + counted(contents.comparisons, "comparison")
      )
      guard contents.refused.isEmpty else {
        Terminal.note("\(counted(contents.refused.count, "folder is", "folders are")) left out; the others stand.")
        throw ExitCode(Fault.Kind.data.rawValue)
      }
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Verify pages, keys, digests and orphans; exit with 65 on anything that is wrong.",
      discussion: """
        EXAMPLE
          hipzoo registry check
        """)

    @OptionGroup var homeOptions: HomeOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let findings = try homeOptions.registry().check()
      let file = try homeOptions.homeFolder.registry.relativePath
      if json { Terminal.say(try jsonText(RegistryFindings(registry: file, findings: findings))) }
      guard let last = findings.last else {
        if !json { Terminal.say("\(file): sound") }
        return
      }
      findings.dropLast().forEach(Terminal.complain)
      throw Fault(.data, last)
    }
  }
}

/// What a check of the registry has found, as JSON; nothing when it is sound.
private struct RegistryFindings: Encodable {
  var registry: String
  var findings: [String]
}
