import Faults

/// What an entry predicts from the joint angles of one gait cycle.
///
/// A new task is a new conformance, listed in ``PredictionTasks/all``.
public protocol PredictionTask: Sendable {
  /// The name in manifests and on the command line, for example `muscle-force`.
  var name: String { get }
  /// The suffix of the published data files, for example `MF60`.
  var suffix: String { get }
  /// The inputs in the model's order, in degrees.
  var inputs: [String] { get }
  /// The outputs in the model's order.
  var outputs: [String] { get }
  /// The unit of a target as a cohort file holds it, for example `N`.
  var rawUnit: String { get }
  /// The unit that models learn and scores use: the raw unit divided by body mass, for example `N/kg`.
  var unit: String { get }
}

extension PredictionTask {
  /// The unit as a column name spells it, for example `N_per_kg`.
  public var unitInColumnNames: String { unit.split(separator: "/").joined(separator: "_per_") }
}

/// The joint angles of the published benchmark (docs/semantics.md, section 1.1), in the published order, in degrees.
public let publishedInputs = [
  "hip_flexion_r", "hip_adduction_r", "hip_rotation_r", "hip_flexion_l", "hip_adduction_l", "hip_rotation_l",
  "knee_angle_r", "ankle_angle_r", "knee_angle_l", "ankle_angle_l",
]

/// Forces of 14 muscle groups around the right hip (MF60), raw in N, learnt in N/kg.
public struct MuscleForce: PredictionTask {
  public let name = "muscle-force"
  public let suffix = "MF60"
  public let inputs = publishedInputs
  public let outputs = [
    "addbrev_r", "addlong_r", "addmag_r", "grac_r", "iliopsoas_r", "recfem_r", "sart_r", "glmax_r", "bflh_r",
    "hamstring_r", "glmed_r", "glmin_r", "tfl_r", "piri_r",
  ]
  public let rawUnit = "N"
  public let unit = "N/kg"

  /// Makes the task.
  public init() {}
}

/// The three moments of the right hip (JM60), raw in Nm, learnt in Nm/kg.
public struct JointMoment: PredictionTask {
  public let name = "joint-moment"
  public let suffix = "JM60"
  public let inputs = publishedInputs
  public let outputs = ["hip_flexion_r_moment", "hip_adduction_r_moment", "hip_rotation_r_moment"]
  public let rawUnit = "Nm"
  public let unit = "Nm/kg"

  /// Makes the task.
  public init() {}
}

/// The tasks that HipZoo knows.
public enum PredictionTasks {
  /// Every task, in the order in which tables show them.
  public static let all: [any PredictionTask] = [MuscleForce(), JointMoment()]

  /// The task of a name.
  /// - Throws: `Fault` when there is no such task; the message lists those that exist.
  public static func named(_ name: String) throws -> any PredictionTask {
    if let task = all.first(where: { $0.name == name }) { return task }
    let known = all.map(\.name).joined(separator: ", ")
    throw Fault(.usage, "There is no task named '\(name)'. The tasks are: \(known).")
  }
}
