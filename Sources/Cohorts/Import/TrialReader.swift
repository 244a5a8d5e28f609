import Faults
import Formats
import Foundation
import Protocols

/// Turns the files of one trial into gait cycles.
struct TrialReader {
  /// One gait cycle of a trial with its targets for the tasks whose files are there.
  struct Sample {
    let cycle: GaitCycle
    let targets: [(task: any PredictionTask, inputs: [Float], values: [Float])]
  }

  let entry: TrialEntry
  let options: CohortImport.Options
  /// Reads the table that a column of the trial list names.
  let load: (_ column: String) throws -> MotionTable
  /// Reads the contacts that a column of the trial list names.
  let loadEvents: (_ column: String) throws -> ContactEvents

  /// Reads the trial.
  ///
  /// - Parameter report: takes what was found, and the reasons why a task of the trial could not be used.
  /// - Throws: ``Fault`` when nothing of the trial can be used.
  func samples(_ report: inout ImportReport.Trial) throws -> [Sample] {
    let table = try load("kinematics")
    let angles = try JointAngles(table, kneeSign: options.kneeSign, names: options.names)
    report.knee = angles.kneeSign.rawValue + (angles.kneeSignWasDetected ? " (detected)" : "")
    for note in RecordingNote.notes(on: angles, table) { report.take(note) }
    let sources = targetSources(angles.kneeSign, &report)
    var failure: Fault?
    var samples: [Sample] = []
    for var findings in try findings(angles, &report) {
      let isGiven = findings.contacts == .given && entry.window != nil
      findings.keep { cycle in
        do {
          let published = try angles.inputs(over: cycle, of: publishedInputs)
          var targets: [(any PredictionTask, [Float], [Float])] = []
          for source in sources {
            if let values = try source.values(over: cycle, &report, isGiven: isGiven) {
              let (names, frames) = (source.task.inputs, source.task.frames)
              let isPublished = names == publishedInputs && frames == publishedFrames
              let inputs = try isPublished ? published : angles.inputs(over: cycle, of: names, frames: frames)
              targets.append((source.task, inputs, values))
            }
          }
          guard !targets.isEmpty else { return report.reasons.last ?? report.notes.last ?? "it has no targets" }
          samples.append(Sample(cycle: cycle, targets: targets))
          return nil
        } catch let fault as Fault {
          report.setAside(fault, isReason: isGiven)
          return fault.description
        } catch {
          return "\(error)"
        }
      }
      for note in findings.notes { report.take(note) }
      if findings.kept.isEmpty {
        let fault = findings.refusal(in: angles.source)
        failure = failure ?? fault
        if options.bothSides, entry.window == nil { report.setAside(fault, isReason: false) }
      }
      report.findings.append(findings)
    }
    guard !samples.isEmpty else {
      if !report.reasons.isEmpty { return [] }
      throw failure ?? Fault(.data, "no gait cycle lies inside the recordings")
    }
    let isExplained = !report.reasons.isEmpty
    for source in sources where !samples.contains(where: { $0.targets.contains { $0.task.name == source.task.name } }) {
      let reason = report.notes.last { $0.contains("cycle") } ?? "its file covers no cycle"
      if isExplained {
        report.missingTargets.append(source.task.suffix)
      } else {
        report.refuse(Fault(.data, "no target for \(source.task.suffix): \(reason)"))
      }
    }
    return samples
  }

  /// The targets of every task whose file the row names.
  private func targetSources(_ kneeSign: KneeSign, _ report: inout ImportReport.Trial) -> [TargetSource] {
    var sources: [TargetSource] = []
    let sides: Set<Side> = options.bothSides && entry.window == nil ? Set(Side.allCases) : [entry.side]
    for file in [TargetFile.staticOptimization, .inverseDynamics] where entry.paths[file.rawValue] != nil {
      do {
        let table = try load(file.rawValue)
        for irregularity in table.irregularities {
          report.take(RecordingNote(.file, "\(table.source): \(irregularity)"))
        }
        let all = PredictionTasks.all.filter { $0.foundIn == file }.map { task in
          TargetSource(task: task, table: table, sides: sides, kneeSign: kneeSign, options: options)
        }
        // A file of some joints only serves the tasks of those; when it serves none, every reason counts.
        let there = all.filter { $0.absence == nil }
        for source in all where !there.isEmpty {
          if let absence = source.absence {
            report.take(RecordingNote(.columns, "no target for \(source.task.suffix): \(absence)"))
          }
        }
        sources += there.isEmpty ? all : there
      } catch let fault as Fault {
        report.refuse(fault)
      } catch {
        report.refuse(Fault(.data, "\(error)"))
      }
    }
    return sources
  }

  /// The cycles of each leg that is taken.
  private func findings(_ angles: JointAngles, _ report: inout ImportReport.Trial) throws -> [CycleFindings] {
    if let window = entry.window {
      report.contacts = ["given"]
      if let path = entry.paths["ground_forces"] { report.take(.unusedForces(path)) }
      let search = CycleSearch(angles: angles, forces: nil, detection: options.detection)
      return [try search.cycles(of: entry.side, givenAt: [window.start, window.end], isOneCycle: true)]
    }
    let isSought = !options.isOneCycle && entry.paths["events"] == nil
    if !isSought, let path = entry.paths["ground_forces"] { report.take(.unusedForces(path)) }
    let forces = try (isSought ? entry.paths["ground_forces"] : nil).map { _ in
      try GroundForces(load("ground_forces"), columns: options.forceColumns, mass: entry.mass)
    }
    let events = try entry.paths["events"].map { _ in try loadEvents("events") }
    if let remark = events?.remark { report.take(RecordingNote(.contacts, remark)) }
    let search = CycleSearch(angles: angles, forces: forces, detection: options.detection)
    let sides = options.bothSides ? Side.allCases : [entry.side]
    return try sides.map { side in
      let findings: CycleFindings
      if options.isOneCycle, let first = angles.time.first, let last = angles.time.last, first < last {
        findings = try search.cycles(of: side, givenAt: [first, last], as: .whole, isOneCycle: true)
      } else if let events {
        findings = try search.cycles(of: side, givenAt: events.contacts(of: side))
      } else {
        findings = search.cycles(of: side)
      }
      report.contacts.append(findings.contacts.rawValue)
      return findings
    }
  }
}
