import Faults
import Foundation
import Synchronization

/// Runs the jobs of a plan side by side, each after those it needs.
public struct Schedule: Sendable {
  private let jobs: [Job]

  /// Makes a schedule of jobs; each comes after those it needs.
  public init(_ jobs: [Job]) { self.jobs = jobs }

  /// A job that failed.
  public struct Failure: Sendable {
    /// The id of the job.
    public let job: String
    /// The line that says why.
    public let message: String
  }

  /// What became of the jobs.
  public struct Outcome: Sendable {
    /// The jobs that failed, with the line that says why, in the plan's order.
    public var failures: [Failure]
    /// Whether work stopped because it was asked to.
    public var isInterrupted: Bool
  }

  /// Runs every job whose result is not on disk yet.
  ///
  /// A job that fails leaves those that need it undone; all others go on. One that waits for what is no job of the
  /// schedule, or for itself, fails.
  ///
  /// - Parameters:
  ///   - workers: how many jobs run at the same time.
  ///   - context: what every job may use.
  public func run(workers: Int, _ context: JobContext) -> Outcome {
    let state = State(jobs, workers: workers)
    let group = DispatchGroup()
    for _ in 0..<max(workers, 1) {
      // A thread of its own, since the threads of a job's shards come from the shared pool.
      let thread = Thread {
        while let job = state.next(context) { state.finish(job, attempt(job, context)) }
        group.leave()
      }
      thread.stackSize = 16 << 20
      group.enter()
      thread.start()
    }
    group.wait()
    return state.outcome
  }

  private func attempt(_ job: Job, _ context: JobContext) -> State.Result {
    do {
      try context.interruption.check()
      context.report(.started(job: job.id))
      try job.run(context)
      context.report(.finished(job: job.id))
      return .done
    } catch is Interrupted {
      return .interrupted
    } catch {
      context.report(.failed(job: job.id, message: "\(error)"))
      return .failed("\(error)")
    }
  }

  /// Which jobs are waiting, running and over; shared by the workers.
  fileprivate final class State: Sendable {
    enum Result: Sendable {
      case done, failed(String), interrupted
      var isInterrupted: Bool { if case .interrupted = self { true } else { false } }
    }
    private struct Tables: Sendable {
      var waiting: [Job]
      /// The ids of all jobs.
      let known: Set<String>
      var results: [String: Result] = [:]
      var running = 0
    }
    private let tables: Mutex<Tables>
    private let chains: JobOrder
    private let workers: Int
    private let change = NSCondition()
    private let order: [String]

    init(_ jobs: [Job], workers: Int) {
      (chains, self.workers) = (JobOrder(jobs), workers)
      tables = Mutex(Tables(waiting: jobs, known: Set(jobs.map(\.id))))
      order = jobs.map(\.id)
    }

    /// The next job that can run; waits while running ones may still allow more, and is nil when all is over.
    func next(_ context: JobContext) -> Job? {
      change.lock()
      defer { change.unlock() }
      while true {
        let step = tables.withLock { take(&$0) }
        switch step {
        case .run(let job): return job
        case .skip(let job): context.report(.skipped(job: job))
        case .fail(let job, let message): context.report(.failed(job: job, message: message))
        case .wait: change.wait()
        case .over:
          change.broadcast()
          return nil
        }
      }
    }

    func finish(_ job: Job, _ result: Result) {
      change.lock()
      defer { change.unlock() }
      tables.withLock {
        $0.results[job.id] = result
        $0.running -= 1
      }
      change.broadcast()
    }

    private enum Step { case run(Job), skip(String), fail(String, String), wait, over }

    private func take(_ tables: inout Tables) -> Step {
      var ready = [Job]()
      for (place, job) in tables.waiting.enumerated() {
        if let stranger = (job.needs + job.follows).first(where: { !tables.known.contains($0) }) {
          return Self.fail(&tables, place, "It waits for '\(stranger)', which is not among the jobs.")
        }
        let results = job.needs.map { tables.results[$0] }
        if let failed = zip(job.needs, results).first(where: { $0.1.isFailure })?.0 {
          return Self.fail(&tables, place, "It needs '\(failed)', which has not been done.")
        }
        guard results.allSatisfy({ $0.isDone }), job.follows.allSatisfy({ tables.results[$0].isOver }) else { continue }
        ready.append(job)
      }
      let left = tables.waiting.map(\.id)
      if let job = chains.sorted(ready, of: left, workers: workers).first {
        tables.waiting.removeAll { $0.id == job.id }
        if job.isDone() {
          tables.results[job.id] = .done
          return .skip(job.id)
        }
        tables.running += 1
        return .run(job)
      }
      guard !tables.waiting.isEmpty else { return .over }
      if tables.running > 0 { return .wait }
      // What an interrupted job leaves waiting is done the next time; all else waits for itself.
      if tables.results.values.contains(where: \.isInterrupted) { return .over }
      return Self.fail(&tables, 0, "It waits for jobs that wait for each other.")
    }

    private static func fail(_ tables: inout Tables, _ place: Int, _ message: String) -> Step {
      let job = tables.waiting.remove(at: place)
      tables.results[job.id] = .failed(message)
      return .fail(job.id, message)
    }

    var outcome: Outcome {
      tables.withLock { tables in
        var outcome = Outcome(failures: [], isInterrupted: false)
        for id in order {
          switch tables.results[id] {
          case .failed(let message): outcome.failures.append(Failure(job: id, message: message))
          case .interrupted: outcome.isInterrupted = true
          case .done, nil: break
          }
        }
        return outcome
      }
    }
  }
}

extension Optional where Wrapped == Schedule.State.Result {
  fileprivate var isDone: Bool { if case .done? = self { true } else { false } }
  /// Whether the job has been done or has failed; one that was interrupted will be tried again.
  fileprivate var isOver: Bool { isDone || isFailure }
  fileprivate var isFailure: Bool {
    switch self {
    case .failed?: true
    default: false
    }
  }
}
