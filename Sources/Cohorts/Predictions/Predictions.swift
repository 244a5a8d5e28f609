import Faults
import Foundation
import Scores

/// What a model said of a cohort, and the files in which people take it away.
public struct Predictions: Sendable {
  /// The trials that were predicted.
  public let cohort: Cohort
  /// The predictions in N/kg or Nm/kg, `[trials, frames, outputs]`.
  public let values: [Float]
  /// The leg that the outputs are of; those of a left cycle stand under the left leg's names.
  public private(set) var side = Side.right
  /// When each trial was walked, where it comes from a recording, `[trials]`.
  public private(set) var cycles: [GaitCycle]?
  /// The band around every trial's predictions, where one was calibrated.
  public private(set) var band: ConformalBand?

  /// Takes a model's output for all trials of a cohort.
  ///
  /// - Parameter values: N/kg or Nm/kg, `[trials, frames, outputs]`.
  /// - Throws: ``Fault`` (software) when there are not as many numbers.
  public init(_ values: [Float], for cohort: Cohort) throws {
    let expected = cohort.trials * cohort.frames * cohort.task.outputs.count
    guard values.count == expected else {
      throw Fault(
        .software, "A prediction of \(cohort.trials) trials has \(expected) numbers, not \(values.count).")
    }
    self.values = values
    self.cohort = cohort
  }

  /// The predictions in the raw unit, such as N or Nm, `[trials, frames, outputs]`.
  public var rawValues: [Float] {
    let (each, divisors) = (cohort.frames * cohort.task.targets.count, cohort.divisors)
    return values.indices.map { values[$0] * divisors[$0 / each] }
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

  /// The lower and the upper ends of the band, `[trials, frames, outputs]`; nil without one.
  var ends: (low: [Float], high: [Float])? {
    guard let widths = band?.halfWidths else { return nil }
    let low = values.indices.map { values[$0] - widths[$0 % widths.count] }
    return (low, values.indices.map { values[$0] + widths[$0 % widths.count] })
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
