import Faults
import Formats
import Foundation
import Protocols

/// A file to predict from: gait cycles in the published layout, or one leg of a recording with its own time base.
public struct PredictionSource: Sendable {
  /// The gait cycles.
  public let cohort: Cohort
  /// What was found out about a recording; `nil` for gait cycles in the published layout.
  public let findings: RecordingFindings?
  private let input: URL
  private let recording: WalkingRecording?

  /// What a motion file does not say by itself.
  public struct RecordingFacts: Sendable {
    /// Body mass in kg.
    public var mass: Float?
    /// Body height in m, NaN where unknown.
    public var height = Float.nan
    /// Who walked; by default the file's name.
    public var subject: String?
    /// The legs whose cycles are predicted; left cycles are predicted mirrored.
    public var sides: [Side] = [.right]
    /// Initial contacts in seconds: of the one leg that is predicted, or of the right leg where both are.
    public var contacts: [Double]?
    /// Initial contacts of the left leg in seconds, where both are predicted.
    public var leftContacts: [Double]?
    /// A table of contacts or events of both feet.
    public var events: ContactEvents?
    /// Whether the recording is one cycle, from its first row to its last.
    public var isOneCycle = false
    /// A file of ground forces.
    public var forces: URL?
    /// The columns of the feet's vertical forces where they have unusual names.
    public var forceColumns: [Side: String] = [:]
    /// How contacts are found.
    public var detection = ContactDetection()
    /// How the file counts the knee; nil detects it.
    public var kneeSign: KneeSign?
    /// How the file calls the angles.
    public var names = CoordinateNames.usual

    /// Makes what is known of nothing.
    public init() {}

    func contacts(of side: Side) -> WalkingRecording.Contacts {
      if isOneCycle { return .ends }
      if let events { return .given(events.contacts(of: side)) }
      return ((side == .left && sides.count > 1 ? leftContacts : contacts).map { .given($0) }) ?? .sought
    }
  }

  /// Opens a file and takes the first leg of those that are asked for; see ``sources(_:task:walk:)``.
  ///
  /// - Throws: ``Fault``: usage when a motion file comes without a mass; data and missing as the readers say.
  public init(_ url: URL, task: any PredictionTask, walk: RecordingFacts) throws {
    var walk = walk
    walk.sides = Array(walk.sides.prefix(1))
    guard let source = try Self.sources(url, task: task, walk: walk).first else {
      throw Fault(.software, at: .file(url.lastPathComponent), "no leg was asked for.")
    }
    self = source
  }

  private init(_ url: URL, _ cohort: Cohort, _ recording: WalkingRecording?, _ findings: RecordingFindings?) {
    input = url
    self.cohort = cohort
    self.recording = recording
    self.findings = findings
  }

  /// Opens a file, one source for each leg that is asked for; `.mot` and `.sto` are motion files, anything else is read
  /// as NPZ, which has no legs to choose from.
  ///
  /// Where both legs are asked for and one has no gait cycle, the other's source says so and stands alone.
  /// - Throws: ``Fault``: usage when a motion file comes without a mass; data and missing as the readers say.
  public static func sources(
    _ url: URL, task: any PredictionTask, walk: RecordingFacts
  ) throws -> [PredictionSource] {
    guard Self.isMotion(url) else {
      return [PredictionSource(url, try Cohort.read(url, task: task, requireTargets: false), nil, nil)]
    }
    guard let mass = walk.mass else {
      throw Fault(
        .usage, at: .file(url.lastPathComponent), "a motion file does not say the body mass; give it in kg with --mass."
      )
    }
    if walk.sides.count > 1, let events = walk.events, !events.ofNoSide.isEmpty {
      throw Fault(
        .data, at: .file(url.lastPathComponent),
        "the contacts have no side, and both legs are asked for; a column 'side' must say right or left for each.")
    }
    let isSought = !walk.isOneCycle && walk.events == nil && walk.contacts == nil
    let forces = try (isSought ? walk.forces : nil).map {
      try GroundForces(MotionTable(contentsOf: $0), columns: walk.forceColumns, mass: mass)
    }
    let table = try MotionTable(contentsOf: url)
    let angles = try JointAngles(table, kneeSign: walk.kneeSign, names: walk.names)
    var notes = RecordingNote.notes(on: angles, table)
    if let remark = walk.events?.remark { notes.append(RecordingNote(.contacts, remark)) }
    if !isSought, let unused = walk.forces {
      notes.append(.unusedForces(unused.lastPathComponent))
    }
    let subject = walk.subject ?? url.deletingPathExtension().lastPathComponent
    var sources: [PredictionSource] = []
    var failures: [Fault] = []
    for side in walk.sides {
      do {
        let recording = try WalkingRecording(
          angles, side: side, contacts: walk.contacts(of: side), forces: forces, detection: walk.detection)
        let cohort = try recording.cohort(for: task, subject: subject, mass: mass, height: walk.height)
        sources.append(PredictionSource(url, cohort, recording, RecordingFindings(recording, file: notes)))
      } catch let fault as Fault {
        failures.append(fault)
        notes.append(RecordingNote(.contacts, isWarning: true, "the \(side) leg is not predicted: \(fault)"))
      }
    }
    if let failure = failures.first {
      guard let other = sources.first, let recording = other.recording else { throw failure }
      sources = [PredictionSource(url, other.cohort, recording, RecordingFindings(recording, file: notes))]
    }
    return sources
  }

