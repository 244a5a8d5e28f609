import Faults
import Formats
import Foundation

/// What an entry predicts from the joint angles of one gait cycle.
///
/// A new task is a file under `tasks/` (``DescribedTask``), or a conformance of a plugin's own that is handed to
/// ``PredictionTasks/add(_:)``.
public protocol PredictionTask: Sendable {
  /// The name in manifests and on the command line, for example `muscle-force`.
  var name: String { get }
  /// The task as headings name it, for example `Muscle forces`.
  var title: String { get }
  /// What is predicted, as a sentence has it, for example `hip muscle forces`.
  var quantity: String { get }
  /// The suffix of the published data files, for example `MF60`.
  var suffix: String { get }
  /// The inputs in the model's order, in degrees.
  var inputs: [String] { get }
  /// How many frames a gait cycle has: `linspace(0, 1, frames)` of it.
  var frames: Int { get }
  /// The outputs in the model's order, each with what is known of it.
  var targets: [TaskOutput] { get }
  /// The unit of a target as a cohort file holds it, for example `N`.
  var rawUnit: String { get }
  /// What a target is divided by before models learn it.
  var divisor: TargetDivisor { get }
  /// Whether the targets are forces of muscles, which are never negative.
  var onlyPulls: Bool { get }
  /// How large targets of gait are after the division; nil where nothing is known.
  var plausible: TargetSize? { get }
  /// The column of a table of trials whose files hold the targets; nil for a task that is not imported.
  var foundIn: TargetFile? { get }
}

extension PredictionTask {
  public var title: String { name }
  public var quantity: String { "outputs of \(name)" }
  public var frames: Int { publishedFrames }
  public var divisor: TargetDivisor { .bodyMass }
  public var onlyPulls: Bool { false }
  public var plausible: TargetSize? { nil }
  public var foundIn: TargetFile? { nil }

  /// The names of the outputs in the model's order.
  public var outputs: [String] { targets.map(\.name) }

  /// The unit that models learn and scores use, for example `N/kg`.
  public var unit: String { divisor.unit(of: rawUnit) }

  /// The unit as a column name spells it, for example `N_per_kg`.
  public var unitInColumnNames: String {
    unit.filter { $0 != "(" && $0 != ")" }.map { $0 == "/" ? "_per_" : $0 == " " ? "_" : String($0) }.joined()
  }

  /// SHA-256 of all that decides what a score means: inputs, outputs, frames, unit and divisor, whatever the labels are.
  public var fingerprint: String {
    let (inputs, outputs) = (Node(inputs.map { Node($0) }), Node(outputs.map { Node($0) }))
    let (name, unit, divisor) = (Node(name), Node(rawUnit), Node(divisor.rawValue))
    // The published length is understood, as it was before a task could have another.
    let node: Node =
      frames == publishedFrames
      ? ["name": name, "inputs": inputs, "outputs": outputs, "unit": unit, "divided_by": divisor]
      : [
        "name": name, "inputs": inputs, "outputs": outputs, "unit": unit, "divided_by": divisor, "frames": Node(frames),
      ]
    return Digest.sha256(of: Data(node.canonicalJSON.utf8))
  }
}

/// A task that a plugin brings as a type, where a file under `tasks/` cannot say it.
public protocol CompiledTask: PredictionTask {
  /// Makes the task.
  init()
}

/// An output of a task with what is known of it.
public struct TaskOutput: Sendable, Equatable {
  /// The name in files, for example `glmed_r`.
  public let name: String
  /// The name for people, for example `gluteus medius`.
  public let label: String
  /// What a positive number means, for example `flexion`; nil where it needs no word.
  public let positive: String?
  /// The columns of a recording that hold it, the first that is there; `a + b` is a sum.
  public let columns: [String]
  /// The mean curve of healthy people in the learnt unit at 20 places of the cycle (``usualPlaces``), against which a
  /// turned sign is seen.
  public let usual: [Double]?

  /// Makes an output.
  public init(
    _ name: String, label: String? = nil, positive: String? = nil, columns: [String]? = nil, usual: [Double]? = nil
  ) {
    self.name = name
    self.label = label ?? name
    self.positive = positive
    self.columns = columns ?? [name]
    self.usual = usual
  }
}

/// What targets are divided by before models learn them.
public enum TargetDivisor: String, Sendable, CaseIterable {
  /// The body mass in kg.
  case bodyMass = "body-mass"
  /// The body mass in kg times the body height in m.
  case bodyMassTimesHeight = "body-mass-x-height"
  /// Nothing: models learn the raw unit.
  case nothing

  /// The divisor as a sentence has it.
  public var words: String {
    switch self {
    case .bodyMass: "body mass"
    case .bodyMassTimesHeight: "body mass and height"
    case .nothing: "nothing"
    }
  }

  func unit(of raw: String) -> String {
    switch self {
    case .bodyMass: "\(raw)/kg"
    case .bodyMassTimesHeight: "\(raw)/(kg m)"
    case .nothing: raw
    }
  }

  /// The number that a person's targets are divided by; NaN where a part of it is unknown.
  ///
  /// - Parameters:
  ///   - mass: the body mass in kg.
  ///   - height: the body height in m.
  public func value(mass: Float, height: Float) -> Float {
    switch self {
    case .bodyMass: mass
    case .bodyMassTimesHeight: mass * height
    case .nothing: 1
    }
  }
}

/// How large targets of gait are after their division: the mean of their absolute values (docs/limits.md, section 17).
public struct TargetSize: Sendable, Equatable {
  /// Over one trial.
  public let trial: ClosedRange<Double>
  /// The median over trials.
  public let median: ClosedRange<Double>

  /// Makes sizes.
  public init(trial: ClosedRange<Double>, median: ClosedRange<Double>) {
    (self.trial, self.median) = (trial, median)
  }
}

/// The column of a table of trials whose files hold a task's targets.
public enum TargetFile: String, Sendable, CaseIterable {
  /// Generalised forces of OpenSim's inverse dynamics, in Nm.
  case inverseDynamics = "inverse_dynamics"
  /// Forces of muscles, in N.
  case staticOptimization = "static_optimization"
}

/// The frames of a gait cycle in the published benchmark (docs/semantics.md, section 1.1).
public let publishedFrames = 180

/// Where in the cycle ``TaskOutput/usual`` has its numbers, from 0 to 1: at every ninth of 180 frames.
public let usualPlaces = stride(from: 0, to: 180, by: 9).map { Double($0) / 179 }

/// The joint angles of the published benchmark (docs/semantics.md, section 1.1), in the published order, in degrees: those
/// that are read from recordings.
public let publishedInputs = [
  "hip_flexion_r", "hip_adduction_r", "hip_rotation_r", "hip_flexion_l", "hip_adduction_l", "hip_rotation_l",
  "knee_angle_r", "ankle_angle_r", "knee_angle_l", "ankle_angle_l",
]
