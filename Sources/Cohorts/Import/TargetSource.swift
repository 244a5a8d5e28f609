import Faults
import Formats
import Protocols

/// The forces or moments of a trial.
struct TargetSource {
  let task: any PredictionTask
  private let table: MotionTable
  private let gaps: [ClosedRange<Double>]
  private let signals: [Side: Result<[Signal], any Error>]

  init(task: any PredictionTask, table: MotionTable, sides: Set<Side>, options: CohortImport.Options) {
    self.task = task
    self.table = table
    gaps = table.gaps
    signals = Dictionary(
      uniqueKeysWithValues: sides.map { side in
        let signals = Result {
          try task is MuscleForce
            ? options.muscles.signals(in: table, on: side) : Self.moments(task, in: table, on: side, options.names)
        }
        return (side, signals)
      })
  }

  /// The targets over a cycle, or `nil` with a word in the report when the file does not have them.
  ///
  /// - Parameter isGiven: whether a person asked for this cycle, so that its lack is a reason and no note.
  func values(over cycle: GaitCycle, _ report: inout ImportReport.Trial, isGiven: Bool) throws -> [Float]? {
    let signals: [Signal]
    do {
      signals = try self.signals[cycle.side]?.get() ?? []
    } catch let fault as Fault {
      report.refuse(fault)
      return nil
    }
    do {
      return try signals.resampled(
        over: cycle, time: table.time, gaps: gaps, frames: Cohort.frames, source: table.source)
    } catch let fault as Fault {
      report.setAside(fault, isReason: isGiven)
      return nil
    }
  }

  /// The moments by their name with or without the ending `_moment`, as writers other than OpenSim's tool leave it out.
  private static func moments(
    _ task: any PredictionTask, in table: MotionTable, on side: Side, _ names: CoordinateNames
  ) throws -> [Signal] {
    try table.refusePowers()
    return try task.outputs.map { output in
      let name = side.name(of: output)
      let coordinate = String(name.dropLast("_moment".count))
      guard let index = try names.moment(coordinate, in: table) else {
        throw Fault(
          .data, at: .file(table.source),
          "there is no column '\(name)', nor '\(coordinate)'.\(suggestion(for: name, in: table.labels))")
      }
      let isMoment = table.labels[index].lowercased().contains("mom")
      guard isMoment || (table.inDegrees != true && table.name.lowercased() != "coordinates") else {
        throw Fault(
          .data, at: .file(table.source),
          "column '\(table.labels[index])' holds an angle by the file's header; moments are expected.")
      }
      return Signal(name: name, values: table.column(at: index))
    }
  }
}

extension MotionTable {
  /// Refuses a table that by its first line holds something else than forces or moments, under the same names.
  ///
  /// - Throws: ``Fault`` (data) with that line.
  func refusePowers() throws {
    let words = name.lowercased().filter(\.isLetter)
    let others = ["power", "speed", "velocity", "length", "pennation", "momentarm", "excitation"]
    guard let other = others.first(where: { words.contains($0) }) else { return }
    throw Fault(
      .data, at: .file(source),
      "its first line is '\(name.prefix(60))', so its columns hold \(other == "momentarm" ? "moment arms" : other); forces or "
        + "moments are expected.")
  }
}
