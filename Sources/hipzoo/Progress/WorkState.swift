import Examination
import Foundation
import Jobs

/// How far an examination or a fine-tuning is: each of its jobs by what is becoming of it.
struct WorkState: Encodable {
  /// A job that a worker is at.
  struct Running: Encodable {
    let job: String
    /// The node and process.
    let owner: String
    /// The seconds since the worker's last sign of life.
    let age: Double
    /// Whether nothing was heard for so long that the job is another's to take.
    let isLost: Bool
    /// The epochs that are finished; absent for a job that has none.
    let epoch: Int?
    /// The epochs that are expected.
    let epochs: Int?
    /// The core-seconds that are left.
    let secondsLeft: Double
  }

  /// What it is called.
  let name: String
  let done: Int
  let running: [Running]
  let waiting: [String]
  let failed: [FailedJobs.Record]
  /// What waits for a failed job, and so for `hipzoo work --retry`.
  let blocked: [String]
  /// What `hipzoo work --retry` would start again: the failed jobs, then those that wait for them.
  let retry: [String]
  /// The core-seconds of all that is left.
  let secondsLeft: Double
  /// The core-seconds of the longest chain of jobs that are left, one after the other.
  let longestChain: Double
  /// Whether all these are measured; else some are estimates.
  let isMeasured: Bool

  init(
    _ work: PlannedWork, _ costs: [String: JobCost], _ holders: [Lease.Holder], _ failures: [FailedJobs.Record]
  ) {
    let jobs = work.jobs
    let held = Set(holders.map(\.job))
    let state = PlanState(jobs, failed: Set(failures.map(\.job)).subtracting(held))
    let left = jobs.filter { !state.done.contains($0.id) }
    let (names, lost) = (Set(left.map(\.id)), state.lost)
    let running = held.intersection(names)
    let failed = failures.filter { names.contains($0.job) && !running.contains($0.job) }
    name = work.name
    done = jobs.count - left.count
    self.failed = failed
    self.running = holders.filter { running.contains($0.job) }.map { holder in
      let cost = costs[holder.job]
      return Running(
        job: holder.job, owner: holder.owner, age: (holder.age * 10).rounded() / 10, isLost: holder.isLost,
        epoch: cost?.epochs == nil ? nil : cost?.finishedEpochs, epochs: cost?.epochs,
        secondsLeft: (cost?.left ?? 0).rounded())
    }
    let ids = left.map(\.id)
    let failedNames = Set(failed.map(\.job))
    blocked = ids.filter { lost.contains($0) && !failedNames.contains($0) && !running.contains($0) }
    waiting = ids.filter { !lost.contains($0) && !running.contains($0) }
    retry = failed.map(\.job) + blocked
    let span = Makespan(jobs, costs)
    secondsLeft = span.work.rounded()
    longestChain = span.longestChain.seconds.rounded()
    // Beside trainings tests take no time worth an estimate; a simulation has nothing but estimates.
    let hasEpochs = jobs.contains { costs[$0.id]?.epochs != nil }
    isMeasured = left.allSatisfy { (hasEpochs && costs[$0.id]?.epochs == nil) || costs[$0.id]?.isMeasured == true }
  }

  /// Whether nothing more will happen here by itself.
  var isOver: Bool { waiting.isEmpty && running.isEmpty }

  /// What is becoming of the jobs, for people, below the table.
  var lines: [String] {
    var lines = running.map { job in
      let epoch = job.epoch.map { " epoch \($0)" + (job.epochs.map { " of about \($0)" } ?? "") + "," } ?? ""
      let sign = job.isLost ? "no sign for \(Int(job.age)) s, free to be taken" : "last sign \(Int(job.age)) s ago"
      let left = job.secondsLeft > 0 ? ", about \(spanText(job.secondsLeft)) left" : ""
      return "  \(job.job):\(epoch) \(job.owner), \(sign)\(left)"
    }
    lines += failed.map { "  \($0.job): failed (\($0.owner)): \($0.reason)" }
    if !retry.isEmpty {
      lines.append("  hipzoo work --retry starts again: \(retry.joined(separator: ", "))")
    }
    return lines
  }
}
