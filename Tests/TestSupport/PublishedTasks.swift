import Protocols

/// The task of the published forces.
public let muscleForce = published("muscle-force")
/// The task of the published hip moments.
public let jointMoment = published("joint-moment")

private func published(_ name: String) -> any PredictionTask {
  guard let task = try? PredictionTasks.named(name) else { fatalError("tasks/\(name).yaml is not built in") }
  return task
}
