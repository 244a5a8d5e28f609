import Faults
import Formats
import Foundation
import Protocols

/// A file to predict from: gait cycles in the published layout, or a recording with its own time base.
public struct PredictionSource: Sendable {
  /// The gait cycles.
  public let cohort: Cohort
  private let recording: WalkingRecording?

  /// What a motion file does not say by itself.
  public struct RecordingFacts: Sendable {
    /// Body mass in kg.
    public var mass: Float?
    /// Body height in m, NaN where unknown.
    public var height = Float.nan
    /// Initial contacts of the right foot in seconds.
    public var contacts: [Double]?
    /// A file of ground forces.
    public var forces: URL?
    /// How the file counts the knee; nil detects it.
    public var kneeSign: KneeSign?

    /// Makes what is known of nothing.
    public init() {}
  }

  /// Opens a file; `.mot` and `.sto` are motion files, anything else is read as NPZ.
  ///
  /// - Throws: ``Fault``: usage when a motion file comes without a mass; data and missing as the readers say.
  public init(_ url: URL, task: any PredictionTask, walk: RecordingFacts) throws {
    guard ["mot", "sto"].contains(url.pathExtension.lowercased()) else {
      cohort = try Cohort.read(url, task: task, requireTargets: false)
      recording = nil
      return
    }
    guard let mass = walk.mass else {
      throw Fault(
        .usage, at: .file(url.lastPathComponent), "a motion file does not say the body mass; give it in kg with --mass."
      )
    }
    let forces = try walk.forces.map { try GroundForces(MotionTable(contentsOf: $0).atOneRate()) }
    let recording = try WalkingRecording(
      MotionTable(contentsOf: url), kneeSign: walk.kneeSign, contacts: walk.contacts, forces: forces)
    let name = url.deletingPathExtension().lastPathComponent
    cohort = try recording.cohort(for: task, subject: name, mass: mass, height: walk.height)
    self.recording = recording
  }

  /// What was found out about the file, a line each.
  public var remarks: [String] {
    guard let recording else { return [] }
    let cycles = recording.cycles.map { String(format: "%.3f to %.3f s", $0.start, $0.end) }
    let knee = recording.angles.kneeSign.rawValue
    return [
      "\(cohort.source): right gait cycles \(cycles.joined(separator: ", ")) (contacts: \(recording.contactSource)), "
        + "knee \(knee)\(recording.angles.kneeSignWasDetected ? " (detected)" : "")"
    ]
  }

  /// Writes predictions in the format that the file's ending tells.
  ///
  /// - Parameters:
  ///   - predictions: those of ``cohort``.
  ///   - url: the file.
  ///   - rawUnits: whether `.csv` and `.npz` hold N or Nm, too.
  ///   - perKilogram: whether `.sto` holds N/kg or Nm/kg.
  ///   - threads: how many threads to use; the bytes do not depend on it.
  /// - Throws: ``Fault``: usage when `.sto` is asked of gait cycles without a time base.
  public func write(
    _ predictions: Predictions, to url: URL, rawUnits: Bool, perKilogram: Bool, threads: Int = 1
  ) throws {
    switch try PredictionFormat(url.path) {
    case .csv: try predictions.writeCSV(to: url, rawUnits: rawUnits, threads: threads)
    case .npz: try predictions.writeNPZ(to: url, rawUnits: rawUnits)
    case .sto:
      guard let recording else {
        throw Fault(
          .usage, at: .file(url.lastPathComponent),
          "gait cycles from NPZ have no time base for .sto; write .csv or .npz.")
      }
      try recording.table(of: predictions, perKilogram: perKilogram).write(to: url)
    }
  }
}
