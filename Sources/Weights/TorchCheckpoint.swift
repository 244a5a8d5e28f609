import Faults
import Formats
import Foundation
import Protocols
import Tensors

/// A checkpoint that PyTorch saved (`torch.save`, since version 1.6), read without running anything.
///
/// Either the dictionary that the authors of the published benchmark saved (docs/semantics.md, section 10), or a bare
/// `state_dict`, or a dictionary with a `state_dict`; what a file does not say is nil or empty. Fields that hold paths of the machine
/// that trained it are not taken over.
public struct TorchCheckpoint: Sendable {
  /// The parameters in the order of the file, row-major.
  public let weights: [Weight]
  /// The kind of network, for example `lstm` (`model_type`).
  public let modelType: String?
  /// The unit that the network predicts, for example `Nm/kg` (`target_unit`).
  public let unit: String?
  /// The unit of the raw targets, for example `Nm` (`raw_target_unit`).
  public let rawUnit: String?
  /// The standardisation of the inputs (`mu_x`, `sd_x`).
  public let standardisation: Standardisation?
  /// The inputs in the network's order (`in_cols`).
  public let inputs: [String]?
  /// The outputs in the network's order (`out_cols`).
  public let outputs: [String]?
  /// The hyperparameters: numbers, texts, truth values or null (`hparams`).
  public let hyperparameters: [String: JSON]
  /// The seed of the training (`global_seed`).
  public let seed: Int?
  /// The subjects of the test set, in the order in which they were drawn (`test_subjects`).
  public let testSubjects: [String]?
  /// The authors' test metrics over all trials (`test_metrics_overall`).
  public let testMetricsOverall: [String: Double]
  /// The means of the authors' test metrics over subjects (`test_metrics_subject_mean`).
  public let testMetricsSubjectMean: [String: Double]

  /// Reads a file of at most 256 MiB.
  /// - Throws: ``Fault``: `.missing` without the file; `.data` naming the file, the tensor or field and the reason.
  public static func read(_ url: URL) throws -> TorchCheckpoint {
    let data = try BoundedFile.read(url, limit: TorchArchive.largestFile)
    return try locating(.file(url.lastPathComponent)) { try TorchCheckpoint(data) }
  }

  /// Reads a file in memory.
  /// - Throws: ``Fault`` `.data` naming the tensor or field and the reason.
  public init(_ data: Data) throws {
    let archive = try TorchArchive(data)
    let fields = try TorchFields(archive.pickle)
    weights = try archive.tensors(fields.stateDictionary).map {
      Weight(name: $0.name, shape: $0.shape, values: $0.values)
    }
    modelType = try fields.text("model_type")
    unit = try fields.text("target_unit")
    rawUnit = try fields.text("raw_target_unit")
    standardisation = try fields.standardisation("mu_x", "sd_x")
    inputs = try fields.texts("in_cols")
    outputs = try fields.texts("out_cols")
    hyperparameters = try fields.scalars("hparams")
    seed = try fields.integer("global_seed")
    testSubjects = try fields.texts("test_subjects")
    testMetricsOverall = try fields.numbers("test_metrics_overall")
    testMetricsSubjectMean = try fields.numbers("test_metrics_subject_mean")
  }
}
