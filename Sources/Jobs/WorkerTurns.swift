import Faults
import Foundation
import Synchronization

/// One thread of a worker: it takes a job, does it, and takes the next.
struct WorkerTurns {
  private let worker: Worker
  private let context: JobContext
  /// The jobs that were found done; what is done stays done.
  private var isDone = Set<String>()
  /// How often a job could not read or write its files although the home can be written.
  private var tries = [String: Int]()
  /// The seconds that were waited since a job was done.
  private var waited = 0.0
  /// How long the next wait is, in seconds.
  private var pause = firstPause
  /// What is in the way, as it was told.
  private var trouble: String?

  private static let firstPause = 0.1
  private static let longestPause = 5.0
  /// How often a job is tried whose files cannot be used although the home's can.
  private static let mostTries = 3

  init(_ worker: Worker, _ context: JobContext) { (self.worker, self.context) = (worker, context) }

  private enum Next { case job(Job, Lease), wait, over }
  private enum End { case over, delayed }

  mutating func run(_ outcome: borrowing Mutex<Worker.Outcome>) {
    while !context.interruption.isRequested {
      switch next(outcome) {
      case .over: return
      case .wait: guard wait() else { return outcome.withLock { $0.hasWorkLeft = true } }
      case .job(let job, let lease):
        let end = attempt(job, outcome)
        lease.end()
        guard end == .delayed else { continue }
        repeat {
          guard wait() else { return outcome.withLock { $0.hasWorkLeft = true } }
        } while !canWrite
        tries[job.id, default: 0] += 1
      }
    }
    outcome.withLock { $0.hasWorkLeft = true }
  }

  private mutating func attempt(_ job: Job, _ outcome: borrowing Mutex<Worker.Outcome>) -> End {
    // Another may have done it between the look and the claim.
    guard !job.isDone() else { return .over }
    if trouble == nil { (waited, pause) = (0, Self.firstPause) }
    do {
      context.report(.started(job: job.id))
      try job.run(context)
      // On a full disk a job may come to its end and leave nothing; doing it again and again would not help.
      guard job.isDone() else {
        throw Fault(
          .io,
          "The job ran to its end and its result is not there; is the disk full? Make room and start workers again.")
      }
      context.report(.finished(job: job.id))
      worker.failed.forget([job.id])
      outcome.withLock { $0.done += 1 }
      (waited, pause, trouble) = (0, Self.firstPause, nil)
    } catch is Interrupted {
      outcome.withLock { $0.hasWorkLeft = true }
    } catch {
      let isOfTheHome = (error as? Fault)?.kind == .io || !worker.habits.isHomeThere()
      if isOfTheHome, tries[job.id, default: 0] < Self.mostTries - 1 {
        // What the job has finished is on disk; it goes on from there.
        tell("\(error)", job.id)
        return .delayed
      }
      context.report(.failed(job: job.id, message: "\(error)"))
      worker.failed.keep(.init(job: job.id, owner: worker.owner, reason: "\(error)"))
      outcome.withLock { $0.failures.append(.init(job: job.id, message: "\(error)")) }
    }
    return .over
  }

  /// The best job that can be done now and is claimed; `wait` while others are at what is left, or the home is away.
  private mutating func next(_ outcome: borrowing Mutex<Worker.Outcome>) -> Next {
    guard worker.habits.isHomeThere() else {
      tell("the home folder is not where it was; nothing is made in its place.", nil)
      return .wait
    }
    // What needs a failed job is over, too; what only follows it goes on.
    let failed = Set(worker.failed.records.map(\.job)).union(outcome.withLock { $0.failures.map(\.job) })
    let state = PlanState(worker.jobs, failed: failed, done: isDone)
    isDone = state.done
    let workers = Lease.count(in: worker.habits.leases) + 1
    for job in worker.order.sorted(state.ready, of: state.left.map(\.id), workers: workers) {
      do {
        let (habits, owner) = (worker.habits, worker.owner)
        let lease = try Lease.claim(job.id, in: habits.leases, owner: owner, beat: habits.beat, worker.clock)
        if let lease { return .job(job, lease) }
      } catch {
        tell("\(error)", job.id)
        return .wait
      }
    }
    return state.left.isEmpty ? .over : .wait
  }

  /// Says what is in the way, once for each reason.
  private mutating func tell(_ reason: String, _ job: String?) {
    guard trouble != reason else { return }
    trouble = reason
    context.report(.waiting(job: job, message: reason))
  }

  /// Waits a little; false when it has been too long.
  private mutating func wait() -> Bool {
    guard waited < worker.habits.idle else { return false }
    // Not all workers at the same moment.
    let span = min(pause * Double.random(in: 0.75...1.25), worker.habits.idle - waited)
    pause = min(pause * 1.5, max(worker.habits.beat, Self.firstPause), Self.longestPause)
    waited += span
    let end = ProcessInfo.processInfo.systemUptime + span
    while true {
      let left = end - ProcessInfo.processInfo.systemUptime
      guard left > 0, !context.interruption.isRequested else { return true }
      Thread.sleep(forTimeInterval: min(left, 0.1))
    }
  }

  /// Whether a file of some size can be written and kept in the folder of leases.
  private var canWrite: Bool {
    guard worker.habits.isHomeThere() else { return false }
    let path = worker.habits.leases.appending(path: ".space-\(UUID().uuidString)").path(percentEncoded: false)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { return false }
    defer { unlink(path) }
    let bytes = [UInt8](repeating: 0, count: 1 << 20)
    let isWritten = write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
    return close(descriptor) == 0 && isWritten
  }
}
