import Synchronization

/// A request to stop, such as Ctrl-C; work looks at it between batches and leaves what it has finished on disk.
public final class Interruption: Sendable {
  private let number = Atomic<Int32>(0)

  /// Makes a request that nobody has made yet.
  public init() {}

  /// Asks work to stop; the first request stands.
  ///
  /// - Parameter signal: the signal that asked for it; 2, that of Ctrl-C, when none did.
  public func request(signal: Int32 = 2) {
    _ = number.compareExchange(expected: 0, desired: signal, ordering: .relaxed)
  }

  /// The signal that asked work to stop; nil while nobody has.
  public var signal: Int32? {
    let number = number.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// Whether work has been asked to stop.
  public var isRequested: Bool { signal != nil }

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
