import ArgumentParser
import Examination
import Foundation
import Registry
import Zoo

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

    @OptionGroup var workplace: Workplace

    func run() throws {
      let (_, contents) = try Registry.rebuild(
        home: workplace.homeFolder, reportedBy: workplace.catalogue().entries)
      for line in contents.refused { Terminal.note("left out: \(line)") }
      Terminal.say(
        "\(workplace.homeFolder.registry.relativePath): \(contents.runs) runs, \(contents.comparisons) comparisons")
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Verify pages, keys, digests and orphans; exit with 65 on anything that is wrong.",
      discussion: """
        EXAMPLE
          hipzoo registry check
        """)

    @OptionGroup var workplace: Workplace

    func run() throws {
      let findings = try workplace.registry().check()
      guard let last = findings.last else {
        return Terminal.say("\(workplace.homeFolder.registry.relativePath): sound")
      }
      findings.dropLast().forEach(Terminal.complain)
      throw Fault(.data, last)
    }
  }
}

extension Workplace {
  /// Takes up in the registry what examinations have left so far.
  func record(_ examinations: [Examination]) throws {
    let registry = try registry()
    for examination in examinations {
      let runs = examination.runs.filter { $0.scores != nil }.map(\.folder)
      try registry.record(examination: examination.folder, runs: runs)
    }
  }

  /// Takes up what a job has left, when that is a run's scores or an examination's comparison.
  func record(job id: String) throws {
    guard let name = id.split(separator: "/").first else { return }
    let run = RunFolder(homeFolder.runs.appending(path: String(name)))
    if FileManager.default.fileExists(atPath: run.url.path) { try registry().record(run: run) }
    let examination = homeFolder.examinations.appending(path: String(name))
    if FileManager.default.fileExists(atPath: examination.path) { try registry().record(examination: examination) }
  }
}
