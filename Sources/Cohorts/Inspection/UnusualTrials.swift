import Faults
import Protocols

/// Looks for what is missing in a cohort or unlike gait, but may be true.
struct UnusualTrials {
  let lines: [String]

  init(_ cohort: Cohort, inputs: [CohortInspection.Column], targets: [CohortInspection.Column]) {
    lines =
      Self.people(cohort) + Self.paces(cohort) + Self.angles(inputs) + Self.targets(cohort, targets)
  }

  private static func people(_ cohort: Cohort) -> [String] {
    var lines: [String] = []
    let unknown = cohort.heights.filter(\.isNaN).count
    if unknown > 0 {
      let use = cohort.task.divisor == .bodyMassTimesHeight ? "N and Nm need it" : "no model uses it"
      lines.append(
        "\(unknown) of \(counted(cohort.trials, "trial")) \(unknown == 1 ? "has" : "have") no height (\(use)).")
    }
    let unusual = cohort.heights.filter { !$0.isNaN && !(0.8...2.3).contains($0) }.count
    if unusual > 0 {
      lines.append("\(counted(unusual, "trial has", "trials have")) a height outside 0.8 to 2.3 m; is it in m?")
    }
    if Set(cohort.subjects).count == 1, cohort.trials > 1 { lines.append("All trials are one subject's.") }
    return lines
  }

  private static func paces(_ cohort: Cohort) -> [String] {
    var lines: [String] = []
    let own = cohort.cadences.filter { $0 == .own }.count
    if own > 0 {
      lines.append(
        "\(counted(own, "trial has", "trials have")) no paced cadence label; scores by cadence leave them out.")
    }
    if let walked = cohort.remarks.stepsPerMinute {
      let differing = zip(walked, cohort.cadences).filter {
        $1 != .own && Cadence(nearest: Double($0)) != $1
      }.count
      if differing > 0 {
        lines.append(
          "\(counted(differing, "trial was", "trials were")) walked at a cadence nearer to another label than to \(differing == 1 ? "its" : "their") own."
        )
      }
    }
    return lines
  }

  private static func angles(_ columns: [CohortInspection.Column]) -> [String] {
    columns.filter { $0.deviation == 0 }.map { "'\($0.name)' is constant." }
  }

  private static func targets(_ cohort: Cohort, _ columns: [CohortInspection.Column]) -> [String] {
    if cohort.targets == nil { return ["There are no targets; the file can be predicted but not scored."] }
    var lines = columns.filter { $0.deviation == 0 }.map { "'\($0.name)' is constant." }
    for column in columns where cohort.task.onlyPulls && column.smallest < -1 {
      lines.append(
        "'\(column.name)' falls to \(column.smallest.rounded(toPlaces: 1)) \(cohort.task.rawUnit); muscles only pull.")
    }
    return lines
  }
}
