import Protocols

extension Cohort {
  /// The angles of one trial in degrees, `[frames, inputs]`.
  func angles(of trial: Int) -> ArraySlice<Float> {
    let each = frames * task.inputs.count
    return inputs[trial * each..<(trial + 1) * each]
  }

  /// What rules may know of each trial when they divide.
  public var facts: [TrialFacts] {
    (0..<trials).map { trial in
      TrialFacts(
        subject: subjects[trial], cadence: cadences[trial].rawValue, side: remarks.sides?[trial],
        population: remarks.populations?[trial].rawValue, group: remarks.groups?[trial])
    }
  }
}
