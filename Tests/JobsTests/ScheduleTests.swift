import Faults
import Foundation
import Jobs
import Synchronization
import TestSupport
import Testing

@Suite("A schedule of jobs") struct ScheduleTests {
  @Test(arguments: [1, 2, 5]) func `does each job once, after those it needs`(_ workers: Int) {
    let ledger = Ledger()
    // Planned in the wrong order, so that only the needs can put it right.
    let jobs = [
      ledger.job("test", needs: ["final 1", "final 2"]), ledger.job("final 2", needs: ["fold 3"]),
      ledger.job("final 1", needs: ["fold 1", "fold 2"]), ledger.job("fold 3"), ledger.job("fold 2"),
      ledger.job("fold 1"),
    ]
    let outcome = Schedule(jobs).run(workers: workers, ledger.context)
    #expect(outcome.failures.isEmpty && !outcome.isInterrupted)
    let lines = ledger.lines
    #expect(lines.count == 12 && Set(lines).count == 12)
    for job in jobs {
      let begin = lines.firstIndex(of: "begin \(job.id)") ?? -1
      for need in job.needs { #expect((lines.firstIndex(of: "end \(need)") ?? .max) < begin, "\(lines)") }
    }
    #expect(lines.last == "end test")
  }

  @Test func `with one worker goes by the plan`() {
    let ledger = Ledger()
    let names = ["c", "a", "d", "b"]
    _ = Schedule(names.map { ledger.job($0) }).run(workers: 1, ledger.context)
    #expect(ledger.lines == names.flatMap { ["begin \($0)", "end \($0)"] })
  }

  @Test func `has as many at work as there are workers`() {
    let ledger = Ledger()
    let (here, there) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    // Each waits for the other to have begun; one worker alone would wait in vain.
    func meeting(_ id: String, _ own: DispatchSemaphore, _ other: DispatchSemaphore) -> Job {
      ledger.job(id) {
        own.signal()
        guard other.wait(timeout: .now() + 120) == .success else { throw Fault(.software, "\(id) was alone.") }
      }
    }
    let jobs = [meeting("a", here, there), meeting("b", there, here)]
    #expect(Schedule(jobs).run(workers: 2, ledger.context).failures.map(\.message) == [])
    #expect(ledger.most == 2)
  }

  @Test func `leaves undone what needs a failure, and nothing else`() {
    let ledger = Ledger()
    let jobs = [
      ledger.job("bad") { throw Fault(.data, "bad: it is wrong.") }, ledger.job("child", needs: ["bad"]),
      ledger.job("grandchild", needs: ["child", "good"]), ledger.job("good"), ledger.job("good child", needs: ["good"]),
      ledger.job("summary", follows: ["bad", "good"]),
    ]
    let outcome = Schedule(jobs).run(workers: 2, ledger.context)
    #expect(outcome.failures.map(\.job) == ["bad", "child", "grandchild"])
    #expect(
      outcome.failures.map(\.message) == [
        "bad: it is wrong.", "It needs 'bad', which has not been done.", "It needs 'child', which has not been done.",
      ])
    #expect(!outcome.isInterrupted)
    #expect(Set(ledger.lines.filter { $0.hasPrefix("end ") }) == ["end good", "end good child", "end summary"])
    #expect(Set(ledger.lines.filter { $0.hasPrefix("begin ") }).count == 4)
    #expect(ledger.events("failed").sorted() == ["bad", "child", "grandchild"])
    #expect(ledger.events("finished").sorted() == ["good", "good child", "summary"])
  }

