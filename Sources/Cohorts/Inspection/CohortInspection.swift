import Protocols
import Scores

extension Standardisation {
  /// The published training statistics of the ten inputs in degrees (docs/semantics.md, section 1.3).
  public static let published = Standardisation(
    mean: [16.59384, 2.76913, -8.01143, 21.02203, -6.29605, 1.16495, 23.04982, 5.57258, 31.90332, 8.91619],
    deviation: [22.32039, 6.21447, 7.19573, 22.68395, 6.45381, 5.75385, 19.95452, 7.54035, 18.54577, 8.21242])
}

/// What there is to know about a cohort before it is used.
public struct CohortInspection: Sendable, Codable, Equatable {
  /// One column of inputs or targets.
  public struct Column: Sendable, Codable, Equatable {
    /// The column's name.
    public let name: String
    /// The smallest value.
    public let smallest: Double
    /// The largest value.
    public let largest: Double
    /// The mean over all trials and frames.
    public let mean: Double
    /// The population standard deviation over all trials and frames.
    public let deviation: Double
    /// The published training mean, for inputs.
    public let trainingMean: Double?
    /// The published training standard deviation, for inputs.
    public let trainingDeviation: Double?
  }

  /// The trials of one cadence.
  public struct Pace: Sendable, Codable, Equatable {
    /// The label.
    public let cadence: Cadence
    /// How many trials have it.
    public let trials: Int
    /// How many subjects walked at it.
    public let subjects: Int
  }

  /// The file, as it was named.
  public let file: String
  /// The SHA-256 of the file's bytes.
  public let sha256: String
  /// The cohort's fingerprint, which does not depend on how the file is written.
  public let fingerprint: String
  /// The task's name.
  public let task: String
  /// The shape of `X`.
  public let inputShape: [Int]
  /// The shape of `Y`, where there is one.
  public let targetShape: [Int]?
  /// The unit of `X`.
  public let inputUnit: String
  /// The unit of `Y`.
  public let targetUnit: String
  /// Whose trials they are, as the file says; empty where it does not.
  public let populations: [Population]
  /// Where the targets come from, as the file says.
  public let labels: String?
  /// The subjects, sorted.
  public let subjects: [String]
  /// The trials by cadence, those that occur.
  public let paces: [Pace]
  /// The smallest and the largest body mass in kg.
  public let masses: [Float]
  /// The smallest and the largest body height in m, empty where none is known.
  public let heights: [Float]
  /// The inputs in the task's order.
  public let inputs: [Column]
  /// The targets in the task's order, in raw units.
  public let targets: [Column]
  /// What is missing or odd, one line each.
  public let oddities: [String]
  /// What would make a score meaningless, one line each.
  public let findings: [String]
  /// All that ``Soundness`` found.
  public let soundness: Soundness

  /// Inspects a cohort.
  ///
  /// - Parameter sha256: the digest of the file that it was read from.
  public init(of cohort: Cohort, sha256: String) {
    let task = cohort.task
    file = cohort.source
    self.sha256 = sha256
    fingerprint = cohort.fingerprint
    self.task = task.name
    inputShape = [cohort.trials, cohort.frames, task.inputs.count]
    targetShape = cohort.targets.map { _ in [cohort.trials, cohort.frames, task.outputs.count] }
    inputUnit = "degrees"
    targetUnit = task.rawUnit
    populations = Set(cohort.remarks.populations ?? []).sorted()
    labels = cohort.remarks.labels
    subjects = Set(cohort.subjects).sorted()
    paces = Cadence.allCases.compactMap { cadence in
      let walked = (0..<cohort.trials).filter { cohort.cadences[$0] == cadence }
      guard !walked.isEmpty else { return nil }
      return Pace(
        cadence: cadence, trials: walked.count, subjects: Set(walked.map { cohort.subjects[$0] }).count)
    }
    masses = Self.extremes(cohort.masses)
    heights = Self.extremes(cohort.heights.filter { !$0.isNaN })
    let training = task.inputs == publishedInputs ? Standardisation.published : nil
    inputs = task.inputs.indices.map {
      Self.column($0, of: cohort.inputs, named: task.inputs, training: training)
    }
    targets = task.outputs.indices.compactMap { index in
      cohort.targets.map { Self.column(index, of: $0, named: task.outputs, training: nil) }
    }
    soundness = Soundness(of: cohort)
    oddities =
      UnusualTrials(cohort, inputs: inputs, targets: targets).lines
      + soundness.findings.filter { !$0.spoilsAScore }.map(\.text)
    findings = soundness.findings.filter(\.spoilsAScore).map(\.description)
  }

  private static func extremes(_ values: [Float]) -> [Float] {
    guard let low = values.min(), let high = values.max() else { return [] }
    return [low, high]
  }

  private static func column(
    _ index: Int, of values: [Float], named names: [String], training: Standardisation?
  ) -> Column {
    let column = stride(from: index, to: values.count, by: names.count).map { Double(values[$0]) }
    let count = Double(max(column.count, 1))
    let mean = column.reduce(0, +) / count
    let variance = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    return Column(
      name: names[index], smallest: column.min() ?? 0, largest: column.max() ?? 0, mean: mean,
      deviation: variance.squareRoot(), trainingMean: training.map { Double($0.mean[index]) },
      trainingDeviation: training.map { Double($0.deviation[index]) })
  }
}
