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
    /// The seconds that it waits for work that others are at, or for a home that cannot be used.
    public var idle: Double
    /// Whether the plan's files are where they were; while they are not, nothing is claimed and nothing is made.
    public var isHomeThere: @Sendable () -> Bool

    /// Makes habits; each part is what the property of its name says.
    public init(
      leases: URL, beat: Double = 20, jobs: Int = 1, idle: Double = 600,
      isHomeThere: @escaping @Sendable () -> Bool = { true }
    ) {
      (self.leases, self.beat, self.jobs, self.idle) = (leases, beat, jobs, idle)
      self.isHomeThere = isHomeThere
    }
  }

  /// What became of the jobs.
  public struct Outcome: Sendable {
    /// How many jobs this worker did.
    public var done = 0
    /// The jobs that failed here, with the line that says why.
    public var failures = [Schedule.Failure]()
    /// The jobs that had failed elsewhere or before, and were left alone.
    public var failedBefore = [FailedJobs.Record]()
    /// Whether jobs are left that could still be done.
    public var hasWorkLeft = false

    /// Nothing was done, since nothing was there to be done.
    public init() {}
  }

  let jobs: [Job]
  let order: JobOrder
  let habits: Habits
  let owner: String
  let clock: SharedClock
  let failed: FailedJobs

  /// Makes a worker for jobs; each comes after those it needs.
  ///
  /// - Parameters:
  ///   - jobs: the jobs.
  ///   - habits: how it goes about them.
  ///   - seconds: how long each takes, by its id, for the order they are done in; without them each is taken to be as long.
  public init(_ jobs: [Job], _ habits: Habits, seconds: [String: Double] = [:]) {
    (self.jobs, self.habits) = (jobs, habits)
    order = JobOrder(jobs, seconds: seconds)
    clock = SharedClock(habits.leases)
    failed = FailedJobs(habits.leases)
    owner = "\(Self.host), process \(getpid())"
  }

  private static let host: String = {
    var name = [UInt8](repeating: 0, count: 256)
    // One byte less than there are, so that the last stays zero.
    _ = name.withUnsafeMutableBytes { $0.baseAddress.map { gethostname($0, 255) } }
    let host = String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
    // Where a cluster says what the node is called, that is what its people know it by.
    return ProcessInfo.processInfo.environment["SLURMD_NODENAME"] ?? host
  }()

  /// Works until nothing is left, nothing comes for a while, or the interruption is requested.
  public func run(_ context: JobContext) -> Outcome {
    let outcome = Mutex(Outcome())
    let group = DispatchGroup()
    for _ in 0..<max(habits.jobs, 1) {
      let thread = Thread {
        var turns = WorkerTurns(self, context)
        turns.run(outcome)
        group.leave()
      }
      thread.stackSize = 16 << 20
      group.enter()
      thread.start()
    }
    group.wait()
    var result = outcome.withLock { $0 }
    let here = Set(result.failures.map(\.job))
    let done = PlanState(jobs).done
    let names = Set(jobs.map(\.id)).subtracting(done)
    result.failedBefore = failed.records.filter { names.contains($0.job) && !here.contains($0.job) }
    return result
  }
}
