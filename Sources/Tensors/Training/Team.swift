import CKernels
import Dispatch
import Synchronization

/// The threads that share a single shard: one runs the model, the others take parts of its large operations.
///
/// What a part computes does not depend on who computes it, so results are the same for any number of threads. Those
/// who help look for work in a loop rather than sleep in the kernel: an operation on one trial takes tens of
/// microseconds, and waking a thread takes as long. Who has found none for a while leaves, and is called again by the
/// next operation.
final class Team: Sendable {
  /// The team of the thread that runs a model, if it has one.
  @TaskLocal static var current: Team?

  /// The most threads that share a trial: its operations take tens of microseconds, which more would spend on waiting
  /// for each other.
  static let most = 4

  private let threads: Int
  private let work = Mutex<Work?>(nil)
  private let posted = Atomic(0)
  private let helpers = Atomic(0)

  private init(threads: Int) { self.threads = threads }

  /// Runs a closure with a team that nobody else uses meanwhile; its helpers may still be there from the last time.
  static func lend<Result>(_ threads: Int, to body: () -> Result) -> Result {
    let threads = min(threads, most)
    let team =
      free.withLock { free in free.firstIndex { $0.threads == threads }.map { free.remove(at: $0) } }
      ?? Team(threads: threads)
    defer { free.withLock { $0.append(team) } }
    team.call()
    return $current.withValue(team, operation: body)
  }

  private static let free = Mutex<[Team]>([])

  /// How much of an operation a part should be: about a quarter of what each thread has, so that one whose core others
  /// use as well takes fewer parts and nobody waits long for it.
  ///
  /// - Parameters:
  ///   - count: the rows or columns of the operation.
  ///   - unit: the number that a kernel computes together; a part is a multiple of it.
  func share(of count: Int, in unit: Int) -> Int { max(count / (4 * threads) / unit, 1) * unit }

  /// Runs a closure once for each part of an operation, on whichever thread is free; parts touch different numbers.
  func run(_ parts: Int, _ body: @escaping (_ part: Int) -> Void) {
    guard !Team.isResting else { return Team.$current.withValue(nil) { (0..<parts).forEach(body) } }
    let work = Work(parts, body)
    self.work.withLock { $0 = work }
    posted.wrappingAdd(1, ordering: .releasing)
    call()
    let start = Team.now
    Team.$current.withValue(nil) { work.help() }
    let done = Team.now
    Team.wait { work.isDone }
    self.work.withLock { $0 = nil }
    let end = Team.now
    if end - done > done - start + Team.patience { Team.restsUntil.store(end + Team.rest, ordering: .relaxed) }
  }

  /// Calls the helpers that have left; only the thread that runs the model does so.
  private func call() {
    while helpers.load(ordering: .relaxed) < threads - 1 {
      helpers.wrappingAdd(1, ordering: .relaxed)
      DispatchQueue.global(qos: .userInitiated).async { self.help() }
    }
  }

  /// Helps whenever an operation asks for it, until none has for a while.
  private func help() {
    defer { helpers.wrappingSubtract(1, ordering: .relaxed) }
    var seen = 0
    while Team.wait(for: Team.attention, until: { posted.load(ordering: .acquiring) != seen }) {
      seen = posted.load(ordering: .acquiring)
      work.withLock { $0 }?.help()
    }
  }

  // On a busy machine a helper loses its processor in the middle of a part and all wait for milliseconds. Then it is
  // faster alone, so nobody shares for a while; the results are the same.
  private static let restsUntil = Atomic<UInt64>(0)
  private static let patience: UInt64 = 300_000
  private static let rest: UInt64 = 50_000_000
  /// How long a helper looks for work, in nanoseconds.
  private static let attention: UInt64 = 200_000
  private static var now: UInt64 { DispatchTime.now().uptimeNanoseconds }

  /// Whether threads work alone for now.
  static var isResting: Bool { now < restsUntil.load(ordering: .relaxed) }

  /// Loops until something is so.
  static func wait(until isSo: () -> Bool) { _ = wait(for: .max, until: isSo) }

  /// Loops until something is so or some nanoseconds have gone; after some tens of microseconds others may have the
  /// processor in between.
  ///
  /// - Returns: whether it is so.
  private static func wait(for nanoseconds: UInt64, until isSo: () -> Bool) -> Bool {
    let start = now
    var turns = 0
    while !isSo() {
      turns += 1
      ck_pause(turns > 1000 ? 1 : 0)
      if turns > 1000, now - start > nanoseconds { return isSo() }
    }
    return true
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
