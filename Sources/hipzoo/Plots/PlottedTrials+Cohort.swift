import Cohorts
import Report

extension PlottedTrials {
  /// The trials of a cohort, of one leg.
  init(_ cohort: Cohort, side: Side = .right) {
    self.init(
      task: cohort.task, source: cohort.source.split(separator: "/").last.map(String.init) ?? cohort.source,
      frames: cohort.frames, subjects: cohort.subjects, masses: cohort.masses, references: cohort.normalisedTargets,
      outputs: cohort.task.outputs.map(side.name(of:)), leg: side.rawValue)
  }
}

extension Cohort {
  /// Whose trials they are, for a drawing.
  func peopleInWords() throws -> String {
    let named = Set(remarks.populations ?? []).sorted().map(\.rawValue)
    let people = try named.isEmpty ? statedPopulation().population.rawValue : named.joined(separator: " and ")
    return isSynthetic ? "synthetic \(people)" : people
  }
}
