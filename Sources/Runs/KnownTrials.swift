import Faults

/// The targets of a cohort's trials by the digest of their angles: what a run's references are held against.
public struct KnownTrials: Sendable {
  /// The cohort's file.
  public let source: String
  private let outputs: [String]
  private let targets: [String: [ArraySlice<Float>]]

  /// Takes the trials of a cohort.
  ///
  /// - Parameters:
  ///   - source: the cohort's file.
  ///   - outputs: what the targets are, in the task's order; the same trials have targets of several tasks.
  ///   - digests: SHA-256 of each trial's angles.
  ///   - targets: `[trials, frames, outputs]`, in N/kg or Nm/kg.
  public init(source: String, outputs: [String], digests: [String], targets: [Float]) {
    self.source = source
    self.outputs = outputs
    let each = targets.count / max(digests.count, 1)
    var known = [String: [ArraySlice<Float>]]()
    for (trial, digest) in digests.enumerated() {
      known[digest, default: []].append(targets[trial * each..<(trial + 1) * each])
    }
    self.targets = known
  }

  /// How a test's references stand to a cohort.
  public enum Standing: Sendable, Equatable {
    /// The test was of other trials, or did not keep which.
    case others
    /// Every reference is the cohort's.
    case same
    /// Something differs, in a sentence.
    case different(String)
  }

  /// Holds the references of a test against the cohort.
  public func standing(of kept: KeptPredictions) -> Standing {
    let found = kept.trials.indices.filter { targets[kept.trials[$0]] != nil }
    guard !found.isEmpty, kept.outputs == outputs else { return .others }
    guard found.count == kept.trials.count else {
      return .different(
        "\(kept.trials.count - found.count) of its \(kept.trials.count) tested trials are not in \(source)")
    }
    let each = kept.references.count / max(kept.trials.count, 1)
    let wrong = found.filter { trial in
      let own = kept.references[trial * each..<(trial + 1) * each]
      return !(targets[kept.trials[trial]] ?? []).contains { $0.elementsEqual(own) }
    }
    guard let first = wrong.first else { return .same }
    return .different(
      "the references of \(wrong.count) of its \(kept.trials.count) tested trials are not the targets of \(source), the first "
        + "of trial \(first) (\(kept.subjects[first]))")
  }
}
