import Faults
import Formats
import Protocols

/// The forces or moments of a trial.
struct TargetSource {
  let task: any PredictionTask
  private let table: MotionTable
  private let gaps: [ClosedRange<Double>]
  private let signals: [Side: Result<[Signal], any Error>]

  /// Why the file has none of this task's targets; nil when it has them.
  var absence: Fault? {
    let faults = signals.values.map { result -> Fault? in
      if case .failure(let error) = result { error as? Fault } else { nil }
    }
    return faults.contains(nil) ? nil : faults.first ?? nil
  }

  /// Finds the columns of a task on some sides.
  ///
  /// - Parameter kneeSign: how the recording counts the knee; a moment of the knee counts as its angle does.
  init(
    task: any PredictionTask, table: MotionTable, sides: Set<Side>, kneeSign: KneeSign, options: CohortImport.Options
  ) {
    self.task = task
    self.table = table
    gaps = table.gaps
    signals = Dictionary(
      uniqueKeysWithValues: sides.map { side in
        let signals = Result {
          if let stray = task.inputs.first(where: { !publishedInputs.contains($0) }) {
            throw Fault(
              .data, at: .file(table.source),
              "the task \(task.name) takes '\(stray)', which is none of the joint angles that recordings are read for.")
          }
          return try task.foundIn == .staticOptimization
            ? options.muscles.signals(of: task, in: table, on: side)
            : Self.moments(of: task, in: table, on: side, kneeSign, options.names)
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
      if let sparse = GaitCheck.sparse(cycle, table.time) {
        throw Fault(
          .data, at: .file(table.source), "in the cycle from \(cycle.start) s to \(cycle.end) s \(sparse).")
      }
      return try signals.resampled(
        over: cycle, time: table.time, gaps: gaps, frames: task.frames, source: table.source)
    } catch let fault as Fault {
      report.setAside(fault, isReason: isGiven)
      return nil
    }
  }

  /// The moments by their name with or without the ending `_moment`, as writers other than OpenSim's tool leave it out.
  private static func moments(
    of task: any PredictionTask, in table: MotionTable, on side: Side, _ kneeSign: KneeSign, _ names: CoordinateNames
  ) throws -> [Signal] {
    try table.refusePowers()
    return try task.targets.map { target in
      let lines = target.columns.map { $0.split(separator: "+").map { side.name(of: $0.trimmed) } }
      let found = try lines.compactMap { line -> [Int]? in
        let columns = try line.compactMap { try names.moment($0.withoutEnding, in: table) }
        return columns.count == line.count ? columns : nil
      }
      guard let columns = found.first, let line = lines.first else {
        let name = lines.first?.first ?? side.name(of: target.name)
        throw Fault(
          .data, at: .file(table.source),
          "there is no column '\(name)', nor '\(name.withoutEnding)'.\(suggestion(for: name, in: table.labels))")
      }
      for index in columns {
        let isMoment = table.labels[index].lowercased().contains("mom")
        guard isMoment || (table.inDegrees != true && table.name.lowercased() != "coordinates") else {
          throw Fault(
            .data, at: .file(table.source),
            "column '\(table.labels[index])' holds an angle by the file's header; moments are expected.")
        }
      }
      let sum = columns.dropFirst().reduce(into: table.column(at: columns[0])) { sum, column in
        for (row, value) in table.column(at: column).enumerated() { sum[row] += value }
      }
      let isTurned = kneeSign == .flexionNegative && line.allSatisfy { $0.hasPrefix("knee_angle") }
      return Signal(name: side.name(of: target.name), values: isTurned ? sum.map { -$0 } : sum)
    }
  }
}

extension String {
  /// A moment's name as its coordinate is called.
  fileprivate var withoutEnding: String { hasSuffix("_moment") ? String(dropLast("_moment".count)) : self }
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
