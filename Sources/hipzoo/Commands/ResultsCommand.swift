import ArgumentParser
import Faults
import Foundation
import Registry
import Runs

struct ResultsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "results", abstract: "Keep scores of sealed runs as small text files, and hold runs against them.",
    discussion: """
      A result says entry, protocol, cohort and split with their fingerprints, the machine, the hours and the scores of \
      every subject; hipzoo leaderboard --results makes the table of a folder of them.

      EXAMPLE
        hipzoo leaderboard --results results
      """, subcommands: [Add.self, Check.self])

  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add the results of runs to a folder.",
      discussion: """
        EXAMPLE
          hipzoo results add lstm-jm60-quick-s2025-1f2e3d4c --to results
        """)

    @OptionGroup var homeOptions: HomeOptions

    @Argument(help: "The runs, as hipzoo runs list prints them.")
    var runs: [String]

    @Option(help: ArgumentHelp("The folder to add them to.", valueName: "dir"))
    var to = "results"

    func run() throws {
      let home = try homeOptions.homeFolder
      let results = try runs.map { name in
        let folder = try home.run(named: name)
        guard let run = try FinishedRun(folder) else {
          throw Fault(.data, at: .file(folder.url.relativePath), "the run has no scores yet; finish it first.")
        }
        return try ResultFile(run)
      }
      let folder = ResultFolder(URL(fileURLWithPath: to))
      for result in results { Terminal.say("wrote \(try folder.keep(result).relativePath)") }
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Hold results against the sealed runs of the home folder; any that differs or is broken ends with 65.",
      discussion: """
        EXAMPLE
          hipzoo results check results
        """)

    @OptionGroup var homeOptions: HomeOptions

    @Argument(help: ArgumentHelp("The folder of results.", valueName: "dir"))
    var folder = "results"

    @Flag(help: "Print JSON.")
    var json = false

    /// What became of one result.
    private struct Line: Encodable {
      enum State: String, Encodable, CaseIterable {
        case same, different
        case notHere = "not here"
        case broken
      }

      var run: String
      var state: State
      var reason: String?
    }

    func run() throws {
      let home = try homeOptions.homeFolder
      let lines = try ResultFolder(URL(fileURLWithPath: folder)).read().map { file, result in
        let name = file.deletingPathExtension().lastPathComponent
        // A file that is broken keeps none of the others from being looked at.
        do { return try line(of: result.get(), in: home) } catch {
          return Line(run: name, state: .broken, reason: "\(error)")
        }
      }
      let counts = Line.State.allCases.map { state in lines.count { $0.state == state } }
      if json {
        Terminal.say(try jsonText(lines))
      } else {
        for line in lines where line.state != .same {
          Terminal.say("\(line.run): \(line.state.rawValue)\(line.reason.map { ": \($0)" } ?? "")")
        }
        Terminal.say(
          "of \(counted(lines.count, "result")): \(counts[0]) as in the runs here, \(counts[1]) different, "
            + "\(counts[2]) without a run here" + (counts[3] > 0 ? ", \(counts[3]) broken" : ""))
      }
      let all = "of \(counted(lines.count, "result"))"
      let bad = [(counts[1], "not what the sealed runs say"), (counts[3], "broken")].filter { $0.0 > 0 }
      if !bad.isEmpty {
        throw Fault(.data, bad.map { "\($0.0) \(all): \($0.1)" }.joined(separator: "; ") + ".")
      }
    }

    private func line(of result: ResultFile, in home: HomeFolder) throws -> Line {
      let run = RunFolder(home.runs.appending(path: result.run))
      guard FileManager.default.fileExists(atPath: run.url.path), let finished = try FinishedRun(run) else {
        return Line(run: result.run, state: .notHere)
      }
      let reason = result.difference(from: try ResultFile(finished))
      return Line(run: result.run, state: reason == nil ? .same : .different, reason: reason)
    }
  }
}
