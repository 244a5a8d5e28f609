import Conformance
import Examination
import Faults
import Formats
import Foundation
import Jobs
import Processes
import Protocols
import Zoo

/// What every entry has to keep, looked at in a process of its own: a network whose layers do not fit together ends
/// the process that builds it, and with a child that is one line about one entry.
struct EntryCheck {
  /// What was found out about an entry.
  struct Report: Codable {
    let entry: String
    /// What is wrong, a sentence each; none when the entry conforms.
    let violations: [String]
  }

  /// How much is looked at.
  enum Depth: String { case all, forward }

  let manifest: Manifest
  let options: HomeOptions

  /// Looks at the entry in this process.
  /// - Throws: ``Fault`` where it cannot be looked at.
  func inside(_ depth: Depth) throws -> Report {
    guard case .architecture(let name) = manifest.implementation,
      let type = compiledArchitectures.first(where: { $0.name == name })
    else { return try Report(entry: manifest.name, violations: programViolations()) }
    let count = try manifest.configured(among: compiledArchitectures).parameterCount(of: manifest.task)
    // Weights, gradients and the optimiser's two moments.
    let (bytes, memory) = (Double(count) * 16, Double(ProcessInfo.processInfo.physicalMemory))
    guard bytes < memory else {
      return Report(
        entry: manifest.name,
        violations: [
          "Its \(count) parameters take \(Int(bytes / 1e9)) GB to train, and this machine has \(Int(memory / 1e9)) GB; make "
            + "it smaller in 'configuration'."
        ])
    }
    let kit = ConformanceKit(of: type, manifest.configuration, task: manifest.task)
    let found = depth == .all ? kit.violations() : kit.forwardViolations()
    return Report(entry: manifest.name, violations: found.map(\.description))
  }

  /// What is wrong with a program; its output stays where the sentences say when anything is.
  private func programViolations() throws -> [String] {
    let rules = try NamedProtocol.find("quick", builtIn: embeddedProtocols)
    guard let recipe = rules.rules.training else { throw Fault(.software, "The protocol 'quick' has no recipe.") }
    let folder = FileManager.default.temporaryDirectory.appending(path: "hipzoo-check-\(manifest.name)")
    try? FileManager.default.removeItem(at: folder)
    let context = JobContext(threads: 1, interruption: Interruption(), report: { _ in })
    let entry = try TrainableEntry(manifest, among: compiledArchitectures, code: embeddedCode)
    let found = try ProgramCheck(entry, recipe: recipe).violations(in: folder, context)
    if found.isEmpty { try? FileManager.default.removeItem(at: folder) }
    return found
  }

  /// Looks at the entry in a child process.
  /// - Throws: ``Fault`` of kind `io` when the child cannot be started.
  func outside(_ depth: Depth) throws -> Report {
    let child = Process()
    child.executableURL = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    child.arguments =
      ["check", manifest.name, "--inside", depth.rawValue] + options.zoo.flatMap { ["--zoo", $0] }
      + (options.home.map { ["--home", $0] } ?? [])
    var environment = ProcessInfo.processInfo.environment
    environment["SWIFT_BACKTRACE"] = "enable=no"
    ProgramGuard.start()
    environment[ProgramEnvironment.name] = ProgramGuard.mark()
    child.environment = environment
    let (output, errors) = (Pipe(), Pipe())
    (child.standardOutput, child.standardError) = (output, errors)
    do { try child.run() } catch {
      throw Fault(.io, "the check of '\(manifest.name)' cannot be started: \(error.localizedDescription)")
    }
    // The child says little; its report is read while it runs, its last words afterwards.
    let report = output.fileHandleForReading.readDataToEndOfFile()
    let words = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    child.waitUntilExit()
    if child.terminationReason == .exit, let report = try? JSONDecoder().decode(Report.self, from: report) {
      return report
    }
    let lines = words.split(separator: "\n").map(String.init)
    let sentence = lines.first { $0.contains("Fatal error: ") } ?? lines.last ?? "it says nothing"
    let text = sentence.firstRange(of: "Fatal error: ").map { String(sentence[$0.upperBound...]) } ?? sentence
    let how =
      child.terminationReason == .exit
      ? "ends with status \(child.terminationStatus)" : "stops the program (signal \(child.terminationStatus))"
    return Report(entry: manifest.name, violations: ["It \(how): \(text)"])
  }
}
