import Faults
import Foundation
import Protocols
import Scores

/// Gait cycles with what is known about them: the published data layout in memory (docs/semantics.md, section 1.1).
///
/// Inputs and targets are in the task's order, whatever the order in the file; every number is finite except a
/// height and, without targets, a mass, which may be unknown. A value of this type has passed those checks.
public struct Cohort: Sendable {
  /// The body masses in kg that are taken as such.
  public static let plausibleMasses: ClosedRange<Float> = 20...300
  /// The body heights in m that are taken as such, wherever they come from; in cm, zero or negative none is.
  public static let plausibleHeights: ClosedRange<Float> = 0.3...3

  /// The file or other origin, as messages name it.
  public let source: String
  /// What the targets are.
  public let task: any PredictionTask
  /// Joint angles in degrees, `[trials, frames, inputs]`.
  public let inputs: [Float]
  /// Forces in N or moments in Nm, `[trials, frames, outputs]`; `nil` in a file to predict from.
  public let targets: [Float]?
  /// Who walked, `[trials]`; one person has one name, as it was first written, however it is spelt in other trials.
  public let subjects: [String]
  /// The people who were written in more than one way.
  let respelt: [PersonNames.Merge]
  /// Body heights in m, NaN where unknown, `[trials]`.
  public let heights: [Float]
  /// Body masses in kg, `[trials]`; NaN where unknown, which only a cohort without targets may have.
  public let masses: [Float]
  /// The pace of each trial, `[trials]`.
  public let cadences: [Cadence]
  /// What else a file may say of its trials.
  public let remarks: Remarks
  /// The description by which the file was fetched; nil for a file that a person brought.
  public package(set) var described: Described?
  /// The trials whose knees bent to negative angles in the file and were turned.
  var turnedKnees = 0

  /// Facts of the trials on which nothing is computed.
  public struct Remarks: Sendable, Equatable {
    /// The cadence that was walked, in steps/min, `[trials]` (`cadence_spm`).
    public var stepsPerMinute: [Float]?
    /// The side of the cycle, `[trials]` (`side`).
    public var sides: [String]?
    /// The recording, `[trials]` (`source`).
    public var sources: [String]?
    /// Whose trials they are, as the file says, `[trials]` (`population`).
    public var populations: [Population]?
    /// The laboratory or another group, as the file says, `[trials]` (`group`).
    public var groups: [String]?
    /// How the targets came about, in a line, as the file says (`labels`).
    public var labels: String?

    /// Makes remarks; all may be absent.
    public init(
      stepsPerMinute: [Float]? = nil, sides: [String]? = nil, sources: [String]? = nil,
      populations: [Population]? = nil, groups: [String]? = nil, labels: String? = nil
    ) {
      self.stepsPerMinute = stepsPerMinute
      self.sides = sides
      self.sources = sources
      self.populations = populations
      self.groups = groups
      self.labels = labels
    }
  }

  /// Makes a cohort and checks it.
  ///
  /// - Parameters:
  ///   - source: the origin in messages.
  ///   - inputs: joint angles in degrees, `[trials, frames, inputs]` in the task's order.
  ///   - targets: N or Nm, `[trials, frames, outputs]` in the task's order.
  ///   - subjects: an identifier each, `[trials]`.
  ///   - heights: m, NaN where unknown, `[trials]`.
  ///   - masses: kg, `[trials]`; without targets NaN where unknown.
  ///   - cadences: a label each, `[trials]`.
  /// - Throws: ``Fault`` (data) when sizes differ, an angle, target or mass is not finite, a mass is not one in kg, or
  ///   a subject has no name.
  public init(
    source: String, task: any PredictionTask, inputs: [Float], targets: [Float]?, subjects: [String],
    heights: [Float], masses: [Float], cadences: [Cadence], remarks: Remarks = .init()
  ) throws {
    self.source = source
    self.task = task
    self.inputs = inputs
    self.targets = targets
    let names = PersonNames(subjects)
    self.subjects = names.subjects
    respelt = names.merges
    self.heights = heights
    self.masses = masses
    self.cadences = cadences
    self.remarks = remarks
    try check(written: subjects)
  }

  /// The same cohort with a line on how its targets came about.
  package func stating(labels: String) throws -> Cohort {
    var remarks = remarks
    remarks.labels = labels
    var cohort = try Cohort(
      source: source, task: task, inputs: inputs, targets: targets, subjects: subjects, heights: heights,
      masses: masses,
      cadences: cadences, remarks: remarks)
    cohort.described = described
    return cohort
  }

  /// The number of gait cycles.
  public var trials: Int { subjects.count }
  /// The frames of one gait cycle.
  public var frames: Int { task.frames }

  /// What the targets of each trial are divided by, `[trials]`; NaN where it is not known.
  var divisors: [Float] { zip(masses, heights).map { task.divisor.value(mass: $0, height: $1) } }

  /// The targets divided as the task says, in Float32, in its learnt unit, `[trials, frames, outputs]`.
  public var normalisedTargets: [Float]? {
    guard let targets else { return nil }
    let (each, divisors) = (frames * task.targets.count, divisors)
    return targets.indices.map { targets[$0] / divisors[$0 / each] }
  }

  /// The same of one trial, `[frames, outputs]`, for what looks at very many one after the other.
  func normalisedTargets(of trial: Int) -> [Float]? {
    let each = frames * task.targets.count
    let divisor = task.divisor.value(mass: masses[trial], height: heights[trial])
    return targets.map { $0[trial * each..<(trial + 1) * each].map { $0 / divisor } }
  }

  /// The cohort of some of its trials, in the order given.
  ///
  /// - Parameter trials: indices of trials of this cohort.
  /// - Throws: ``Fault`` (software) when an index is not one of a trial.
  public func selecting(_ trials: [Int]) throws -> Cohort {
    if let outside = trials.first(where: { !subjects.indices.contains($0) }) {
      throw Fault(.software, "\(source) has \(subjects.count) trials; there is no trial \(outside).")
    }
    func block(_ values: [Float], _ columns: Int) -> [Float] {
      let each = frames * columns
      return trials.flatMap { values[$0 * each..<($0 + 1) * each] }
    }
    var selected = try Cohort(
      source: source, task: task, inputs: block(inputs, task.inputs.count),
      targets: targets.map { block($0, task.outputs.count) }, subjects: trials.map { subjects[$0] },
      heights: trials.map { heights[$0] }, masses: trials.map { masses[$0] },
      cadences: trials.map { cadences[$0] },
      remarks: Remarks(
        stepsPerMinute: remarks.stepsPerMinute.map { all in trials.map { all[$0] } },
        sides: remarks.sides.map { all in trials.map { all[$0] } },
        sources: remarks.sources.map { all in trials.map { all[$0] } },
        populations: remarks.populations.map { all in trials.map { all[$0] } },
        groups: remarks.groups.map { all in trials.map { all[$0] } }, labels: remarks.labels))
    selected.described = described
    return selected
  }
}
