import Faults
import Foundation

/// The time that a file may take over all its connections: some to begin with, and more with every byte that comes.
///
/// A server that sends a byte now and then would otherwise hold a command for days, since no single wait is long.
package struct Allowance {
  private let patience: Patience
  private let clock = SuspendingClock()
  private let start: SuspendingClock.Instant
  private var bytes = 0

  /// Starts the clock.
  package init(_ patience: Patience) {
    self.patience = patience
    start = clock.now
  }

  /// The seconds that are left of the whole, at least one.
  package var remaining: Int { max(1, patience.whole - Int(elapsed)) }

  private var elapsed: Double {
    let parts = (clock.now - start).components
    return Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
  }

  /// Takes bytes that came into account.
  /// - Throws: ``Fault`` `.io` naming the place, when all of them took too long.
  package mutating func take(_ count: Int, from place: Address) throws {
    bytes += count
    try check(place)
  }

  /// - Throws: ``Fault`` `.io` naming the place, when what came took too long.
  package func check(_ place: Address) throws {
    let elapsed = elapsed
    guard elapsed <= Double(patience.whole) else {
      throw Fault(
        .io, at: .file(place.url.absoluteString),
        "\(bytes) bytes came in \(Int(elapsed)) s, the most that one file may take; run the command again to go on.")
    }
    guard elapsed <= Double(patience.grace) + Double(bytes) / Double(max(patience.rate, 1)) else {
      throw Fault(
        .io, at: .file(place.url.absoluteString),
        "\(bytes) bytes came in \(Int(elapsed)) s; at least \(patience.rate) bytes a second are expected. Try again "
          + "when the server is faster.")
    }
  }
}