  /// Whether a file is read as a motion file, by the ending of its name.
  public static func isMotion(_ url: URL) -> Bool { ["mot", "sto"].contains(url.pathExtension.lowercased()) }

  /// The leg whose forces or moments are predicted.
  public var side: Side { recording?.side ?? .right }

  /// What was found out about the file, a line each.
  public var remarks: [String] {
    if let findings { return findings.lines }
    return SoundnessChecks(cohort: cohort, training: nil, usual: nil).mended.map(\.description)
  }

  /// Writes predictions in the format that the file's ending tells.
  ///
  /// - Parameters:
  ///   - predictions: those of ``cohort``.
  ///   - url: the file.
  ///   - rawUnits: whether `.csv` and `.npz` hold N or Nm, too.
  ///   - perKilogram: whether `.sto` holds N/kg or Nm/kg.
  ///   - threads: how many threads to use; the bytes do not depend on it.
  /// - Throws: ``Fault``: usage when `.sto` is asked of gait cycles without a time base, or the file is the input.
  public func write(
    _ predictions: Predictions, to url: URL, rawUnits: Bool, perKilogram: Bool, threads: Int = 1
  ) throws {
    let format = try PredictionFormat(url.path)
    try AtomicFile.refuse(output: url, onInputs: [input])
    let predictions = placed(predictions)
    switch format {
    case .csv: try predictions.writeCSV(to: url, rawUnits: rawUnits, threads: threads)
    case .npz: try predictions.writeNPZ(to: url, rawUnits: rawUnits)
    case .sto: try AtomicFile.write(table(predictions, perKilogram, url.lastPathComponent).text(), to: url)
    }
  }

  /// The bytes of a table of predictions, for standard output.
  ///
  /// - Parameter format: `.csv` or `.sto`.
  /// - Throws: ``Fault`` (usage) when `.npz` is asked, or `.sto` of gait cycles without a time base.
  public func text(
    of predictions: Predictions, as format: PredictionFormat, rawUnits: Bool = false, perKilogram: Bool = false
  ) throws -> Data {
    var text = Data()
    try write(predictions, as: format, rawUnits: rawUnits, perKilogram: perKilogram) { text += $0 }
    return text
  }

  /// Hands over the same bytes, a part at a time.
  func write(
    _ predictions: Predictions, as format: PredictionFormat, rawUnits: Bool, perKilogram: Bool,
    _ write: (Data) throws -> Void
  ) throws {
    let predictions = placed(predictions)
    switch format {
    case .csv:
      if rawUnits { try predictions.checkMasses() }
      try predictions.writeCSV(rawUnits, threads: 1, write)
    case .sto: try write(table(predictions, perKilogram, "standard output").text())
    case .npz: throw Fault(.usage, "NPZ is no text; name a file, or write .csv or .sto to standard output.")
    }
  }

  /// The predictions with what the recording knows of their leg and time.
  public func placed(_ predictions: Predictions) -> Predictions {
    guard let recording else { return predictions }
    return predictions.of(recording.cycles, on: recording.side)
  }

  private func table(_ predictions: Predictions, _ perKilogram: Bool, _ name: String) throws -> MotionTable {
    guard let recording else {
      throw Fault(.usage, at: .file(name), "gait cycles from NPZ have no time base for .sto; write .csv or .npz.")
    }
    return try recording.table(of: predictions, perKilogram: perKilogram)
  }
}
