import Faults
import Foundation
import Synchronization

/// Does the jobs of a plan together with other workers that share its files, each job under a lease.
public struct Worker: Sendable {
  /// How a worker goes about it.
  public struct Habits: Sendable {
    /// The folder of leases.
    public var leases: URL
    /// The seconds between signs of life.
    public var beat: Double
    /// How many jobs it does side by side.
    public var jobs: Int
    /// The seconds that it waits for work that others are at.
    public var idle: Double

    /// Makes habits; each part is what the property of its name says.
    public init(leases: URL, beat: Double = 20, jobs: Int = 1, idle: Double = 600) {
      (self.leases, self.beat, self.jobs, self.idle) = (leases, beat, jobs, idle)
    }
  }

  /// What became of the jobs.
  public struct Outcome: Sendable {
    /// How many jobs this worker did.
    public var done = 0
    /// The jobs that failed here, with the line that says why.
    public var failures = [Schedule.Failure]()
    /// Whether jobs are left that could still be done.
    public var hasWorkLeft = false
  }

  private let jobs: [Job]
  private let habits: Habits
  private let owner: String

  /// Makes a worker for jobs; each comes after those it needs.
  public init(_ jobs: [Job], _ habits: Habits) {
    (self.jobs, self.habits) = (jobs, habits)
    var name = [CChar](repeating: 0, count: 256)
    _ = gethostname(&name, name.count - 1)
    owner =
      "\(String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)), process \(getpid())"
  }

  /// Works until nothing is left, nothing comes for a while, or the interruption is requested.
  public func run(_ context: JobContext) -> Outcome {
    let outcome = Mutex(Outcome())
    let group = DispatchGroup()
    for _ in 0..<max(habits.jobs, 1) {
      let thread = Thread {
        work(context, outcome)
        group.leave()
      }
      thread.stackSize = 16 << 20
      group.enter()
      thread.start()
    }
    group.wait()
    return outcome.withLock { $0 }
  }

  private enum Next { case job(Job, Lease), wait, over }

  private func work(_ context: JobContext, _ outcome: borrowing Mutex<Outcome>) {
    var idleSince: Date?
    var isDone = Set<String>()
    while true {
      if context.interruption.isRequested { return outcome.withLock { $0.hasWorkLeft = true } }
      let failed = outcome.withLock { Set($0.failures.map(\.job)) }
      switch next(failed, &isDone) {
      case .over: return
      case .wait:
        idleSince = idleSince ?? Date()
        if let idleSince, -idleSince.timeIntervalSinceNow > habits.idle {
          return outcome.withLock { $0.hasWorkLeft = true }
        }
        Thread.sleep(forTimeInterval: min(habits.beat, 1))
      case .job(let job, let lease):
        idleSince = nil
        defer { lease.end() }
        // Another may have done it between the look and the claim.
        guard !job.isDone() else { continue }
        do {
          context.report(.started(job: job.id))
          try job.run(context)
          context.report(.finished(job: job.id))
          outcome.withLock { $0.done += 1 }
        } catch is Interrupted {
          outcome.withLock { $0.hasWorkLeft = true }
        } catch {
          context.report(.failed(job: job.id, message: "\(error)"))
          outcome.withLock { $0.failures.append(.init(job: job.id, message: "\(error)")) }
        }
      }
    }
  }

  /// The first job that can be done now and is claimed; `wait` while others are at what is left.
  private func next(_ failed: Set<String>, _ isDone: inout Set<String>) -> Next {
    // What needs a failed job is over, too; what only follows it goes on.
    var (isOver, isLost) = (failed, failed)
    var isWaiting = false
    for job in jobs {
      if isDone.contains(job.id) || job.isDone() {
        isDone.insert(job.id)
        isOver.insert(job.id)
        continue
      }
      guard !failed.contains(job.id) else { continue }
      if job.needs.contains(where: isLost.contains) {
        isOver.insert(job.id)
        isLost.insert(job.id)
        continue
      }
      guard job.needs.allSatisfy(isDone.contains), job.follows.allSatisfy(isOver.contains) else {
        isWaiting = true
        continue
      }
      if let lease = try? Lease.claim(job.id, in: habits.leases, owner: owner, beat: habits.beat) {
        return .job(job, lease)
      }
      isWaiting = true
    }
    return isWaiting ? .wait : .over
  }
}
