import Faults
import Formats
import Protocols

/// An architecture with its hyperparameters, ready to build networks.
public struct ConfiguredArchitecture: Sendable {
  /// The architecture.
  public let architecture: any Architecture
  /// The hyperparameters, defaults included: what a weights file and a run folder store.
  public let configuration: Node

  /// Gives an architecture its hyperparameters.
  /// - Parameters:
  ///   - name: the architecture's name.
  ///   - configuration: a mapping, from a manifest or a weights file.
  ///   - types: the architectures of this program.
  /// - Throws: `Fault` of kind `data` when there is no such architecture or it refuses a hyperparameter.
  public init(_ name: String, configuration: Node, among types: [any Architecture.Type]) throws {
    guard let type = types.first(where: { $0.name == name }) else {
      throw unknownArchitecture(name, at: configuration.location, among: types.map { $0.name })
    }
    let settings = try Settings(configuration)
    architecture = try type.init(settings)
    try settings.finish()
    self.configuration = settings.resolved
  }
}

extension Manifest {
  /// The entry's architecture with the manifest's hyperparameters.
  /// - Throws: `Fault` of kind `data` with `file:line:column`; of kind `usage` for an entry that is a process.
  public func configured(among types: [any Architecture.Type]) throws -> ConfiguredArchitecture {
    guard case .architecture(let name) = implementation else {
      throw Fault(
        .usage, at: location(of: "process"), "'\(name)' is a process; it has no compiled architecture.")
    }
    try check(architectures: types.map { $0.name })
    return try ConfiguredArchitecture(name, configuration: configuration, among: types)
  }
}
