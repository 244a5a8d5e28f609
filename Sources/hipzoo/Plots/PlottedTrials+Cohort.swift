import Cohorts
import Report

extension PlottedTrials {
  /// The trials of a cohort.
  init(_ cohort: Cohort) {
    self.init(
      task: cohort.task, source: cohort.source.split(separator: "/").last.map(String.init) ?? cohort.source,
      frames: Cohort.frames, subjects: cohort.subjects, masses: cohort.masses, references: cohort.normalisedTargets)
  }
}
