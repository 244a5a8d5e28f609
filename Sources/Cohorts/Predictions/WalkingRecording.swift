import Faults
import Formats
import Foundation
import Protocols

/// A motion file of one walking person: its gait cycles, and the way back from predictions to its time base.
public struct WalkingRecording: Sendable {
  /// The joint angles of the file.
  public let angles: JointAngles
  /// The right gait cycles that can be predicted, in time's order.
  public let cycles: [GaitCycle]
  /// Where the contacts came from: `given`, `force` or `angles`.
  public let contactSource: String

  /// Finds the right gait cycles of a recording.
  ///
  /// - Parameters:
  ///   - table: coordinates.
  ///   - contacts: initial contacts of the right foot in seconds; `nil` finds them.
  ///   - forces: ground forces to find contacts in; without them, or without a whole cycle in them, the joint angles
  ///     are used (``ContactDetection/contacts(thigh:knee:time:)``).
  /// - Throws: ``Fault`` (data) when an angle is missing, the sampling rate changes or no gait cycle is found.
  public init(
    _ table: MotionTable, kneeSign: KneeSign? = nil, contacts: [Double]? = nil, forces: GroundForces? = nil,
    detection: ContactDetection = .init()
  ) throws {
    angles = try JointAngles(table.atOneRate(), kneeSign: kneeSign)
    if let contacts {
      guard zip(contacts, contacts.dropFirst()).allSatisfy({ $0 < $1 }) else {
        throw Fault(.data, at: .file(table.source), "the contacts must rise from each to the next.")
      }
      cycles = GaitCycle.between(contacts, side: .right)
      contactSource = "given"
    } else {
      (cycles, contactSource) = CycleSearch(angles: angles, forces: forces, detection: detection).cycles(of: .right)
    }
    guard !cycles.isEmpty else {
      let range = GaitCycle.plausibleDurations
      throw Fault(
        .data, at: .file(table.source),
        "no right gait cycle of \(range.lowerBound) to \(range.upperBound) s was found; give the "
          + "contacts of the right foot in seconds.")
    }
  }

  /// The cycles as inputs without targets.
  ///
  /// - Parameters:
  ///   - task: what is to be predicted.
  ///   - subject: a name for the person.
  ///   - mass: body mass in kg.
  ///   - height: body height in m, NaN where unknown.
  /// - Throws: ``Fault`` (data) when a cycle is outside the recording or has a gap, or the mass is not one.
  public func cohort(
    for task: any PredictionTask, subject: String, mass: Float, height: Float = .nan
  ) throws -> Cohort {
    try Cohort(
      source: angles.source, task: task, inputs: cycles.flatMap { try angles.inputs(over: $0) }, targets: nil,
      subjects: cycles.map { _ in subject }, heights: cycles.map { _ in height },
      masses: cycles.map { _ in mass }, cadences: cycles.map { Cadence(nearest: $0.cadence) },
      remarks: .init(
        stepsPerMinute: cycles.map { Float($0.cadence) }, sides: cycles.map { _ in "right" },
        sources: cycles.map { _ in angles.source }))
  }

  /// The predictions at the recording's own instants, as a table for OpenSim.
  ///
  /// Only instants inside a predicted cycle have a row: OpenSim's tools fit splines through such tables, and one NaN
  /// would spoil a whole column. At a contact that two cycles share the row is the mean of both.
  ///
  /// - Parameters:
  ///   - predictions: the predictions of this recording's cohort.
  ///   - perKilogram: whether numbers stay in N/kg or Nm/kg; otherwise they are in N or Nm.
  /// - Throws: ``Fault`` (software) when the predictions are not of this recording's cycles.
  public func table(of predictions: Predictions, perKilogram: Bool = false) throws -> MotionTable {
    let task = predictions.cohort.task
    let outputs = task.outputs.count
    guard predictions.cohort.trials == cycles.count else {
      throw Fault(.software, "\(angles.source) has \(cycles.count) cycles, the prediction another number.")
    }
    let numbers = perKilogram ? predictions.values : predictions.rawValues
    let frames = Cohort.frames * outputs
    var sums = [Double](repeating: 0, count: angles.time.count * outputs)
    var counts = [Double](repeating: 0, count: angles.time.count)
    for (index, cycle) in cycles.enumerated() {
      let rows = angles.time.indices.filter { (cycle.start...cycle.end).contains(angles.time[$0]) }
      let own = numbers[index * frames..<(index + 1) * frames]
      for output in 0..<outputs {
        let curve = stride(from: own.startIndex + output, to: own.endIndex, by: outputs).map {
          Double(own[$0])
        }
        let values = Interpolation.linear(rows.map { angles.time[$0] }, cycle.instants(Cohort.frames), curve)
        for (row, value) in zip(rows, values) { sums[row * outputs + output] += value }
      }
      for row in rows { counts[row] += 1 }
    }
    let rows = counts.indices.filter { counts[$0] > 0 }
    return try MotionTable(
      source: angles.source, name: "Predicted \(task.name) in \(perKilogram ? task.unit : task.rawUnit)",
      inDegrees: false, labels: task.outputs, time: rows.map { angles.time[$0] },
      values: rows.flatMap { row in (0..<outputs).map { sums[row * outputs + $0] / counts[row] } })
  }
}
