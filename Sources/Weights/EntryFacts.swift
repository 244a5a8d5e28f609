import Faults
import Formats
import Foundation
import Protocols
import Zoo

/// What there is to know of an entry, for a person to look at.
public struct EntryFacts: Sendable {
  /// One of the facts; a further line of the fact before has no name.
  public struct Fact: Sendable, Encodable, Equatable {
    /// What it is about.
    public let name: String
    /// The fact.
    public let value: String

    init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The facts in the order in which they should be shown.
  public let facts: [Fact]

  /// Gathers what the manifest, the architecture and the installed weights say.
  /// - Throws: ``Fault`` of kind `data` when the architecture refuses the configuration.
  public init(
    _ manifest: Manifest, architectures: [any Architecture.Type], installed: InstalledWeights, code: CodeDigests? = nil
  ) throws {
    let task = manifest.task
    var facts = [Fact]()
    if let replacement = manifest.replacement { facts.append(Fact("replaced by", replacement)) }
    facts.append(Fact("task", "\(task.name): \(counted(task.outputs.count, "output")) in \(task.unit)"))
    switch manifest.implementation {
    case .process(let command, _): facts.append(Fact("process", command.joined(separator: " ")))
    case .architecture(let name):
      let configured = try manifest.configured(among: architectures)
      let parameters = configured.unfilledParameters(of: task)
      facts += [
        Fact("architecture", name + (configured.architecture.isCausal ? ", causal" : "")),
        Fact("configuration", configured.configuration.canonicalJSON),
        Fact("parameters", "\(parameters.count) in \(counted(parameters.names.count, "tensor"))"),
      ]
    }
    if manifest.isBaseline { facts.append(Fact("track", "none: a baseline, which has no rank")) }
    if manifest.track != .fixed { facts.append(Fact("track", manifest.track.rawValue)) }
    if let training = manifest.training { facts.append(Fact("training", training.canonical)) }
    facts.append(Fact("licence", manifest.license ?? "not stated"))
    facts.append(Fact("weights", installed.existingFile(of: manifest.name)?.relativePath ?? "not here yet"))
    if let file = installed.existingFile(of: manifest.name) {
      do {
        let artifact = try Artifact.read(file)
        facts.append(Fact("  origin", artifact.label.text))
        facts.append(Fact("  sha256", try Digest.sha256(ofFile: file)))
        if let change = code.flatMap(artifact.changedCode) { facts.append(Fact("  code", change)) }
      } catch { facts.append(Fact("  damaged", "\(error)")) }
    }
    for weights in manifest.weights {
      let size = weights.bytes.map { "\($0) bytes, " } ?? ""
      facts.append(Fact("  published", weights.address))
      facts.append(Fact("", "\(size)\(weights.license), sha256 \(weights.sha256)"))
    }
    self.facts = facts
  }
}
