import Faults
import Formats
import Foundation
import Protocols
import Scores

/// Makes cohorts from a table of OpenSim recordings (layout: docs/semantics.md, section 1.1).
///
/// The table has the columns `subject, mass_kg, kinematics` and may have `height_m`, `cadence` (a label or
/// steps/min), `population`, `inverse_dynamics`, `static_optimization`, `ground_forces`, and for one given cycle a row
/// `cycle_start`, `cycle_end` (seconds) and `side`. Paths are relative to the table and stay in its folder.
public struct CohortImport: Sendable {
  /// How recordings are read.
  public struct Options: Sendable {
    /// Whether left cycles are taken too, mirrored; a given cycle stands alone.
    public var bothSides = false
    /// Whether the first trial that cannot be used, in whole or in part, stops the import.
    public var isStrict = false
    /// How the files count the knee; `nil` detects it in each.
    public var kneeSign: KneeSign?
    /// How initial contacts are found.
    public var detection = ContactDetection()
    /// The columns of the feet's vertical forces where they have unusual names.
    public var forceColumns: [Side: String] = [:]
    /// How the files call the angles and moments.
    public var names = CoordinateNames.usual
    /// Whether each recording is one cycle, from its first row to its last.
    public var isOneCycle = false
    /// Whose trials they are where a row does not say it.
    public var population: Population?
    /// Which muscles make up each group.
    public var muscles = MuscleGroups.usual

    /// Makes the usual options.
    public init() {}
  }

  /// The cohort of each task for which there are targets.
  public let cohorts: [Cohort]
  /// What became of each row.
  public let report: ImportReport
  /// Why there is no cohort, where no row can be used.
  package let emptiness: Fault?

  /// Reads all trials of a table, one after the other, so that one recording at a time is in memory.
  ///
  /// - Parameters:
  ///   - url: the table, a CSV file.
  ///   - progress: called after each row with the number done and the number there are.
  /// - Throws: ``Fault`` when the table cannot be read, when no trial can be used, and under
  ///   ``Options/isStrict`` for the first trial that cannot be.
  public init(
    trials url: URL, options: Options = .init(),
    progress: (_ done: Int, _ all: Int) -> Void = { _, _ in }
  ) throws {
    try self.init(anyOf: url, options: options, progress: progress)
    if let emptiness { throw emptiness }
  }

  /// Reads all trials of a table of which perhaps none can be used; see ``init(trials:options:progress:)``.
  package init(
    anyOf url: URL, options: Options = .init(), progress: (_ done: Int, _ all: Int) -> Void = { _, _ in }
  ) throws {
    let file = url.relativePath
    let list = try TrialList(BoundedFile.bytes(of: url, limit: 64 << 20), file: file)
    let folder = url.deletingLastPathComponent()
    var report = ImportReport()
    report.unusedColumns = list.unusedColumns
    report.remarks = list.remarks + list.people
    var drafts = PredictionTasks.all.map { CohortDraft(task: $0) }
    var taken: [[String]: Int] = [:]
    for (index, row) in list.entries.enumerated() {
      var trial = ImportReport.Trial(line: row.line, subject: row.subject)
      do {
        let entry = try row.entry.get()
        let recording = entry.recording(in: folder, takesBothSides: options.bothSides)
        if let earlier = taken.updateValue(entry.line, forKey: recording) {
          throw Fault(
            .data, at: .file(file, line: entry.line),
            "the same recording and cycle stand in line \(earlier); keep one of them.")
        }
        func reading<Content>(_ column: String, _ read: (URL, _ path: String) throws -> Content) throws -> Content {
          try locating(.part("column '\(column)'").within(.file(file, line: entry.line))) {
            let path = entry.paths[column] ?? ""
            return try read(folder.appending(path: path), path)
          }
        }
        let reader = TrialReader(entry: entry, options: options) { column in
          try reading(column) { try MotionTable(contentsOf: $0, named: $1) }
        } loadEvents: { column in
          try reading(column) { try ContactEvents(contentsOf: $0, named: $1) }
        }
        let samples = try reader.samples(&trial)
        let kinematics = recording.first ?? ""
        for place in drafts.indices {
          let suffix = drafts[place].task.suffix
          let (count, twice) = drafts[place].append(
            samples, of: entry, from: kinematics, population: entry.population ?? options.population)
          if count > 0 { trial.cycles[suffix] = count }
          for (cycle, line) in twice {
            trial.refuse(
              Fault(
                .data, at: .file(file, line: entry.line),
                "the \(cycle.side) step from \(cycle.start) s to \(cycle.end) s is in \(suffix) already, from line \(line); it is "
                  + "not taken twice."))
          }
        }
        for column in entry.emptyTargets {
          let suffixes = PredictionTasks.all.filter { $0.foundIn?.rawValue == column }.map(\.suffix)
          trial.missingTargets += suffixes
          trial.refuse(
            Fault(
              .data, at: .file(file, line: entry.line),
              "column '\(column)' is empty, so the row has no target for \(suffixes.joined(separator: ", "))."))
        }
      } catch let fault as Fault {
        trial.refuse(fault)
      }
      if options.isStrict, let fault = trial.firstFault {
        throw Self.refusal(fault, of: .file(file, line: row.line))
      }
      report.trials.append(trial)
      progress(index + 1, list.entries.count)
    }
    cohorts = try drafts.compactMap { try $0.cohort(source: file) }
    self.report = report
    emptiness = cohorts.isEmpty ? Self.emptiness(report, file) : nil
  }

