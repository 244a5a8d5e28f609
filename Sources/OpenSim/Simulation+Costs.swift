import Jobs

extension Simulation {
  /// The seconds of one core that each job takes, by its id; of the session that docs/from-markers.md measures, by the
  /// length of the recordings.
  public var seconds: [String: Double] {
    var seconds = [String: Double]()
    for model in models { seconds["\(id)/\(model.jobName)"] = Self.scaling }
    for trial in trials {
      let recorded = trial.prepared.end - trial.prepared.start
      let cycles = max((recorded / Self.secondsOfACycle).rounded(.down) - 1, 1) * Double(options.sides.count)
      seconds["\(id)/\(trial.jobName)"] = recorded * Self.perSecond + cycles * Self.perCycle
    }
    return seconds
  }

  /// What a process of OpenSim holds, in megabytes.
  public static let megabytes = 200.0

  /// Scaling a person by two standing trials.
  private static let scaling = 6.0
  /// Inverse kinematics and dynamics of a second of walking.
  private static let perSecond = 3.4
  /// Static optimisation of one leg's cycle.
  private static let perCycle = 10.0
  private static let secondsOfACycle = 1.1
}
