import ArgumentParser
import Formats
import Registry
import Runs

struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "List the runs of the home folder, or remove some.",
    discussion: """
      EXAMPLE
        hipzoo runs list
      """,
    subcommands: [List.self, Remove.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List every run: of what, by which protocol, on whom, and how far it has come.",
      discussion: """
        EXAMPLE
          hipzoo runs list --json
        """)

    @OptionGroup var homeOptions: HomeOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let home = try homeOptions.homeFolder
      let runs = home.runNames.map { ListedRun(RunFolder(home.runs.appending(path: $0))) }
      guard !json else { return Terminal.say(try jsonText(runs)) }
      guard !runs.isEmpty else { return Terminal.say("there are no runs in \(home.runs.relativePath)") }
      var table = TextTable(
        ["run", "state", "entry", "origin", "protocol", "cohort", "tested on", "seed", "KiB"], numbers: [7, 8])
      for run in runs {
        let origin = run.weights ?? run.origin?.rawValue
        let people = run.populations.isEmpty ? nil : run.populations.joined(separator: ", ")
        let seed = run.seed.map { String($0) }
        let size = String((run.bytes + 1023) / 1024)
        let cells: [String?] = [
          run.name, run.state.rawValue, run.entry, origin, run.protocol, run.cohort, people, seed, size,
        ]
        table.add(cells.map { $0 ?? "-" })
      }
      let least = ["seed", "tested on", "KiB", "cohort", "protocol", "entry", "origin"]
      table.lines(width: Terminal.columns, least: least).forEach(Terminal.say)
    }
  }

  struct Remove: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove runs and the comparisons that they took part in; nothing brings them back but training again.",
      discussion: """
        EXAMPLE
          hipzoo runs remove lstm-jm60-quick-s2025-1f2e3d4c
        """)

    @OptionGroup var homeOptions: HomeOptions

    @Argument(help: "The runs, as hipzoo runs list prints them.")
    var runs: [String]

    @Flag(help: "Print JSON.")
    var json = false

    /// What was removed, for programs.
    private struct Outcome: Encodable { let removed, leftOut: [String] }

    func validate() throws {
      if runs.isEmpty { throw ValidationError("Name at least one run.") }
    }

    func run() throws {
      let home = try homeOptions.homeFolder
      let catalogue = try homeOptions.catalogue()
      // All are looked for before any is removed.
      let folders = try runs.map { try home.run(named: $0) }
      for folder in folders {
        try home.remove(folder)
        if !json { Terminal.say("removed \(folder.url.relativePath)") }
      }
      let contents = try RegistryIndex.rebuild(home: home, reportedBy: catalogue.entries).contents
      if json {
        let removed = folders.map(\.url.relativePath)
        return Terminal.say(try jsonText(Outcome(removed: removed, leftOut: contents.refused)))
      }
      for line in contents.refused { Terminal.note("left out of the registry: \(line)") }
    }
  }
}
