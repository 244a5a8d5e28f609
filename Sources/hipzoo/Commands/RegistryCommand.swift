import ArgumentParser
import Examination
import Faults
import Foundation
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

    func run() throws {
      let (_, contents) = try RegistryIndex.rebuild(
        home: homeOptions.homeFolder, reportedBy: homeOptions.catalogue().entries)
      for line in contents.refused { Terminal.note("left out: \(line)") }
      Terminal.say(
        "\(homeOptions.homeFolder.registry.relativePath): \(contents.runs) runs, \(contents.comparisons) comparisons")
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

extension HomeOptions {
  /// Takes up in the registry what examinations have left so far.
  func record(_ examinations: [ExaminationPlan]) throws {
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
