import Faults
import Protocols

/// Whether a cohort can be scored, trained on or adapted to.
///
/// Says what is impossible in it, what is odd, and what was mended when it was read: one check for `cohort validate`, every
/// score, every training and every fine-tuning (docs/limits.md, section 17).
public struct Soundness: Sendable, Codable, Equatable {
  /// What was found, each kind once: what is impossible first.
  public let findings: [Finding]

  /// Checks a cohort.
  ///
  /// - Parameters:
  ///   - cohort: the cohort, as it was read.
  ///   - training: mean and deviation of each input over the training trials; nil for the published ones.
  ///   - usual: the mean target curve of the training trials, `[frames, outputs]` in N/kg or Nm/kg; nil for the stored
  ///     curves of the moments, and for nothing where there is none.
  public init(of cohort: Cohort, training: Standardisation? = nil, usual: [Float]? = nil) {
    let published = cohort.task.inputs == publishedInputs ? Standardisation.published : nil
    let checks = SoundnessChecks(cohort: cohort, training: training ?? published, usual: usual)
    findings =
      checks.angles + checks.targetUnit + checks.reversedTargets + checks.farAngles + checks.repetitions
      + checks.mended
  }

  /// Checks predictions that come from outside against the targets that they are of.
  ///
  /// - Parameters:
  ///   - predictions: `[trials, frames, outputs]`, said to be in N/kg or Nm/kg.
  ///   - file: the file that they are from.
  ///   - cohort: the cohort; without targets nothing can be said.
  public init(ofPredictions predictions: [Float], in file: String, for cohort: Cohort) {
    findings = PredictionCheck(predictions, file, cohort).finding.map { [$0] } ?? []
  }

  /// What makes a score impossible.
  public var impossible: [Finding] { findings.filter { $0.weight == .impossible } }
  /// What is odd: to be said once, and to mark the row.
  public var odd: [Finding] { findings.filter { $0.weight == .odd } }
  /// What was mended in reading: to be said once.
  public var mended: [Finding] { findings.filter { $0.weight == .mended } }

  /// What marks a row of a table: each odd kind with its count, such as `duplicate-trials (3)`.
  public var marks: [String] { odd.map { "\($0.kind.rawValue) (\($0.count))" } }

  /// Stops at what is impossible.
  ///
  /// - Returns: what has to be said aloud: the lines of what is odd and what was mended.
  /// - Throws: ``Fault`` (data) with what is impossible.
  @discardableResult public func required() throws -> [String] {
    guard let first = impossible.first else { return findings.map(\.description) }
    let others = impossible.dropFirst().map { "also: \($0.text)" }
    throw Fault(.data, at: .file(first.source), ([first.text] + others).joined(separator: " "))
  }
}
