import Faults
import Formats
import Foundation
import Protocols
import Tensors

/// Everything a prediction needs, in one safetensors file.
///
/// The tensors are the parameters under their `state_dict` names and nothing else, so that PyTorch's
/// `load_state_dict(strict=True)` takes them; the rest is in the file's metadata.
public struct Artifact: Sendable, Equatable {
  /// The zoo entry, for example `transformer-mf60`.
  public var entry: String
  /// The architecture that reads the configuration, for example `Transformer`.
  public var architecture: String
  /// The task, for example `muscle-force`.
  public var task: String
  /// The hyperparameters: an object.
  public var configuration: JSON
  /// The standardisation of the inputs, in degrees.
  public var standardisation: Standardisation
  /// The inputs in the network's order.
  public var inputs: [String]
  /// The outputs in the network's order.
  public var outputs: [String]
  /// The unit that the network predicts, for example `N/kg`.
  public var unit: String
  /// The unit after multiplication by body mass, for example `N`.
  public var rawUnit: String
  /// The frames of a gait cycle.
  public var frames: Int
  /// The parameters; the initialiser sorts them by name.
  public var weights: [Weight]
  /// Where the weights came from, for example `source_sha256`, `source_file`, `license`; never a path.
  public var provenance: [String: String]
  /// Whom the weights were trained on; nil where nobody has listed it.
  public var trainedOn: TrainedOn?

  /// Collects what a prediction needs; the configuration may be any JSON object.
  /// - Throws: ``Fault`` `.data` when the configuration is no JSON object, or the parts do not fit together.
  public init(
    entry: String, architecture: String, task: String, configuration: JSON,
    standardisation: Standardisation,
    inputs: [String], outputs: [String], unit: String, rawUnit: String, frames: Int = 180, weights: [Weight],
    provenance: [String: String] = [:], trainedOn: TrainedOn? = nil
  ) throws {
    guard configuration.object != nil else { throw Fault(.data, "the configuration is no JSON object.") }
    self.entry = entry
    self.architecture = architecture
    self.task = task
    self.configuration = configuration
    self.standardisation = standardisation
    self.inputs = inputs
    self.outputs = outputs
    self.unit = unit
    self.rawUnit = rawUnit
    self.frames = frames
    self.weights = weights.sorted { $0.name < $1.name }
    self.provenance = provenance
    self.trainedOn = trainedOn
    try validate()
  }

  /// Reads an artifact from a file.
  ///
  /// - Parameter allowNonFinite: whether weights may be NaN or infinite.
  /// - Throws: ``Fault``: `.missing` without the file; `.data` naming the file, the key or tensor and the reason.
  public static func read(_ url: URL, allowNonFinite: Bool = false) throws -> Artifact {
    try FileKind.expect(.weights, url)
    return try locating(.file(url.lastPathComponent)) {
      try Artifact(SafetensorsFile(url), allowNonFinite: allowNonFinite)
    }
  }

  /// Writes the artifact; equal artifacts give equal bytes.
  /// - Throws: ``Fault``: as ``encoded(allowNonFinite:)``, and `.io` with the path.
  public func write(to url: URL, allowNonFinite: Bool = false) throws {
    try AtomicFile.write(try encoded(allowNonFinite: allowNonFinite), to: url)
  }

  /// The SHA-256 of the bytes that ``write(to:allowNonFinite:)`` writes.
  /// - Throws: ``Fault`` when the artifact cannot be written.
  public func digest() throws -> String { Digest.sha256(of: try encoded(allowNonFinite: true)) }

  /// Holds the parts against each other.
  func validate() throws {
    let counts = (inputs.count, standardisation.mean.count, standardisation.deviation.count)
    guard counts.0 == counts.1, counts.0 == counts.2, counts.0 > 0 else {
      throw Fault(
        .data,
        "has \(counts.0) inputs, \(counts.1) means and \(counts.2) standard deviations; the three must agree."
      )
    }
    guard standardisation.mean.allSatisfy(\.isFinite),
      standardisation.deviation.allSatisfy({ $0.isFinite && $0 > 0 })
    else { throw Fault(.data, "has a mean that is not finite or a standard deviation that is not positive.") }
    guard !outputs.isEmpty, frames > 0 else { throw Fault(.data, "has no outputs or no frames.") }
  }

  /// Refuses weights that no training should end with.
  func refuseNonFinite() throws {
    for weight in weights {
      guard let index = weight.values.firstIndex(where: { !$0.isFinite }) else { continue }
      throw Fault(
        .data,
        "tensor '\(weight.name)' holds \(weight.values[index]) (element \(index)); its training diverged.")
    }
  }
}