  @Test(arguments: [1, 3]) func `says of every job that can never begin why`(_ workers: Int) {
    let ledger = Ledger()
    let jobs = [
      ledger.job("a", needs: ["b"]), ledger.job("b", needs: ["a"]), ledger.job("stray", needs: ["good", "nobody"]),
      ledger.job("late", follows: ["nobody else"]), ledger.job("child", needs: ["stray"]), ledger.job("good"),
    ]
    let outcome = Schedule(jobs).run(workers: workers, ledger.context)
    #expect(
      outcome.failures.map { "\($0.job): \($0.message)" } == [
        "a: It waits for jobs that wait for each other.", "b: It needs 'a', which has not been done.",
        "stray: It waits for 'nobody', which is not among the jobs.",
        "late: It waits for 'nobody else', which is not among the jobs.",
        "child: It needs 'stray', which has not been done.",
      ])
    #expect(ledger.events("failed").sorted() == ["a", "b", "child", "late", "stray"])
    #expect(ledger.lines == ["begin good", "end good"])
    #expect(!outcome.isInterrupted)
  }

  @Test func `lets a job follow what failed only once it is over`() throws {
    let ledger = Ledger()
    let jobs = [
      ledger.job("summary", follows: ["slow", "bad"]),
      ledger.job("slow") { for _ in 0..<100 { sched_yield() } },
      ledger.job("bad", needs: ["slow"]) { throw Fault(.data, "no.") },
    ]
    #expect(Schedule(jobs).run(workers: 3, ledger.context).failures.map(\.job) == ["bad"])
    #expect(ledger.lines == ["begin slow", "end slow", "begin bad", "begin summary", "end summary"])
  }

  @Test(arguments: [1, 3]) func `stops when it is asked to, and calls nothing a failure`(_ workers: Int) {
    let ledger = Ledger()
    let jobs = [
      ledger.job("first") { [interruption = ledger.interruption] in
        interruption.request()
        throw Interrupted()
      }, ledger.job("second", needs: ["first"]), ledger.job("after", follows: ["first"]),
    ]
    let outcome = Schedule(jobs).run(workers: workers, ledger.context)
    #expect(outcome.isInterrupted && outcome.failures.isEmpty)
    #expect(ledger.lines == ["begin first"])
    #expect(ledger.events("failed").isEmpty && ledger.events("finished").isEmpty)
  }

  @Test func `begins nothing once it has been asked to stop`() {
    let ledger = Ledger()
    ledger.interruption.request()
    let outcome = Schedule([ledger.job("a"), ledger.job("b")]).run(workers: 2, ledger.context)
    #expect(outcome.isInterrupted && outcome.failures.isEmpty && ledger.lines.isEmpty)
  }

  @Test func `does not do again what is on disk`() throws {
    try withTemporaryFolder { folder in
      func jobs(_ ledger: Ledger) -> [Job] {
        [("copy", ["number"]), ("number", [])].map { name, needs in
          let file = folder.appending(path: name)
          return Job(id: name, needs: needs, isDone: { FileManager.default.fileExists(atPath: file.path) }) { context in
            let text = needs.isEmpty ? "7" : try String(contentsOf: folder.appending(path: "number"), encoding: .utf8)
            try Data("\(text) by \(context.threads)".utf8).write(to: file)
            ledger.write("did \(name)")
          }
        }
      }
      func run() -> Ledger {
        let ledger = Ledger()
        #expect(Schedule(jobs(ledger)).run(workers: 2, ledger.context).failures.isEmpty)
        return ledger
      }
      #expect(run().lines == ["did number", "did copy"])
      #expect(try String(contentsOf: folder.appending(path: "copy"), encoding: .utf8) == "7 by 3 by 3")
      let second = run()
      #expect(second.lines == [] && second.events("skipped").sorted() == ["copy", "number"])
      try FileManager.default.removeItem(at: folder.appending(path: "copy"))
      let third = run()
      #expect(third.lines == ["did copy"] && third.events("skipped") == ["number"])
    }
  }

  @Test func `of one job by itself waits for nothing`() {
    let ledger = Ledger()
    let job = ledger.job("test", needs: ["fold"], follows: ["other"]).alone
    #expect(job.needs.isEmpty && job.follows.isEmpty)
    #expect(Schedule([job]).run(workers: 1, ledger.context).failures.isEmpty)
    #expect(ledger.lines == ["begin test", "end test"])
  }
}

/// What jobs did, in the order in which they did it.
private final class Ledger: Sendable {
  private struct Book {
    var lines: [String] = []
    var events: [(kind: String, job: String)] = []
    var working = 0
    var most = 0
  }
  private let book = Mutex(Book())
  let interruption = Interruption()

  var lines: [String] { book.withLock(\.lines) }
  /// The most jobs that were at work at the same time.
  var most: Int { book.withLock(\.most) }

  func write(_ line: String) { book.withLock { $0.lines.append(line) } }

  func events(_ kind: String) -> [String] { book.withLock { $0.events.filter { $0.kind == kind }.map(\.job) } }

  func job(
    _ id: String, needs: [String] = [], follows: [String] = [], _ work: @escaping @Sendable () throws -> Void = {}
  ) -> Job {
    Job(id: id, needs: needs, follows: follows, isDone: { false }) { [self] _ in
      book.withLock {
        $0.lines.append("begin \(id)")
        $0.working += 1
        $0.most = max($0.most, $0.working)
      }
      defer { book.withLock { $0.working -= 1 } }
      try work()
      write("end \(id)")
    }
  }

  var context: JobContext {
    JobContext(threads: 3, interruption: interruption) { [self] event in
      let (kind, job) =
        switch event {
        case .started(let job): ("started", job)
        case .step(let job, _): ("step", job)
        case .finished(let job): ("finished", job)
        case .skipped(let job): ("skipped", job)
        case .failed(let job, _): ("failed", job)
        case .waiting(let job, _): ("waiting", job ?? "-")
        }
      book.withLock { $0.events.append((kind, job)) }
    }
  }
}
