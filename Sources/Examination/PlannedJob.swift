import Faults
import Foundation
import Jobs
import Runs

/// One job of a benchmark that is done by itself, with the examination that it belongs to.
public struct PlannedJob: Sendable {
  /// The job, which needs nothing that a scheduler of its own would have to do first.
  public let job: Job
  /// The run that it leaves its results in; nil when they concern several runs.
  public let run: RunFolder?
  /// The examination that it belongs to.
  public let examination: ExaminationPlan
  private let needs: [Job]

  /// Finds a job among those of examinations.
  /// - Returns: nil when there is none of this name.
  init?(_ id: String, of examinations: [ExaminationPlan]) {
    for examination in examinations {
      let jobs = examination.jobs
      guard let planned = jobs.first(where: { $0.id == id }) else { continue }
      job = planned.alone
      needs = planned.needs.compactMap { need in jobs.first { $0.id == need } }
      run = examination.runs.map(\.folder).first { id.hasPrefix("\($0.name)/") }
      self.examination = examination
      return
    }
    return nil
  }

  /// Refuses to go on before what the job needs has been done.
  /// - Throws: ``Fault`` of kind `missing` with the job that is to be run first.
  public func check() throws {
    guard let missing = needs.first(where: { !$0.isDone() }) else { return }
    throw Fault(.missing, "\(job.id) needs '\(missing.id)', which has not been done: hipzoo job \(missing.id)")
  }
}
