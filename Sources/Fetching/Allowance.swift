import Faults
import Foundation

/// The time that a file may take over all its connections: some to begin with, and more with every byte that comes.
///
/// A server that sends a byte now and then would otherwise hold a command for days, since no single wait is long.
package struct Allowance {
  private let patience: Patience
  private let clock = SuspendingClock()
  private let whole: Int
  private let advice: String
  private var start: SuspendingClock.Instant
  private var bytes = 0
  private var waited = 0
  private let sleep: (TimeInterval) -> Void

  /// Starts the clock for a file, or for a small answer, which may take less; `sleep` waits for so many seconds.
  package init(
    _ patience: Patience, isAnswer: Bool = false,
    sleep: @escaping (TimeInterval) -> Void = Thread.sleep(forTimeInterval:)
  ) {
    (self.patience, self.sleep) = (patience, sleep)
    whole = isAnswer ? min(patience.whole, patience.answer) : patience.whole
    advice =
      isAnswer
      ? "the most that an answer may take; try again when the server is faster."
      : "the most that one file may take; run the command again to go on."
    start = clock.now
  }

  /// The seconds that are left of the whole, at least one.
  package var remaining: Int { max(1, whole - Int(elapsed)) }

  /// Waits before the server is asked again: as long as it asks for, or the usual pause.
  ///
  /// A pause that was asked for is no time in which bytes could have come.
  /// - Throws: ``Fault`` `.io` when the server asks for more, over all its answers, than is sat through.
  package mutating func rest(_ seconds: Int?, after status: Int, from place: Address) throws {
    guard let seconds, seconds > 0 else { return sleep(patience.pause) }
    guard seconds <= patience.longestPause - waited else {
      throw Fault(
        .io, at: .file(place.url.absoluteString),
        "the server answers \(status) and asks to come again in \(seconds) s; run the command again then.")
    }
    waited += seconds
    sleep(Double(seconds))
    start = start.advanced(by: .seconds(seconds))
  }

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
    guard elapsed <= Double(whole) else {
      throw Fault(
        .io, at: .file(place.url.absoluteString),
        "\(counted(bytes, "byte")) came in \(Int(elapsed)) s, \(advice)")
    }
    guard elapsed <= Double(patience.grace) + Double(bytes) / Double(max(patience.rate, 1)) else {
      throw Fault(
        .io, at: .file(place.url.absoluteString),
        "\(counted(bytes, "byte")) came in \(Int(elapsed)) s; at least \(patience.rate) bytes a second are expected. Try again "
          + "when the server is faster.")
    }
  }
}
