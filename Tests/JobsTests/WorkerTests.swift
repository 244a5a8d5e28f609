import Faults
import Foundation
import Jobs
import Synchronization
import TestSupport
import Testing

/// Workers that share a folder.
@Suite("A worker") struct WorkerTests {
  /// Jobs that leave a file each, and count how often each was done.
  private final class Plan: Sendable {
    let folder: URL
    let counts = Mutex([String: Int]())

    init(_ folder: URL) { self.folder = folder }

    func job(_ id: String, needs: [String] = [], follows: [String] = [], fails: Bool = false) -> Job {
      let file = folder.appending(path: id.replacing("/", with: "-"))
      return Job(
        id: id, needs: needs, follows: follows, outputs: [file],
        isDone: { FileManager.default.fileExists(atPath: file.path) }
      ) { [self] context in
        counts.withLock { $0[id, default: 0] += 1 }
        if context.interruption.isRequested { throw Interrupted() }
        if fails { throw Fault(.data, "it does not learn.") }
        try Data().write(to: file)
      }
    }
  }

  private func context(_ interruption: Interruption = Interruption()) -> JobContext {
    JobContext(threads: 1, interruption: interruption) { _ in }
  }

  private func habits(_ folder: URL, jobs: Int = 1, idle: Double = 30) -> Worker.Habits {
    .init(leases: folder.appending(path: "leases"), beat: 10, jobs: jobs, idle: idle)
  }

  @Test func `does every job once beside others, each after what it needs`() throws {
    try withTemporaryFolder { folder in
      let plan = Plan(folder)
      let folds = (1...20).map { plan.job("run/fold-\($0)") }
      let jobs = folds + [plan.job("run/final", needs: folds.map(\.id)), plan.job("run/test", needs: ["run/final"])]
      let habits = habits(folder, jobs: 4)
      let done = Mutex(0)
      DispatchQueue.concurrentPerform(iterations: 3) { _ in
        let outcome = Worker(jobs, habits).run(context())
        #expect(!outcome.hasWorkLeft && outcome.failures.isEmpty)
        done.withLock { $0 += outcome.done }
      }
      #expect(jobs.allSatisfy { $0.isDone() })
      #expect(plan.counts.withLock { $0.values.allSatisfy { $0 == 1 } && $0.count == jobs.count })
      #expect(done.withLock { $0 } == jobs.count)
      let left = Lease.holders(in: habits.leases)
      #expect(left.isEmpty)
    }
  }

  @Test func `leaves what needs a failed job, and does what only follows it`() throws {
    try withTemporaryFolder { folder in
      let plan = Plan(folder)
      let jobs = [
        plan.job("a/fold", fails: true), plan.job("a/final", needs: ["a/fold"]), plan.job("a/test", needs: ["a/final"]),
        plan.job("b/test"), plan.job("all/compare", follows: ["a/test", "b/test"]),
      ]
      let outcome = Worker(jobs, habits(folder)).run(context())
      #expect(outcome.failures.map(\.job) == ["a/fold"] && outcome.failures.first?.message == "it does not learn.")
      #expect(outcome.done == 2 && !outcome.hasWorkLeft)
      #expect(jobs.map { $0.isDone() } == [false, false, false, true, true])
    }
  }

  @Test func `sums up anew what an earlier examination had summed up`() throws {
    try withTemporaryFolder { folder in
      let plan = Plan(folder)
      let tests = ["a/test", "b/test"].map { plan.job($0) }
      // Done when it has summed up every test that there is, as what compares runs or tests them on patients.
      let file = folder.appending(path: "sum")
      let tested: @Sendable () -> String = { "\(tests.count { $0.isDone() })" }
      let sum = Job(
        id: "all/external", follows: tests.map(\.id),
        isDone: { (try? String(contentsOf: file, encoding: .utf8)) == tested() }
      ) { _ in try Data(tested().utf8).write(to: file) }
      try tests[0].run(context())
      try sum.run(context())
      #expect(sum.isDone() && !PlanState(tests + [sum]).done.contains(sum.id))

      let outcome = Worker(tests + [sum], habits(folder)).run(context())
      #expect(outcome.done == 2 && !outcome.hasWorkLeft)
      #expect(try String(contentsOf: file, encoding: .utf8) == "2")
    }
  }

  @Test func `gives its job back when it is asked to stop, and another goes on`() throws {
    try withTemporaryFolder { folder in
      let plan = Plan(folder)
      let jobs = [plan.job("a"), plan.job("b")]
      let interruption = Interruption()
      interruption.request(signal: SIGTERM)
      #expect(Worker(jobs, habits(folder)).run(context(interruption)).hasWorkLeft)
      #expect(!jobs[0].isDone())
      #expect(Worker(jobs, habits(folder)).run(context()).done == 2)
    }
  }

  @Test func `waits for what another holds, and ends when that takes too long`() throws {
    try withTemporaryFolder { folder in
      let plan = Plan(folder)
      let lease = try #require(
        try Lease.claim("a", in: folder.appending(path: "leases"), owner: "another", beat: 60))
      let outcome = Worker([plan.job("a")], habits(folder, idle: 0.5)).run(context())
      #expect(outcome.hasWorkLeft && outcome.done == 0)
      lease.end()
    }
  }

  @Test func `takes over what gives no sign of life`() throws {
    try withTemporaryFolder { folder in
      let leases = folder.appending(path: "leases")
      let lease = try #require(try Lease.claim("a/b", in: leases, owner: "node-1, process 7", beat: 60))
      #expect(try Lease.claim("a/b", in: leases, owner: "node-2, process 8", beat: 60) == nil)
      let holder = try #require(Lease.holders(in: leases).first)
      #expect(holder.job == "a/b" && holder.owner == "node-1, process 7")

      // As if its last beat had been an hour ago, by the clock of the file system.
      let hourAgo = timeval(tv_sec: time(nil) - 3600, tv_usec: 0)
      #expect(utimes(leases.appending(path: "a~b.lease").path, [hourAgo, hourAgo]) == 0)
      let taken = try #require(try Lease.claim("a/b", in: leases, owner: "node-2, process 8", beat: 60))
      lease.end()
      #expect(Lease.holders(in: leases).map(\.owner) == ["node-2, process 8"], "the old one gives nothing back")
      taken.end()
      #expect(Lease.holders(in: leases).isEmpty)
    }
  }
}
