import Faults
import Foundation
import Jobs
import Synchronization
import TestSupport
import Testing

/// Which job is begun first.
@Suite("The order of jobs") struct JobOrderTests {
  /// The jobs of some runs, of two folds and a final training each, in the plan's order.
  private func jobs(runs: Int, _ begun: Ledger) -> [Job] {
    (1...runs).flatMap { run -> [Job] in
      let folds = (1...2).map { begun.job("\(run)/fold-\($0)") }
      return folds + [begun.job("\(run)/final", needs: folds.map(\.id))]
    }
  }

  @Test func `one alone goes by the plan, so that one run ends before the next`() {
    let begun = Ledger()
    let jobs = jobs(runs: 3, begun)
    _ = Schedule(jobs).run(workers: 1, begun.context)
    #expect(begun.taken == jobs.map(\.id))
  }

  @Test func `several begin the longest chains when little is left for each`() {
    let begun = Ledger()
    _ = Schedule(jobs(runs: 2, begun)).run(workers: 2, begun.context)
    #expect(Set(begun.taken.prefix(4)) == ["1/fold-1", "1/fold-2", "2/fold-1", "2/fold-2"])
  }

  @Test func `several go by the plan while there is plenty`() {
    let begun = Ledger()
    _ = Schedule(jobs(runs: 20, begun)).run(workers: 2, begun.context)
    // However long the system lets one of the two stand still, the other comes to the end of a run before the last folds.
    #expect(begun.taken.prefix(30).contains { $0.hasSuffix("final") })
    #expect(begun.taken.count == 60)
  }

  @Test func `workers go by what jobs take`() {
    // The chain of the second run is the longer one, though it comes later in the plan.
    let items: [Makespan.Item] = [
      .init("1/fold", after: [], seconds: 5), .init("1/final", after: ["1/fold"], seconds: 1),
      .init("2/fold", after: [], seconds: 5), .init("2/final", after: ["2/fold"], seconds: 9),
      .init("3/fold", after: [], seconds: 5),
    ]
    // 2/fold and 1/fold, then 2/final beside 3/fold and 1/final.
    #expect(Makespan(items).seconds(workers: 2) == 14)
  }
}

/// The order in which a worker takes jobs, beside others that hold leases and alone.
@Suite("The order of a worker's jobs") struct WorkerOrderTests {
  @Test func `goes by the longest chain where others are at work, and by the plan where none is`() throws {
    for (others, first) in [(0, "1/fold"), (1, "2/fold")] {
      try withTemporaryFolder { folder in
        let begun = Ledger()
        let jobs = ["1", "2"].flatMap { [begun.job("\($0)/fold"), begun.job("\($0)/final", needs: ["\($0)/fold"])] }
        let leases = folder.appending(path: "leases")
        let held = try (0..<others).map { try Lease.claim("elsewhere-\($0)", in: leases, owner: "another", beat: 20) }
        let seconds = ["1/fold": 5.0, "1/final": 1, "2/fold": 5, "2/final": 9]
        let outcome = Worker(jobs, .init(leases: leases), seconds: seconds).run(begun.context)
        #expect(outcome.done == 4 && begun.order.first == first)
        held.forEach { $0?.end() }
      }
    }
  }
}

/// What was taken and begun, in order.
private final class Ledger: Sendable {
  private let asked = Mutex([String]())
  private let begun = Mutex([String]())
  private let done = Mutex(Set<String>())

  /// The jobs as their results were asked for, which a schedule does as it takes one, before any other is taken.
  var taken: [String] { asked.withLock { $0 } }

  /// The jobs as they were begun, which threads that stand still may say late.
  var order: [String] { begun.withLock { $0 } }

  var context: JobContext {
    JobContext(threads: 1, interruption: Interruption()) { [self] event in
      if case .started(let job) = event { begun.withLock { $0.append(job) } }
    }
  }

  func job(_ id: String, needs: [String] = []) -> Job {
    let isDone: @Sendable () -> Bool = { [self] in
      asked.withLock { $0.append(id) }
      return done.withLock { $0.contains(id) }
    }
    return Job(id: id, needs: needs, isDone: isDone) { [self] _ in _ = done.withLock { $0.insert(id) } }
  }
}
