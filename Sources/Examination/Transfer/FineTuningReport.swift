import Protocols
import Runs

/// What became of a fine-tuning, for programs: every tensor's fate, the scores before and after, and the paired tests.
public struct FineTuningReport: Encodable, Sendable {
  /// Every tensor of the network in its order.
  public let tensors: [TensorPlan.PlannedTensor]
  /// The parent's tensors that the network does not have.
  public let unused: [String]
  /// The weights as they were.
  public let before: ScoreReport
  /// The adapted weights.
  public let after: ScoreReport
  /// The paired tests, first before and then after.
  public let pairs: [Comparison.Pair]
  /// What a person should know.
  public let remarks: [String]

  /// Collects what a fine-tuning has said and left.
  public init(_ tuning: FineTuning, _ outcome: FineTuning.Outcome, _ named: NamedProtocol) {
    tensors = tuning.plan.tensors
    unused = tuning.plan.unused
    pairs = outcome.pairs
    remarks = tuning.remarks
    before = ScoreReport(outcome.before, named, remarks: outcome.before.marks ?? [], folder: outcome.folderBefore)
    after = ScoreReport(outcome.after, named, remarks: outcome.after.marks ?? [], folder: outcome.folderAfter)
  }
}
