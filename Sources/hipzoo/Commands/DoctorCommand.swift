import ArgumentParser
import Doctor
import Foundation
import OpenSim
import Processes
import Runs

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Look at what HipZoo needs on this machine, and say what to do.",
    discussion: """
      Looks at the toolchain, the libraries, every manifest, the home folder, the weights, the registry and the \
      downloads in it and the programs of process entries; inside a checkout also at Package.swift against the \
      folders, the manifests and this program.

      Exit status: 0 when all is well or only noted, else that of the first thing that is wrong: 65 a file needs \
      mending, 66 something is not there, 74 a folder cannot be read or written.

      EXAMPLE
        hipzoo doctor
      """)

  @OptionGroup var homeOptions: HomeOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let results =
      Checkup(
        home: HomeFolder(homeOptions.home), folders: homeOptions.folders, here: URL(fileURLWithPath: "."),
        types: compiledArchitectures, builtIn: embeddedManifests
      ).results() + [openSim()]
    if json { Terminal.say(try jsonText(results)) }
    let width = results.map(\.subject.count).max() ?? 0
    for finding in results where !json {
      let space = String(repeating: " ", count: width - finding.subject.count)
      Terminal.say("\(mark(finding.state)) \(finding.subject)\(space)  \(finding.text)")
      if let advice = finding.advice { Terminal.say("      \(String(repeating: " ", count: width))\(advice)") }
    }
    let status = Checkup.status(of: results)
    if status != 0 { throw ExitCode(status) }
  }

  /// Whether markers could be simulated here.
  private func openSim() -> CheckResult {
    let python = OpenSimPython()
    do {
      let version = try python.version()
      return .well("opensim", "OpenSim \(version), by '\(python.path)'")
    } catch {
      return .note(
        "opensim", "the Python '\(python.path)' has no OpenSim, which only 'cohort simulate' needs",
        "pip install opensim, and name its Python with $HIPZOO_PYTHON.")
    }
  }

  private func mark(_ state: CheckResult.State) -> String {
    switch state {
    case .well: "ok   "
    case .note: "note "
    case .wrong: "wrong"
    }
  }
}
