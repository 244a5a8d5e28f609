import Faults
import Formats
import Foundation
import Processes
import Protocols
import Synchronization
import Zoo

/// The parameters of networks, counted in a process of its own: a network that cannot be made ends the process that makes
/// it, and every other entry is still there.
enum NetworkCounts {
  static let question = "count"
  /// A count makes nothing, so that seconds are more than enough.
  private static let limit = 60
  /// How many networks one process is asked about; their words have to fit into its arguments.
  private static let most = 500

  /// All that the number of parameters depends on.
  private struct Network: Codable, Hashable {
    let architecture, configuration: String
    let inputs, outputs: Int

    /// - Throws: ``Fault`` where the architecture refuses the configuration.
    init?(_ entry: Manifest) throws {
      guard case .architecture(let name) = entry.implementation else { return nil }
      (architecture, inputs, outputs) = (name, entry.task.inputs.count, entry.task.outputs.count)
      configuration = try entry.configured(among: compiledArchitectures).configuration.canonicalJSON
    }

    func configured() throws -> ConfiguredArchitecture {
      try ConfiguredArchitecture(
        architecture, configuration: Node(json: configuration, file: "configuration"), among: compiledArchitectures)
    }
  }

  /// What became of a network: its number of parameters, or how the process that made it ended.
  private enum Outcome { case count(Int), end(String) }

  /// What this process has been told.
  private static let known = Mutex([Network: Outcome]())

  /// Counts networks, saying a place before the network is made and the number afterwards.
  static func answer(_ questions: [String], to answers: FileHandle) throws {
    for (place, question) in questions.enumerated() {
      try answers.write(contentsOf: Data("\(place) ".utf8))
      let network = try JSONDecoder().decode(Network.self, from: Data(question.utf8))
      let count = try network.configured().parameterCount(inputs: network.inputs, outputs: network.outputs)
      try answers.write(contentsOf: Data("\(count)\n".utf8))
    }
  }

  /// The catalogue without the entries whose networks cannot be made; the others' are counted.
  /// - Throws: ``Fault`` of kind `io` when no process can be started.
  static func passing(_ catalogue: Catalogue, _ options: HomeOptions) throws -> Catalogue {
    var networks = [String: Network]()
    for entry in catalogue.entries { networks[entry.name] = try? Network(entry) }
    let unknown = Array(Set(networks.values).subtracting(known.withLock { $0.keys }))
    for first in stride(from: 0, to: unknown.count, by: most) {
      let outcomes = try ask(Array(unknown[first..<min(first + most, unknown.count)]), options)
      for (network, outcome) in outcomes {
        guard case .count(let count) = outcome else { continue }
        try network.configured().remember(parameterCount: count, inputs: network.inputs, outputs: network.outputs)
      }
      known.withLock { $0.merge(outcomes) { _, new in new } }
    }
    let outcomes = known.withLock { $0 }
    return catalogue.passing { entry in
      if let network = networks[entry.name], case .end(let end) = outcomes[network] {
        throw Fault(
          .data, at: entry.location(of: "architecture"), "Making the network \(end) (hipzoo check \(entry.name))")
      }
    }
  }

  private static func ask(_ networks: [Network], _ options: HomeOptions) throws -> [Network: Outcome] {
    var (outcomes, left) = ([Network: Outcome](), networks[...])
    while !left.isEmpty {
      let questions = try left.map { String(decoding: try JSONText.line($0).dropLast(), as: UTF8.self) }
      let child = try OwnChild.ask(question, about: questions, options, limit: limit)
      let lines = String(decoding: child.answer, as: UTF8.self).split(separator: "\n").map { $0.split(separator: " ") }
      let counts = lines.prefix { $0.count == 2 }.map { Int($0[1]) }
      for (network, count) in zip(left, counts) { outcomes[network] = count.map { .count($0) } }
      left = left.dropFirst(counts.count)
      // Whichever was named last and has no number is the one that ended the process.
      guard !child.hasSucceeded, lines.last?.count == 1, let broken = left.popFirst() else { break }
      outcomes[broken] = .end(child.end)
    }
    return outcomes
  }
}
