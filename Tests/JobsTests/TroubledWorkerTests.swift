import Faults
import Foundation
import Jobs
import Synchronization
import TestSupport
import Testing

/// Workers whose jobs fail, or whose folder cannot be used for a while.
@Suite("A worker in trouble") struct TroubledWorkerTests {
  /// A job that leaves a file, after what a test makes of its numbered tries.
  private final class Trial: Sendable {
    let job: Job
    private let count: Counter
    var tries: Int { count.number.withLock { $0 } }

    init(_ id: String, in folder: URL, needs: [String] = [], _ body: @escaping @Sendable (Int) throws -> Void) {
      let count = Counter()
      self.count = count
      let file = folder.appending(path: id)
      job = Job(id: id, needs: needs, isDone: { FileManager.default.fileExists(atPath: file.path) }) { _ in
        try body(count.next())
        try Data().write(to: file)
      }
    }
  }

  private final class Counter: Sendable {
    let number = Mutex(0)
    func next() -> Int {
      number.withLock {
        $0 += 1
        return $0
      }
    }
  }

  /// What a worker said while it waited.
  private final class Said: Sendable {
    let lines = Mutex([String]())
    var context: JobContext {
      JobContext(threads: 1, interruption: Interruption()) { [self] event in
        if case .waiting(let job, let message) = event { lines.withLock { $0.append("\(job ?? "-"): \(message)") } }
      }
    }
  }

  private func habits(
    _ leases: URL, idle: Double = 30, isHomeThere: @escaping @Sendable () -> Bool = { true }
  ) -> Worker.Habits {
    .init(leases: leases, beat: 10, idle: idle, isHomeThere: isHomeThere)
  }

  @Test func `leaves alone what failed elsewhere, and what needs it, until it is forgotten`() throws {
    try withTemporaryFolder { folder in
      let leases = folder.appending(path: "leases")
      let mended = Mutex(false)
      let first = Trial("fold", in: folder) { _ in
        guard mended.withLock({ $0 }) else { throw Fault(.data, "it does not learn.") }
      }
      let second = Trial("final", in: folder, needs: ["fold"]) { _ in }
      let jobs = [first.job, second.job]
      let said = Said()
      #expect(Worker(jobs, habits(leases)).run(said.context).failures.map(\.job) == ["fold"])
      let outcome = Worker(jobs, habits(leases)).run(said.context)
      #expect(outcome.failures.isEmpty && outcome.done == 0 && !outcome.hasWorkLeft)
      #expect(outcome.failedBefore.map(\.job) == ["fold"] && outcome.failedBefore.first?.reason == "it does not learn.")
      #expect(first.tries == 1)

      mended.withLock { $0 = true }
      #expect(FailedJobs(leases).forget(jobs.map(\.id)) == 1)
      #expect(Worker(jobs, habits(leases)).run(said.context).done == 2)
      #expect(FailedJobs(leases).records.isEmpty)
    }
  }

  @Test func `fails a job that comes to its end and leaves nothing, after a few tries`() throws {
    try withTemporaryFolder { folder in
      let runs = Counter()
      let empty = Job(id: "empty", isDone: { false }) { _ in _ = runs.next() }
      let outcome = Worker([empty], habits(folder.appending(path: "leases"))).run(Said().context)
      #expect(outcome.failures.map(\.job) == ["empty"] && outcome.done == 0)
      #expect(outcome.failures.first?.message.contains("its result is not there") == true)
      #expect(runs.number.withLock { $0 } == 3)
    }
  }

  @Test func `tells that a claim cannot be written, and waits until it can`() throws {
    try withTemporaryFolder { folder in
      let home = folder.appending(path: "home")
      let said = Said()
      let trial = Trial("a", in: folder) { _ in }
      let path = home.path
      // As soon as it has said so, the folder is there again.
      let context = JobContext(threads: 1, interruption: Interruption()) { event in
        said.context.report(event)
        if case .waiting = event { mkdir(path, 0o777) }
      }
      let outcome = Worker([trial.job], habits(home.appending(path: "leases"))).run(context)
      #expect(outcome.done == 1 && !outcome.hasWorkLeft)
      let line = try #require(said.lines.withLock { $0.first })
      #expect(line.hasPrefix("a: ") && line.contains("leases: the folder of claims cannot be made"), "\(line)")
    }
  }

  @Test func `makes nothing where a home has gone, and goes on when it is back`() throws {
    try withTemporaryFolder { folder in
      let home = folder.appending(path: "home")
      let said = Said()
      let trial = Trial("a", in: folder) { _ in }
      let looks = Counter()
      let path = home.path
      let outcome = Worker(
        [trial.job],
        habits(home.appending(path: "leases")) {
          guard looks.next() > 3 else { return false }
          mkdir(path, 0o777)
          return true
        }
      ).run(said.context)
      #expect(outcome.done == 1)
      #expect(said.lines.withLock { $0 } == ["-: the home folder is not where it was; nothing is made in its place."])
    }
  }

  @Test func `tries again what could not be written, and fails it at the third time`() throws {
    try withTemporaryFolder { folder in
      let leases = folder.appending(path: "leases")
      let said = Said()
      let full = Fault(.io, "no space left.")
      let once = Trial("once", in: folder) { if $0 == 1 { throw full } }
      let always = Trial("always", in: folder) { _ in throw full }
      let outcome = Worker([once.job, always.job], habits(leases)).run(said.context)
      #expect(outcome.done == 1 && outcome.failures.map(\.job) == ["always"] && !outcome.hasWorkLeft)
      #expect(once.tries == 2 && always.tries == 3)
      #expect(said.lines.withLock { $0 } == ["once: no space left.", "always: no space left."])
    }
  }

  @Test func `ends with work left when a home stays away`() throws {
    try withTemporaryFolder { folder in
      let trial = Trial("a", in: folder) { _ in }
      let outcome = Worker([trial.job], habits(folder, idle: 0.3) { false }).run(Said().context)
      #expect(outcome.hasWorkLeft && outcome.done == 0 && trial.tries == 0)
    }
  }

  @Test func `a lease is lost by the beats of who holds it, not of who looks`() throws {
    try withTemporaryFolder { folder in
      let lease = try #require(try Lease.claim("a", in: folder, owner: "node-1, process 7", beat: 1000))
      defer { lease.end() }
      let minutesAgo = timeval(tv_sec: time(nil) - 600, tv_usec: 0)
      #expect(utimes(folder.appending(path: "a.lease").path, [minutesAgo, minutesAgo]) == 0)
      #expect(try Lease.claim("a", in: folder, owner: "node-2, process 8", beat: 1) == nil)
      #expect(Lease.holders(in: folder).map(\.isLost) == [false])
    }
  }
}
