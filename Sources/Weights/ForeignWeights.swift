import Faults
import Formats
import Foundation
import Protocols
import Tensors

/// The weights of an entry, and what a person should know of how they were read.
public struct ImportedWeights: Sendable {
  /// The weights with all that a prediction needs.
  public let artifact: Artifact
  /// What was taken off, left out or found beside the file, a sentence each without its full stop.
  public let remarks: [String]
}

/// Weights that another program wrote, with what is known of them.
struct ForeignWeights {
  let file: String
  let digest: String
  /// What kind of file it is, as a message says it.
  let kind: String
  let modelType: String?
  let unit: String?
  /// The subjects that the authors left out of the training, as the file names them.
  let testSubjects: [String]
  var description: WeightsDescription
  var weights: [Weight]
  var remarks: [String]

  init(checkpoint url: URL, _ file: String) throws {
    let checkpoint = try TorchCheckpoint.within(url)
    (self.file, kind) = (file, "the checkpoint")
    digest = try Digest.sha256(ofFile: url)
    (modelType, unit, testSubjects) = (checkpoint.modelType, checkpoint.unit, checkpoint.testSubjects ?? [])
    description = WeightsDescription()
    description.standardisation = checkpoint.standardisation
    (description.inputs, description.outputs) = (checkpoint.inputs, checkpoint.outputs)
    (weights, remarks) = (checkpoint.weights, checkpoint.remarks)
  }

  init(safetensors tensors: SafetensorsFile, _ url: URL, _ file: String, lookingBeside: Bool) throws {
    (self.file, kind, modelType, unit, testSubjects) = (file, "the file", nil, nil, [])
    digest = try Digest.sha256(ofFile: url)
    remarks = []
    description = try WeightsDescription(metadata: tensors.metadata)
    let neighbour = url.deletingPathExtension().appendingPathExtension("json")
    if lookingBeside, description.standardisation == nil, FileManager.default.fileExists(atPath: neighbour.path) {
      description = try WeightsDescription(contentsOf: neighbour)
      remarks.append("mean and deviation are those of '\(neighbour.lastPathComponent)' beside it")
    }
    weights = try tensors.weights()
  }

  /// Puts what a person says in the place of what the file says.
  mutating func take(_ given: WeightsDescription) throws {
    if let own = description.standardisation, let other = given.standardisation, own != other {
      remarks.append("the mean and deviation that were given replace those of the file")
    }
    description.standardisation = given.standardisation ?? description.standardisation
    description.entry = given.entry ?? description.entry
    description.inputs = given.inputs ?? description.inputs
    description.outputs = given.outputs ?? description.outputs
  }

  var lacksStandardisation: Fault {
    Fault(
      .data,
      "there is no standardisation of the inputs in \(kind)"
        + (kind == "the checkpoint" ? " ('mu_x', 'sd_x')" : ", which HipZoo did not write")
        + ", so nothing can be predicted from it; give --mean and --deviation, or --standardisation FILE"
        + (kind == "the checkpoint" ? "." : " (or NAME.json beside it), with --as ENTRY."))
  }

  /// What wrappers put before every name: `DataParallel`, `torch.compile`, a module that holds the model.
  private static let prefixes = ["module.", "_orig_mod.", "model."]

  /// Takes off the prefixes that all names share, unless the network's own parameters begin with them.
  mutating func removePrefixes(fitting parameters: @autoclosure () -> [String]) {
    func shared() -> String? {
      weights.isEmpty ? nil : Self.prefixes.first { prefix in weights.allSatisfy { $0.name.hasPrefix(prefix) } }
    }
    guard shared() != nil else { return }
    let own = Set(parameters())
    var taken = ""
    while !weights.contains(where: { own.contains($0.name) }), let prefix = shared() {
      for index in weights.indices { weights[index].name.removeFirst(prefix.count) }
      taken += prefix
    }
    guard !taken.isEmpty else { return }
    remarks.append("the prefix '\(taken)' was taken off the names of all \(weights.count) tensors")
  }
}

extension SafetensorsFile {
  /// All arrays as weights, in the file's order.
  /// - Throws: ``Fault``: data when they take too much memory; io when the file cannot be read.
  func weights() throws -> [Weight] {
    try arrays.map { Weight(name: $0.name, shape: $0.shape, values: try floats(of: $0)) }
  }
}
