import Protocols
import Scores
import SyntheticGait

extension SyntheticCohort {
  /// Which people of a synthetic cohort.
  public enum Population: String, Sendable, CaseIterable {
    /// The healthy subjects.
    case healthy
    /// The patients.
    case patients
  }

  /// The trials of a population with the targets of a task, in the published layout.
  ///
  /// Every trial's recording is called `synthetic`, so that the cohort can never be taken for a measured one.
  /// - Throws: ``Fault`` (data) when there is no such trial, or an output of the task is not computed.
  public func cohort(_ population: Population, task: any PredictionTask) throws -> Cohort {
    let trials = population == .healthy ? healthy : patients
    return try Cohort(
      source: Self.fileName(population, task: task), task: task, inputs: trials.flatMap { try $0.inputs(of: task) },
      targets: trials.flatMap { try $0.targets(of: task) }, subjects: trials.map(\.subject),
      heights: trials.map { Float($0.height) }, masses: trials.map { Float($0.mass) },
      cadences: trials.map { Cadence(rawValue: $0.speed) ?? Cadence(nearest: $0.cadence) },
      remarks: .init(
        stepsPerMinute: trials.map { Float($0.cadence) }, sides: trials.map { _ in "right" },
        sources: trials.map { _ in Cohort.syntheticSource },
        populations: trials.map { _ in population == .healthy ? .healthy : .onfh }))
  }

  /// The name of the file in which a population's cohort is written.
  public static func fileName(_ population: Population, task: any PredictionTask) -> String {
    "synthetic-\(population.rawValue)_\(task.suffix).npz"
  }
}

extension Cohort {
  static let syntheticSource = "synthetic"

  /// Whether any trial was computed and not measured.
  public var isSynthetic: Bool { remarks.sources?.contains(Self.syntheticSource) ?? false }
}
