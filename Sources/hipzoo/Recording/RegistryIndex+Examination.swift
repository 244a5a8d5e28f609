import Examination
import Registry

extension RegistryIndex {
  /// Takes up what examinations have left so far.
  func record(_ examinations: [ExaminationPlan]) throws {
    for examination in examinations { try record(examination: examination.folder, runs: examination.testedRuns) }
  }

  /// Takes up what a job has left, when that is a run's scores or an examination's comparison.
  func record(_ job: PlannedJob) throws {
    if let run = job.run { try record(run: run) } else { try record(examination: job.examination.folder) }
  }
}
