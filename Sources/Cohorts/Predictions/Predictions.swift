import Faults
import Formats
import Foundation
import Scores

/// What a model said of a cohort, and the files in which people take it away.
public struct Predictions: Sendable {
  /// The trials that were predicted.
  public let cohort: Cohort
  /// The leg that the outputs are of; those of a left cycle stand under the left leg's names.
  public private(set) var side = Side.right
  /// When each trial was walked, where it comes from a recording, `[trials]`.
  public private(set) var cycles: [GaitCycle]?
  /// The band around every trial's predictions, where one was calibrated.
  public private(set) var band: ConformalBand?
  /// The predictions, with those of other cohorts perhaps, and where the first of them is.
  let kept: ScratchNumbers
  private let first: Int

  /// Takes a model's output for all trials of a cohort.
  ///
  /// - Parameter values: N/kg or Nm/kg, `[trials, frames, outputs]`.
  /// - Throws: ``Fault`` (software) when there are not as many numbers.
  public init(_ values: [Float], for cohort: Cohort) throws {
    let kept = ScratchNumbers(in: URL.temporaryDirectory, most: .max)
    try self.init(for: cohort, keptIn: kept, together: max(cohort.trials, 1)) { _ in values }
  }

  /// Predicts some trials at a time, so that memory holds no more than those.
  ///
  /// - Parameters:
  ///   - cohort: the trials.
  ///   - kept: what keeps the predictions.
  ///   - together: how many trials are predicted at a time.
  ///   - predict: the model: N/kg or Nm/kg of some trials, `[trials, frames, outputs]`.
  /// - Throws: ``Fault``: software when the model gives other numbers than are asked for; io; what `predict` throws.
  package init(
    for cohort: Cohort, keptIn kept: ScratchNumbers, together: Int = 256,
    _ predict: (Range<Int>) throws -> [Float]
  ) throws {
    (self.cohort, self.kept, first) = (cohort, kept, kept.count)
    for start in stride(from: 0, to: cohort.trials, by: together) {
      let trials = start..<min(start + together, cohort.trials)
      let values = try predict(trials)
      let expected = trials.count * cohort.frames * cohort.task.outputs.count
      guard values.count == expected else {
        throw Fault(.software, "A prediction of \(trials.count) trials has \(expected) numbers, not \(values.count).")
      }
      try kept.append(values)
    }
  }

  /// The predictions in N/kg or Nm/kg, `[trials, frames, outputs]`.
  /// - Throws: ``Fault`` (io) where they were too many for memory and the disk does not give them back.
  public var values: [Float] { get throws { try values(of: 0..<cohort.trials) } }

  /// The predictions in the raw unit, such as N or Nm, `[trials, frames, outputs]`.
  /// - Throws: as ``values``.
  public var rawValues: [Float] { get throws { try rawNumbers(in: 0..<cohort.trials * each) } }

  /// How many numbers a trial has.
  var each: Int { cohort.frames * cohort.task.outputs.count }

  /// The predictions of some trials.
  func values(of trials: Range<Int>) throws -> [Float] {
    try numbers(in: trials.lowerBound * each..<trials.upperBound * each)
  }

  /// Some of the numbers, wherever trials begin.
  func numbers(in range: Range<Int>) throws -> [Float] {
    try kept.numbers(in: first + range.lowerBound..<first + range.upperBound)
  }

  /// Some of the numbers in the raw unit.
  func rawNumbers(in range: Range<Int>) throws -> [Float] {
    let values = try numbers(in: range)
    return zip(range, values).map { $1 * divisor(of: $0 / each) }
  }

  /// Where a trial's numbers are kept.
  func place(of trial: Int) -> Range<Int> { first + trial * each..<first + (trial + 1) * each }

  /// What a trial's targets are divided by.
  func divisor(of trial: Int) -> Float {
    cohort.task.divisor.value(mass: cohort.masses[trial], height: cohort.heights[trial])
  }

  /// The names of the outputs on their side.
  var outputs: [String] { cohort.task.outputs.map(side.name(of:)) }

  /// The same predictions with what is known of their leg and time.
  func of(_ cycles: [GaitCycle], on side: Side) -> Predictions {
    var placed = self
    placed.side = side
    placed.cycles = cycles.count == cohort.trials ? cycles : nil
    return placed
  }

  /// The same predictions with a band around them.
  /// - Throws: ``Fault`` (software) when the band is of other frames and outputs.
  public func within(_ band: ConformalBand?) throws -> Predictions {
    guard let band else { return self }
    let expected = cohort.frames * cohort.task.outputs.count
    guard band.halfWidths.count == expected else {
      throw Fault(.software, "A band of \(expected) half widths is expected, not of \(band.halfWidths.count).")
    }
    var banded = self
    banded.band = band
    return banded
  }

  /// Some of the numbers at an end of the band.
  ///
  /// - Parameter end: how a number and the half width there make the end.
  func ends(of band: ConformalBand, in range: Range<Int>, _ end: (Float, Float) -> Float) throws -> [Float] {
    let (values, widths) = (try numbers(in: range), band.halfWidths)
    return zip(range, values).map { end($1, widths[$0 % widths.count]) }
  }

  /// Holds raw units against the masses, and heights, that they need.
  /// - Throws: ``Fault`` (data) naming the first trial without one.
  func checkMasses() throws {
    guard let trial = cohort.divisors.firstIndex(where: \.isNaN) else { return }
    let (what, array, unit) =
      cohort.masses[trial].isNaN
      ? ("body mass", "weight_kg", "masses in kg") : ("body height", "height_m", "heights in m")
    let advice =
      cycles == nil
      ? "which is unknown in trial \(trial) (array '\(array)'); ask for \(cohort.task.unit) only, or add the \(unit)."
      : "which is not known; give it (--\(what.dropFirst(5)), or the column '\(array == "weight_kg" ? "mass_kg" : array)' of a "
        + "table), or ask for \(cohort.task.unit) (--per-kg with .sto)."
    throw Fault(.data, at: .file(cohort.source), "\(cohort.task.rawUnit) need the \(what), \(advice)")
  }
}
