/// The names of baselines, which stand in every table beside the entries and are never an entry's.
package enum BaselineName {
  private static let start = "mean-curve"

  /// The name of the mean curve of a task's targets.
  package static func meanCurve(of task: any PredictionTask) -> String { "\(start)-\(task.suffix.lowercased())" }

  /// Whether a name is kept for a baseline, of a task that is there or one that may come.
  package static func isKept(_ name: String) -> Bool { name == start || name.hasPrefix(start + "-") }
}
