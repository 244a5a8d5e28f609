import Faults
import Formats
import Foundation
import Protocols
import Tensors

/// A checkpoint that PyTorch saved (`torch.save`, since version 1.6), read without running anything.
///
/// Either the dictionary that the authors of the published benchmark saved (docs/semantics.md, section 10), or a bare
/// `state_dict`, or a dictionary with a `state_dict` (also `model_state_dict` or `model`); what a file does not say is nil
/// or empty. Whatever else it holds may be of any kind and stays unread. Fields that hold paths of the machine that
/// trained it are not taken over.
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

  /// What was left out because it is of another kind than such a field has, a sentence each without its full stop.
  public let remarks: [String]

  /// Reads a file of at most 512 MiB, of which only what is needed is decoded.
  /// - Throws: ``Fault``: `.missing` without the file; `.data` naming the file, the tensor or field and the reason.
  public static func read(_ url: URL) throws -> TorchCheckpoint {
    try locating(.file(url.lastPathComponent)) { try within(url) }
  }

  /// The same for a caller that names the file itself.
  static func within(_ url: URL) throws -> TorchCheckpoint { try TorchCheckpoint(TorchArchive(url)) }

  /// Reads a file in memory.
  /// - Throws: ``Fault`` `.data` naming the tensor or field and the reason.
  public init(_ data: Data) throws { try self.init(TorchArchive(data)) }

  private init(_ archive: TorchArchive) throws {
    let fields = try TorchFields(archive)
    var remarks: [String] = []
    // The small fields first: what is refused is refused before the parameters take memory.
    standardisation = try fields.standardisation()
    inputs = try fields.texts("in_cols")
    outputs = try fields.texts("out_cols")
    modelType = fields.text("model_type", &remarks)
    unit = fields.text("target_unit", &remarks)
    rawUnit = fields.text("raw_target_unit", &remarks)
    hyperparameters = fields.scalars("hparams", &remarks)
    seed = fields.integer("global_seed", &remarks)
    testSubjects = fields.shownTexts("test_subjects", &remarks)
    testMetricsOverall = fields.numbers("test_metrics_overall", &remarks)
    testMetricsSubjectMean = fields.numbers("test_metrics_subject_mean", &remarks)
    self.remarks = remarks
    weights = try archive.tensors(fields.parameters).map {
      Weight(name: $0.name, shape: $0.shape, values: $0.values)
    }
  }
}
