import Dispatch
import Faults
import Foundation

/// Ctrl-C, a friendly kill and a terminal that goes away ask work to stop; a second request ends the program at once.
final class StopSignal {
  let interruption = Interruption()
  private var sources = [any DispatchSourceSignal]()
  private let numbers: [Int32]
  /// Schedulers send a signal to a job and to each of its steps, so that one wish arrives several times.
  private static let oneWish = 2.0

  /// Listens.
  ///
  /// - Parameter others: further signals that ask to stop.
  init(also others: [Int32] = []) {
    numbers = [SIGINT, SIGTERM, SIGHUP] + others
    // One queue, so that requests are looked at one after the other.
    let queue = DispatchQueue(label: "stop")
    let first = FirstRequest()
    for number in numbers {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { [interruption] in
        let now = ProcessInfo.processInfo.systemUptime
        guard let time = first.time else {
          first.time = now
          return interruption.request(signal: number)
        }
        if now - time > Self.oneWish { _exit(128 + number) }
      }
      source.resume()
      sources.append(source)
    }
  }

  deinit {
    for source in sources { source.cancel() }
    for number in numbers { signal(number, SIG_DFL) }
  }

  /// When the first request came; touched by handlers of one serial queue alone, which is why it may cross into them.
  private final class FirstRequest: @unchecked Sendable { var time: TimeInterval? }
}
