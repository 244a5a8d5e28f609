import Protocols

/// What two runs must share for their scores to be held against each other; the one definition of it.
///
/// Names are for people and decide nothing. Whose trials were tested is no part of it: a run is tested on several cohorts.
public struct Comparability: Sendable, Hashable, Comparable {
  /// The task.
  public let task: String
  /// The protocol's fingerprint.
  public let rules: String
  /// The fingerprint of the cohort.
  public let cohort: String
  /// The fingerprint of the split.
  public let split: String

  /// Collects the parts; each is what the property of its name says.
  public init(task: String, rules: String, cohort: String, split: String) {
    (self.task, self.rules, self.cohort, self.split) = (task, rules, cohort, split)
  }

  /// The tasks in their order, then by fingerprints.
  public static func < (one: Comparability, other: Comparability) -> Bool {
    (one.place, one.task, one.rules, one.cohort, one.split)
      < (other.place, other.task, other.rules, other.cohort, other.split)
  }

  private var place: Int { PredictionTasks.all.firstIndex { $0.name == task } ?? PredictionTasks.all.count }
}

extension RunDescription {
  /// What other runs must share with this one.
  public var comparability: Comparability {
    Comparability(
      task: task, rules: rules.fingerprint, cohort: cohort.fingerprint, split: split.fingerprint)
  }
}
