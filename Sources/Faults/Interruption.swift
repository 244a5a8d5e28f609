import Synchronization

/// A request to stop, such as Ctrl-C; work looks at it between batches and leaves what it has finished on disk.
public final class Interruption: Sendable {
  private let flag = Atomic(false)

  /// Makes a request that nobody has made yet.
  public init() {}

  /// Asks work to stop.
  public func request() { flag.store(true, ordering: .relaxed) }

  /// Whether work has been asked to stop.
  public var isRequested: Bool { flag.load(ordering: .relaxed) }

  /// - Throws: ``Interrupted`` when work has been asked to stop.
  package func check() throws {
    if isRequested { throw Interrupted() }
  }
}

/// Work stopped because it was asked to; what was finished is on disk.
public struct Interrupted: Error {
  /// Makes the error.
  public init() {}
}
