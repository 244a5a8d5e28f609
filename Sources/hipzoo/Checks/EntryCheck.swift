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
  enum Depth: String {
    case all, forward

    /// How long a network may take, which is many times what the largest need.
    var seconds: Int { self == .forward ? 600 : 3600 }
  }

  let manifest: Manifest
  let options: HomeOptions

  /// Looks at the entry in this process.
  /// - Throws: ``Fault`` where it cannot be looked at.
  func inside(_ depth: Depth) throws -> Report {
    guard case .architecture(let name) = manifest.implementation,
      let type = compiledArchitectures.first(where: { $0.name == name })
    else { return try Report(entry: manifest.name, violations: programViolations()) }
    if let objection = try TrainingMemory.objection(
      manifest.configured(among: compiledArchitectures), manifest.task)
    {
      return Report(entry: manifest.name, violations: [objection])
    }
    let kit = ConformanceKit(of: type, manifest.configuration, task: manifest.task)
    let found = depth == .all ? kit.violations() : kit.forwardViolations()
    return Report(entry: manifest.name, violations: found.map(\.description))
  }

  /// What is wrong with a program; its output stays where the sentences say when anything is.
  private func programViolations() throws -> [String] {
    let rules = try NamedProtocol.find("quick", builtIn: embeddedProtocols)
    guard let recipe = rules.rules.training else { throw Fault(.software, "The protocol 'quick' has no recipe.") }
    // A name that nobody can guess, since others may write where temporary files lie.
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "hipzoo-check-\(manifest.name)-\(UUID().uuidString.prefix(8))")
    do {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    } catch { throw Fault(.io, "'\(folder.path)' cannot be made: \(error.localizedDescription)") }
    let context = JobContext(threads: 1, interruption: Interruption(), report: { _ in })
    let entry = try TrainableEntry(manifest, among: compiledArchitectures, code: embeddedCode)
    let found = try ProgramCheck(entry, recipe: recipe).violations(in: folder, context)
    if found.isEmpty { try? FileManager.default.removeItem(at: folder) }
    // The report names the entry already.
    let name = "\(manifest.name): "
    return found.map { $0.hasPrefix(name) ? String($0.dropFirst(name.count)) : $0 }
  }

  /// Looks at the entry in a child process.
  /// - Throws: ``Fault`` of kind `io` when the child cannot be started.
  func outside(_ depth: Depth) throws -> Report {
    do { try manifest.checkName() } catch { return Report(entry: manifest.name, violations: ["\(error)"]) }
    let isProgram = if case .process = manifest.implementation { true } else { false }
    // A program's calls have limits of their own.
    let child = try OwnChild.ask(
      depth.rawValue, about: [manifest.name], options, limit: isProgram ? nil : depth.seconds)
    if child.hasSucceeded, let report = try? JSONDecoder().decode(Report.self, from: child.answer) { return report }
    return Report(entry: manifest.name, violations: ["It \(child.end)"])
  }
}