  private static func emptiness(_ report: ImportReport, _ file: String) -> Fault {
    let first = report.rejected.first
    let reason = refusal(
      first?.firstFault ?? Fault(.data, "no gait cycle was found"), of: .file(file, line: first?.line ?? 1))
    return Fault(
      .data, at: .file(file),
      "none of its \(counted(report.trials.count, "trial")) can be used; the first reason: \(reason)")
  }

  /// What is wrong with a row of the table, which the fault of a recording does not name yet.
  private static func refusal(_ fault: Fault, of row: Place) -> Fault {
    let isNamed = fault.place?.file == row.file && fault.place?.position == row.position
    let named = isNamed ? fault : fault.within(row)
    return Fault(.data, at: named.place, named.text)
  }
}

/// A cohort that grows trial by trial.
private struct CohortDraft {
  let task: any PredictionTask
  private var inputs: [Float] = []
  private var targets: [Float] = []
  private var subjects: [String] = []
  private var heights: [Float] = []
  private var masses: [Float] = []
  private var cadences: [Cadence] = []
  private var stepsPerMinute: [Float] = []
  private var sides: [String] = []
  private var sources: [String] = []
  /// The cycles that are in, with the line they came from, by recording.
  private var taken: [String: [(cycle: GaitCycle, line: Int)]] = [:]

  private var populations: [Population?] = []
  private var groups: [String?] = []

  init(task: any PredictionTask) { self.task = task }

  /// Takes the samples that have this task's targets.
  ///
  /// - Parameter recording: the file of the angles, of which no step enters twice.
  /// - Returns: how many were taken, and those of which a line before has the same step.
  mutating func append(
    _ samples: [TrialReader.Sample], of entry: TrialEntry, from recording: String, population: Population?
  ) -> (count: Int, twice: [(GaitCycle, line: Int)]) {
    let before = subjects.count
    var twice: [(GaitCycle, line: Int)] = []
    for sample in samples {
      guard let found = sample.targets.first(where: { $0.task.name == task.name }) else { continue }
      let cycle = sample.cycle
      if let earlier = taken[recording]?.first(where: { $0.line != entry.line && $0.cycle.isSameStep(as: cycle) }) {
        twice.append((cycle, earlier.line))
        continue
      }
      taken[recording, default: []].append((cycle, entry.line))
      inputs += found.inputs
      targets += found.values
      subjects.append(entry.subject)
      heights.append(entry.height)
      masses.append(entry.mass)
      cadences.append(entry.cadence ?? Cadence(nearest: sample.cycle.cadence))
      stepsPerMinute.append(Float(sample.cycle.cadence))
      sides.append(sample.cycle.side == .right ? "right" : "left, mirrored")
      sources.append(entry.paths["kinematics"] ?? "")
      populations.append(population)
      groups.append(entry.group)
    }
    return (subjects.count - before, twice)
  }

  func cohort(source: String) throws -> Cohort? {
    guard !subjects.isEmpty else { return nil }
    let said = populations.compactMap(\.self)
    if !said.isEmpty, let trial = populations.firstIndex(of: nil) {
      throw Fault(
        .data, at: .file(source),
        "the column 'population' is empty for \(subjects[trial]) and not for others; say it in every row or in none.")
    }
    let grouped = groups.compactMap(\.self)
    if !grouped.isEmpty, let trial = groups.firstIndex(of: nil) {
      throw Fault(
        .data, at: .file(source),
        "the column 'group' is empty for \(subjects[trial]) and not for others; say it in every row or in none.")
    }
    return try Cohort(
      source: source, task: task, inputs: inputs, targets: targets, subjects: subjects, heights: heights,
      masses: masses, cadences: cadences,
      remarks: .init(
        stepsPerMinute: stepsPerMinute, sides: sides, sources: sources, populations: said.isEmpty ? nil : said,
        groups: grouped.isEmpty ? nil : grouped))
  }
}
