import ArgumentParser
import Faults
import Registry

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

    func run() throws {
      let rebuilt = try RegistryIndex.rebuild(
        home: homeOptions.homeFolder, reportedBy: homeOptions.catalogue().entries)
      for line in rebuilt.contents.refused { Terminal.note("left out: \(line)") }
      Terminal.say(
        "\(homeOptions.homeFolder.registry.relativePath): \(rebuilt.contents.runs) runs, \(rebuilt.contents.comparisons) comparisons"
      )
      guard rebuilt.contents.refused.isEmpty else {
        Terminal.note("\(rebuilt.contents.refused.count) folders are left out; the others stand.")
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

    func run() throws {
      let findings = try homeOptions.registry().check()
      guard let last = findings.last else {
        return Terminal.say("\(homeOptions.homeFolder.registry.relativePath): sound")
      }
      findings.dropLast().forEach(Terminal.complain)
      throw Fault(.data, last)
    }
  }
}
