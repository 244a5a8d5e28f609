import Faults
import Formats
import Foundation
import Protocols

/// Turns the files of one trial into gait cycles.
struct TrialReader {
  /// One gait cycle of a trial with its targets for the tasks whose files are there.
  struct Sample {
    let cycle: GaitCycle
    let inputs: [Float]
    let targets: [(task: any PredictionTask, values: [Float])]
  }

  let entry: TrialEntry
  let options: CohortImport.Options
  /// Reads the table that a column of the trial list names.
  let load: (_ column: String) throws -> MotionTable

  /// Reads the trial.
  ///
  /// - Parameter report: takes notes, and the reasons why a task of the trial could not be used.
  /// - Throws: ``Fault`` when nothing of the trial can be used.
  func samples(_ report: inout ImportReport.Trial) throws -> [Sample] {
    let angles = try JointAngles(regular("kinematics"), kneeSign: options.kneeSign)
    report.knee = angles.kneeSign.rawValue + (angles.kneeSignWasDetected ? " (detected)" : "")
    let sources = try targetSources(&report)
    let cycles = try cycles(angles, &report)
    var samples: [Sample] = []
    for cycle in cycles {
      do {
        let inputs = try angles.inputs(over: cycle)
        var targets: [(any PredictionTask, [Float])] = []
        for source in sources {
          if let values = try source.values(over: cycle, &report, isGiven: entry.window != nil) {
            targets.append((source.task, values))
          }
        }
        if !targets.isEmpty { samples.append(Sample(cycle: cycle, inputs: inputs, targets: targets)) }
      } catch let fault as Fault {
        report.setAside(fault, isReason: entry.window != nil)
      }
    }
    guard !samples.isEmpty else {
      if !report.reasons.isEmpty { return [] }
      throw Fault(.data, report.notes.last ?? "no gait cycle lies inside the recordings")
    }
    return samples
  }

  private func targetSources(_ report: inout ImportReport.Trial) throws -> [TargetSource] {
    var sources: [TargetSource] = []
    let columns: [(String, any PredictionTask)] = [
      ("static_optimization", MuscleForce()), ("inverse_dynamics", JointMoment()),
    ]
    for (column, task) in columns where entry.paths[column] != nil {
      do {
        sources.append(TargetSource(task: task, table: try regular(column), muscles: options.muscles))
      } catch let fault as Fault {
        report.refuse(fault)
      }
    }
    return sources
  }

  private func regular(_ column: String) throws -> MotionTable { try load(column).atOneRate() }

  private func cycles(_ angles: JointAngles, _ report: inout ImportReport.Trial) throws -> [GaitCycle] {
    if let window = entry.window {
      report.contacts = ["given"]
      return [GaitCycle(side: entry.side, start: window.start, end: window.end)]
    }
    let forces = try entry.paths["ground_forces"].map { _ in
      try GroundForces(regular("ground_forces"), columns: options.forceColumns)
    }
    let sides = options.bothSides ? Side.allCases : [entry.side]
    return sides.flatMap { side in
      let (cycles, source) = CycleSearch(angles: angles, forces: forces, detection: options.detection).cycles(of: side)
      report.contacts.append(source)
      if forces != nil, source == "angles" {
        report.notes.append("the ground force shows no whole \(side) cycle; joint angles were used")
      }
      if cycles.isEmpty {
        report.notes.append("\(angles.source): there is no whole \(side) gait cycle in it.")
      }
      return cycles
    }
  }
}

/// The forces or moments of a trial.
private struct TargetSource {
  let task: any PredictionTask
  let table: MotionTable
  let muscles: MuscleGroups

  /// The targets over a cycle, or `nil` with a word in the report when the file does not have them.
  func values(over cycle: GaitCycle, _ report: inout ImportReport.Trial, isGiven: Bool) throws -> [Float]? {
    let signals: [Signal]
    do {
      signals = try task is MuscleForce ? muscles.signals(in: table, on: cycle.side) : moments(on: cycle.side)
    } catch let fault as Fault {
      report.refuse(fault)
      return nil
    }
    do {
      return try signals.resampled(over: cycle, time: table.time, frames: Cohort.frames, source: table.source)
    } catch let fault as Fault {
      report.setAside(fault, isReason: isGiven)
      return nil
    }
  }

  /// The moments by their name with or without the ending `_moment`, as writers other than OpenSim's tool leave it out.
  private func moments(on side: Side) throws -> [Signal] {
    try task.outputs.map { output in
      let name = side.name(of: output)
      let coordinate = String(name.dropLast("_moment".count))
      if let index = try table.index(of: name, as: .load) {
        return Signal(name: name, values: table.column(at: index))
      }
      guard let index = try table.index(of: coordinate, as: .load) else {
        throw Fault(.data, at: .file(table.source), "there is no column '\(name)', nor '\(coordinate)'.")
      }
      guard table.inDegrees != true, table.name.lowercased() != "coordinates" else {
        throw Fault(
          .data, at: .file(table.source),
          "column '\(coordinate)' holds an angle by the file's header; moments are expected.")
      }
      return Signal(name: name, values: table.column(at: index))
    }
  }
}

extension ImportReport.Trial {
  fileprivate mutating func setAside(_ fault: Fault, isReason: Bool) {
    if isReason {
      refuse(fault)
    } else if !notes.contains(fault.description) {
      notes.append(fault.description)
    }
  }
}
