import Foundation

/// How far work has come: a live bar on a terminal, nothing in a pipe.
struct ProgressBar {
  private let what: String
  private let isShown: Bool

  init(_ what: String, isQuiet: Bool = false) {
    self.what = what
    isShown = Terminal.isInteractive && !isQuiet
  }

  func show(_ done: Int, of all: Int) {
    guard isShown, all > 0 else { return }
    let filled = 30 * done / all
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 30 - filled)
    Terminal.write("\r\(what) [\(bar)] \(done)/\(all)", to: .standardError)
    if done == all { Terminal.write("\n", to: .standardError) }
  }
}
