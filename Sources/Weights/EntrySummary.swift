import Foundation
import Protocols
import Zoo

/// What a list of the zoo says of one entry.
public struct EntrySummary: Encodable, Sendable, Equatable {
  /// Where the weights of an entry are.
  public enum Availability: String, Encodable, Sendable {
    /// Installed here.
    case here
    /// Not here, but its manifest says where they can be had.
    case published
    /// Nowhere that the manifest knows of.
    case none
  }

  /// The entry's name.
  public let name: String
  /// The architecture, or `process: PROGRAM`.
  public let architecture: String
  /// What is predicted.
  public let task: String
  /// The number of trained numbers; nil for a process.
  public let parameters: Int?
  /// Where the weights are.
  public let weights: Availability
  /// What the installed weights are; nil where none are installed or their file is damaged.
  public let label: WeightsLabel?
  /// The licence of the code, where the manifest says so.
  public let license: String?
  /// The RMSE over all trials of healthy subjects that the authors report.
  public let reportedRMSE: Double?

  /// Summarises an entry.
  /// - Throws: ``Fault`` of kind `data` when its architecture refuses the configuration.
  public init(
    _ manifest: Manifest, architectures: [any Architecture.Type], installed: InstalledWeights
  ) throws {
    name = manifest.name
    task = manifest.task.name
    license = manifest.license
    reportedRMSE = manifest.reported.first { $0.cohort == "healthy" && $0.subset == "overall" }?.rmse
    let file = installed.existingFile(of: manifest.name)
    label = file.flatMap { try? Artifact.label(of: $0) }
    weights = file != nil ? .here : manifest.weights.isEmpty ? .none : .published
    switch manifest.implementation {
    case .architecture(let name):
      architecture = name
      parameters = try manifest.configured(among: architectures).parameterCount(of: manifest.task)
    case .process(let command, _):
      architecture = "process: \(command.first ?? "")"
      parameters = nil
    }
  }
}
