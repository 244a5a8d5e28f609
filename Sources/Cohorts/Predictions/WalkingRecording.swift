import Faults
import Formats
import Foundation
import Protocols

/// A motion file of one walking person: the gait cycles of one leg, and the way back from predictions to its time base.
public struct WalkingRecording: Sendable {
  /// The joint angles of the file.
  public let angles: JointAngles
  /// What was found out about the cycles.
  public let findings: CycleFindings
  /// The inputs of each cycle, `[frames, inputs]` in degrees.
  private let inputs: [[Float]]

  /// The gait cycles that can be predicted, in time's order.
  public var cycles: [GaitCycle] { findings.kept }
  /// How the contacts were found.
  public var contactSource: ContactSource { findings.contacts }
  /// The leg whose cycles these are.
  public var side: Side { findings.side }

  /// What a person says of the contacts of a recording.
  public enum Contacts: Sendable {
    /// Nothing: they are looked for.
    case sought
    /// The initial contacts of the leg in seconds.
    case given([Double])
    /// The recording is one cycle, from its first row to its last.
    case ends
  }

  /// Finds the gait cycles of a leg in a table of coordinates; see ``init(_:side:contacts:forces:detection:)``.
  ///
  /// - Parameter contacts: initial contacts of the leg in seconds; `nil` finds them.
  /// - Throws: ``Fault`` (data) when an angle is missing or no gait cycle can be used.
  public init(
    _ table: MotionTable, side: Side = .right, kneeSign: KneeSign? = nil, contacts: [Double]? = nil,
    forces: GroundForces? = nil, detection: ContactDetection = .init(), names: CoordinateNames = .usual
  ) throws {
    try self.init(
      JointAngles(table, kneeSign: kneeSign, names: names), side: side,
      contacts: contacts.map { .given($0) } ?? .sought,
      forces: forces, detection: detection)
  }

  /// Finds the gait cycles of a leg.
  ///
  /// A cycle of which no inputs can be made, because it leaves the recording or has a gap, is dropped and said in
  /// ``findings``; the others stand.
  ///
  /// - Parameters:
  ///   - side: the leg; a left cycle is predicted mirrored.
  ///   - contacts: what is known of the contacts.
  ///   - forces: ground forces to find contacts in; without them, or without a whole cycle in them, the joint angles
  ///     are used (``ContactDetection/contacts(thigh:knee:time:)``).
  /// - Throws: ``Fault`` (data) with the reasons when no gait cycle can be used.
  public init(
    _ angles: JointAngles, side: Side, contacts: Contacts, forces: GroundForces? = nil,
    detection: ContactDetection = .init()
  ) throws {
    self.angles = angles
    let search = CycleSearch(angles: angles, forces: forces, detection: detection)
    var findings: CycleFindings
    switch contacts {
    case .sought: findings = search.cycles(of: side)
    case .given(let instants): findings = try search.cycles(of: side, givenAt: instants)
    case .ends:
      let ends = [angles.time.first, angles.time.last].compactMap { $0 }
      guard angles.time.count > 1 else {
        throw Fault(.data, at: .file(angles.source), "it has one row, which is no gait cycle.")
      }
      findings = try search.cycles(of: side, givenAt: ends, as: .whole, isOneCycle: true)
    }
    var inputs: [[Float]] = []
    findings.keep { cycle in
      do {
        inputs.append(try angles.inputs(over: cycle))
        return nil
      } catch let fault as Fault {
        return fault.description
      } catch {
        return "\(error)"
      }
    }
    guard !findings.kept.isEmpty else { throw findings.refusal(in: angles.source) }
    self.findings = findings
    self.inputs = inputs
  }

  /// The cycles as inputs without targets; those of a left leg stand mirrored.
  ///
  /// - Parameters:
  ///   - task: what is to be predicted.
  ///   - subject: a name for the person.
  ///   - mass: body mass in kg.
  ///   - height: body height in m, NaN where unknown.
  /// - Throws: ``Fault`` (data) when the mass is not one.
  public func cohort(
    for task: any PredictionTask, subject: String, mass: Float, height: Float = .nan
  ) throws -> Cohort {
    if let stray = task.inputs.first(where: { !publishedInputs.contains($0) }) {
      throw Fault(
        .data, at: .file(angles.source),
        "the task \(task.name) takes '\(stray)', which is none of the joint angles that recordings are read for.")
    }
    let isPublished = task.inputs == publishedInputs && task.frames == publishedFrames
    let chosen = try zip(cycles, inputs).flatMap { cycle, published in
      try isPublished ? published : angles.inputs(over: cycle, of: task.inputs, frames: task.frames)
    }
    return try Cohort(
      source: angles.source, task: task, inputs: chosen, targets: nil,
      subjects: cycles.map { _ in subject }, heights: cycles.map { _ in height },
      masses: cycles.map { _ in mass }, cadences: cycles.map { Cadence(nearest: $0.cadence) },
      remarks: .init(
        stepsPerMinute: cycles.map { Float($0.cadence) },
        sides: cycles.map { _ in side == .right ? "right" : "left, mirrored" },
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
  /// - Throws: ``Fault``: software when the predictions are not of this recording's cycles; data when N or Nm are asked for
  ///   without the mass or height that they need.
  public func table(of predictions: Predictions, perKilogram: Bool = false) throws -> MotionTable {
    let task = predictions.cohort.task
    let outputs = task.outputs.count
    guard predictions.cohort.trials == cycles.count else {
      throw Fault(.software, "\(angles.source) has \(cycles.count) cycles, the prediction another number.")
    }
    if !perKilogram { try predictions.checkMasses() }
    let numbers = try perKilogram ? predictions.values : predictions.rawValues
    let frames = task.frames * outputs
    var sums = [Double](repeating: 0, count: angles.time.count * outputs)
    var counts = [Double](repeating: 0, count: angles.time.count)
    for (index, cycle) in cycles.enumerated() {
      let rows = Interpolation.rows(angles.time, in: cycle.start...cycle.end)
      let own = numbers[index * frames..<(index + 1) * frames]
      for output in 0..<outputs {
        let curve = stride(from: own.startIndex + output, to: own.endIndex, by: outputs).map {
          Double(own[$0])
        }
        let values = Interpolation.linear(Array(angles.time[rows]), cycle.instants(task.frames), curve)
        for (row, value) in zip(rows, values) { sums[row * outputs + output] += value }
      }
      for row in rows { counts[row] += 1 }
    }
    let rows = counts.indices.filter { counts[$0] > 0 }
    return try MotionTable(
      source: angles.source, name: "Predicted \(task.name) in \(perKilogram ? task.unit : task.rawUnit)",
      inDegrees: false, labels: task.outputs.map(side.name(of:)), time: rows.map { angles.time[$0] },
      values: rows.flatMap { row in (0..<outputs).map { sums[row * outputs + $0] / counts[row] } })
  }
}
