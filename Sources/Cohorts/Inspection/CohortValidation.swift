/// Finds what would make a score on a cohort meaningless although the file can be read.
public enum CohortValidation {
  /// The findings, one line each, in the order of the trials; empty for a sound cohort.
  ///
  /// Missing columns, NaN in angles or targets and absent masses are not here: such a file cannot become a
  /// ``Cohort`` at all. Found here: trials that are there twice, a subject with two masses, angles in radians,
  /// and targets that look as if they had been divided by body mass already.
  public static func findings(in cohort: Cohort) -> [String] {
    duplicates(cohort) + twoMasses(cohort) + radians(cohort) + normalised(cohort)
  }

  private static func duplicates(_ cohort: Cohort) -> [String] {
    var first: [ArraySlice<Float>: Int] = [:]
    return (0..<cohort.trials).compactMap { trial in
      let angles = cohort.angles(of: trial)
      guard let earlier = first[angles] else {
        first[angles] = trial
        return nil
      }
      return
        "\(cohort.source): trial \(trial) (\(cohort.subjects[trial])) has the same angles as trial \(earlier) "
        + "(\(cohort.subjects[earlier])); keep one of them."
    }
  }

  private static func twoMasses(_ cohort: Cohort) -> [String] {
    var first: [String: Int] = [:]
    var told: Set<String> = []
    return (0..<cohort.trials).compactMap { trial in
      let subject = cohort.subjects[trial]
      guard let earlier = first[subject] else {
        first[subject] = trial
        return nil
      }
      guard cohort.masses[trial] != cohort.masses[earlier], told.insert(subject).inserted else { return nil }
      return "\(cohort.source): subject \(subject) weighs \(cohort.masses[earlier]) kg in trial \(earlier) "
        + "(\(cohort.cadences[earlier].rawValue)) and \(cohort.masses[trial]) kg in trial \(trial) "
        + "(\(cohort.cadences[trial].rawValue)); one mass is expected."
    }
  }

  private static func radians(_ cohort: Cohort) -> [String] {
    (0..<cohort.trials).filter { InputCheck.looksLikeRadians(cohort.angles(of: $0)) }.map {
      "\(cohort.source): trial \($0) (\(cohort.subjects[$0])) looks like radians: no joint angle exceeds 3.14; "
        + "degrees are expected."
    }
  }

  /// In a gait cycle some hip muscle reaches 100 N and some hip moment 5 Nm in anyone of 20 kg or more, while no
  /// one reaches 100 N/kg or 5 Nm/kg.
  private static func normalised(_ cohort: Cohort) -> [String] {
    guard let targets = cohort.targets else { return [] }
    let limit: Float = cohort.task.rawUnit == "N" ? 100 : 5
    let each = Cohort.frames * cohort.task.outputs.count
    return (0..<cohort.trials).compactMap { trial in
      let peak = targets[trial * each..<(trial + 1) * each].reduce(0) { max($0, $1.magnitude) }
      guard peak < limit else { return nil }
      return "\(cohort.source): trial \(trial) (\(cohort.subjects[trial])) has no target above "
        + "\(peak) \(cohort.task.rawUnit), as if 'Y' were in \(cohort.task.unit) already; raw "
        + "\(cohort.task.rawUnit) are expected."
    }
  }
}

extension Cohort {
  /// The angles of one trial in degrees, `[frames, inputs]`.
  func angles(of trial: Int) -> ArraySlice<Float> {
    let each = Self.frames * task.inputs.count
    return inputs[trial * each..<(trial + 1) * each]
  }
}
