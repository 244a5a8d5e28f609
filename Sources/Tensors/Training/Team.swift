import CKernels
import Dispatch
import Synchronization

/// The threads that share a single shard: one runs the model, the others take parts of its large operations.
///
/// What a part computes does not depend on who computes it, so results are the same for any number of threads. Those
/// who help wait in a loop rather than in the kernel: an operation on one trial takes tens of microseconds, and waking a
/// thread takes as long.
final class Team: Sendable {
  /// The team of the thread that runs a model, if it has one.
  @TaskLocal static var current: Team?

  let threads: Int
  private let work = Mutex<Work?>(nil)
  private let posted = Atomic(0)
  private let isOver = Atomic(false)

  init(threads: Int) { self.threads = threads }

  /// Runs a closure once for each part of an operation, on whichever thread is free; parts touch different numbers.
  func run(_ parts: Int, _ body: @escaping (_ part: Int) -> Void) {
    guard !Team.isResting else { return Team.$current.withValue(nil) { (0..<parts).forEach(body) } }
    let work = Work(parts, body)
    self.work.withLock { $0 = work }
    posted.wrappingAdd(1, ordering: .releasing)
    let start = Team.now
    Team.$current.withValue(nil) { work.help() }
    let done = Team.now
    wait { work.isDone }
    self.work.withLock { $0 = nil }
    let end = Team.now
    if end - done > done - start + Team.patience { Team.restsUntil.store(end + Team.rest, ordering: .relaxed) }
  }

  /// Helps whenever an operation asks for it, until ``dismiss()``.
  func help() {
    var seen = 0
    while true {
      wait { posted.load(ordering: .acquiring) != seen || isOver.load(ordering: .acquiring) }
      if isOver.load(ordering: .acquiring) { return }
      seen = posted.load(ordering: .acquiring)
      work.withLock { $0 }?.help()
    }
  }

  // On a busy machine a helper loses its processor in the middle of a part and all wait for milliseconds. Then it is
  // faster alone, so nobody shares for a while; the results are the same.
  private static let restsUntil = Atomic<UInt64>(0)
  private static let patience: UInt64 = 300_000
  private static let rest: UInt64 = 50_000_000
  private static var now: UInt64 { DispatchTime.now().uptimeNanoseconds }

  /// Whether threads work alone for now.
  static var isResting: Bool { now < restsUntil.load(ordering: .relaxed) }

  /// Lets the helpers go.
  func dismiss() { isOver.store(true, ordering: .releasing) }

  /// Loops until something is so; after some tens of microseconds others may have the processor in between.
  private func wait(_ isSo: () -> Bool) {
    var turns = 0
    while !isSo() {
      turns += 1
      ck_pause(turns > 1000 ? 1 : 0)
    }
  }
}

/// One operation, of which every thread takes the next part until there is none.
///
/// Sendable, unchecked: `body` is called on several threads, but never twice for a part, and parts touch different
/// numbers.
private final class Work: @unchecked Sendable {
  private let parts: Int
  private let body: (Int) -> Void
  private let next = Atomic(0)
  private let done = Atomic(0)

  init(_ parts: Int, _ body: @escaping (Int) -> Void) {
    self.parts = parts
    self.body = body
  }

  var isDone: Bool { done.load(ordering: .acquiring) == parts }

  func help() {
    while true {
      let part = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard part < parts else { return }
      body(part)
      done.wrappingAdd(1, ordering: .releasing)
    }
  }
}
