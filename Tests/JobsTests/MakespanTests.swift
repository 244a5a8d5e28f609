import Jobs
import Testing

/// What workers make of a plan on paper.
@Suite("A plan on paper") struct MakespanTests {
  /// Two runs of three folds, a final training and a test each, and what compares them.
  private var plan: Makespan {
    var items = [Makespan.Item]()
    for run in ["a", "b"] {
      let folds = (1...3).map { "\(run)/\($0)" }
      items += folds.map { .init($0, after: [], seconds: 10) }
      items.append(.init("\(run)/final", after: folds, seconds: 7))
      items.append(.init("\(run)/test", after: ["\(run)/final"], seconds: 1))
    }
    return Makespan(items + [.init("compare", after: ["a/test", "b/test", "elsewhere"], seconds: 2)])
  }

  @Test(arguments: [
    // With six every fold has its own worker, and the rest is the longest chain.
    // Two that went by the plan's order would wait for the second run's last fold, and for its final training: 48.
    (1, 78.0), (2, 40.0), (3, 30.0), (6, 20.0), (256, 20.0), (0, 78.0),
  ])
  func `takes as long as workers that begin the longest chains near the end`(_ workers: Int, _ seconds: Double) {
    #expect(plan.seconds(workers: workers) == seconds)
  }

  @Test func `has the work of all jobs and the chain that nothing shortens`() {
    #expect(plan.work == 78)
    #expect(plan.longestChain.seconds == 20)
    #expect(plan.longestChain.jobs.suffix(3) == ["a/final", "a/test", "compare"])
  }

  @Test func `takes no time for what is done, and ends with what waits for itself`() {
    let done = Makespan([.init("a", after: [], seconds: 0), .init("b", after: ["a"], seconds: 3)])
    #expect(done.seconds(workers: 4) == 3)
    #expect(Makespan([.init("a", after: ["a"], seconds: 3)]).seconds(workers: 1) == 0)
    #expect(Makespan([]).seconds(workers: 1) == 0 && Makespan([]).longestChain.jobs.isEmpty)
  }
}
