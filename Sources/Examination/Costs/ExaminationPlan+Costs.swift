import Foundation
import Jobs

extension ExaminationPlan {
  /// What each job takes, by its id.
  public func costs(_ measured: MeasuredCosts) -> [String: JobCost] {
    var costs = [String: JobCost]()
    for run in runs { costs.merge(run.costs(measured)) { first, _ in first } }
    let most = costs.values.map(\.megabytes).max() ?? 0
    costs["\(name)/compare"] = JobCost(seconds: 1, megabytes: most, isMeasured: false)
    if let trials = externalTrials {
      let seconds = runs.compactMap { $0.predicting(trials, measured) }.reduce(1, +)
      costs["\(name)/external"] = JobCost(seconds: seconds, megabytes: most, isMeasured: false)
    }
    return costs
  }
}

extension Makespan {
  /// The jobs that are left, each with what is left of it on one core.
  public init(_ jobs: [Job], _ costs: [String: JobCost]) {
    self.init(
      jobs.map { job in
        Item(job.id, after: job.needs + job.follows, seconds: job.isDone() ? 0 : costs[job.id]?.left ?? 0)
      })
  }
}
