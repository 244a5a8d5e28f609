import Dispatch
import Faults
import Foundation

/// Ctrl-C and a friendly kill ask work to stop; a second one ends the program at once.
final class StopSignal {
  let interruption = Interruption()
  private var sources = [any DispatchSourceSignal]()

  init() {
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { [interruption] in
        if interruption.isRequested { _exit(128 + number) }
        interruption.request()
      }
      source.resume()
      sources.append(source)
    }
  }

  deinit {
    for source in sources { source.cancel() }
    for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
  }
}
