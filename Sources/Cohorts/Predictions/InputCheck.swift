import Protocols

/// Says which inputs a model was not trained for.
public enum InputCheck {
  /// How many training standard deviations away an angle may be without a warning.
  public static let limit: Float = 6

  /// One thing to warn of.
  public struct Warning: Sendable, Equatable, CustomStringConvertible {
    /// The trial, counted from 0.
    public let trial: Int
    /// The column, or `nil` when the whole trial is meant.
    public let column: String?
    /// The line that a person reads.
    public let description: String
  }

  /// Warns of each trial that looks like radians, and of each column of a trial that leaves the training range.
  ///
  /// - Parameters:
  ///   - cohort: the inputs, in degrees.
  ///   - training: the mean and deviation of each input over the training trials.
  ///   - side: the leg of the cycles; those of a left one stand mirrored and are named as in their file.
  public static func warnings(
    for cohort: Cohort, training: Standardisation, side: Side = .right
  ) -> [Warning] {
    let columns = cohort.task.inputs.count
    guard training.mean.count == columns, training.deviation.count == columns else { return [] }
    return (0..<cohort.trials).flatMap { trial -> [Warning] in
      let angles = cohort.angles(of: trial)
      if looksLikeRadians(angles, columns: cohort.task.inputs) { return [radians(trial, cohort)] }
      return (0..<columns).compactMap { column in
        outside(angles, column, trial, cohort, training, side)
      }
    }
  }

  /// Whether no knee or no hip flexes beyond pi in a gait cycle, as happens with radians only: a knee bends by 50
  /// degrees or more and a hip by 30.
  static func looksLikeRadians(_ angles: ArraySlice<Float>, columns: [String]) -> Bool {
    let flexions = ["hip_flexion", "knee_angle"].map { joint in columns.indices.filter { columns[$0].hasPrefix(joint) }
    }
    let groups = flexions.filter { !$0.isEmpty }
    return (groups.isEmpty ? [Array(columns.indices)] : groups).contains { group in
      group.allSatisfy { column in
        stride(from: angles.startIndex + column, to: angles.endIndex, by: columns.count).allSatisfy {
          angles[$0].magnitude <= .pi
        }
      }
    }
  }

  private static func radians(_ trial: Int, _ cohort: Cohort) -> Warning {
    Warning(
      trial: trial, column: nil,
      description:
        "\(cohort.source): trial \(trial) (\(cohort.subjects[trial])) looks like radians: no knee or no hip "
        + "flexes beyond 3.14; the models expect degrees.")
  }

  private static func outside(
    _ angles: ArraySlice<Float>, _ column: Int, _ trial: Int, _ cohort: Cohort, _ training: Standardisation,
    _ side: Side
  ) -> Warning? {
    let columns = cohort.task.inputs.count
    let (mean, deviation) = (training.mean[column], training.deviation[column])
    var (farthest, value, frame): (Float, Float, Int) = (0, mean, 0)
    for at in stride(from: angles.startIndex + column, to: angles.endIndex, by: columns) {
      let distance = (angles[at] - mean) / deviation
      if distance.magnitude > farthest.magnitude {
        (farthest, value, frame) = (distance, angles[at], (at - angles.startIndex) / columns)
      }
    }
    guard farthest.magnitude > limit else { return nil }
    let name = side.name(of: cohort.task.inputs[column])
    let distance = (farthest.magnitude * 10).rounded() / 10
    let direction = farthest > 0 ? "above" : "below"
    return Warning(
      trial: trial, column: name,
      description:
        "\(cohort.source): trial \(trial) (\(cohort.subjects[trial])), column '\(name)' is \(distance) "
        + "sd \(direction) the training mean (\(value) degrees at frame \(frame)).")
  }
}
