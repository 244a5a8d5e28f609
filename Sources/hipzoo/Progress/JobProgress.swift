import Faults
import Formats
import Foundation
import Jobs
import Synchronization

/// What jobs are doing: a live line each on a terminal, a plain line every few seconds in a pipe, or JSON.
final class JobProgress: Sendable {
  enum Style { case none, text, json }

  private struct State {
    var done = 0
    var running: [(job: String, details: [String], left: String?, share: Double)] = []
    var drawn = 0
    var lastLine: ContinuousClock.Instant?
    /// The jobs that were done here, which took the time since the first began.
    var finished = 0
    var begun: ContinuousClock.Instant?
  }

  private let style: Style
  private let total: Int
  private let isLive: Bool
  private let state = Mutex(State())
  private let secondsBetweenLines = 5.0

  init(_ jobs: [String], style: Style) {
    self.style = style
    total = jobs.count
    isLive = style == .text && Terminal.isInteractive
  }

  func show(_ event: JobEvent) {
    switch style {
    case .none: if case .waiting(let job, let message) = event { note(job, message) }
    case .json: if let line = try? jsonLine(event) { state.withLock { _ in Terminal.say(line) } }
    case .text: state.withLock { draw(event, &$0) }
    }
  }

  func end() {
    state.withLock { state in
      state.running = []
      if isLive { redraw(&state) }
    }
  }

  private func draw(_ event: JobEvent, _ state: inout State) {
    var isNews = false
    switch event {
    case .started(let job):
      state.begun = state.begun ?? .now
      state.running.append((job, ["starts"], nil, 0))
    case .step(let job, let step):
      if let place = state.running.firstIndex(where: { $0.job == job }) {
        state.running[place].details = step.text.components(separatedBy: ", ")
        state.running[place].left = left(step)
        state.running[place].share = step.most > 1 ? Double(step.number) / Double(step.most) : 0
      }
    case .skipped: state.done += 1
    case .finished(let job), .failed(let job, _):
      state.done += 1
      state.finished += 1
      state.running.removeAll { $0.job == job }
      isNews = true
    case .waiting(let job, let message):
      // The job's own line goes; it is begun again when it can be.
      state.running.removeAll { $0.job == job }
      state.drawn = 0
      note(job, message)
    }
    if isLive {
      redraw(&state)
    } else if isNews || (state.lastLine.map { $0.duration(to: .now) > .seconds(secondsBetweenLines) } ?? true) {
      state.lastLine = .now
      Terminal.note(whole(state) + running(state, after: event))
    }
  }

  /// What the job is doing that said something last, and how many others are at work.
  private func running(_ state: State, after event: JobEvent) -> String {
    var last: String?
    if case .step(let job, _) = event { last = job }
    guard let job = state.running.first(where: { $0.job == last }) ?? state.running.first else { return "" }
    let others = state.running.count - 1
    return "; \(job.job): " + (job.details + (job.left.map { [$0] } ?? [])).joined(separator: ", ")
      + (others > 0 ? "; and \(counted(others, "other"))" : "")
  }

  private func note(_ job: String?, _ message: String) {
    Terminal.note("waiting: \(job.map { "\($0): " } ?? "")\(message)")
  }

  /// How long the job may take; a part of a simulation has no count by which to tell when it ends.
  private func left(_ step: JobStep) -> String? {
    guard step.most > 1 else { return nil }
    return "at most \(Self.words(Int(step.seconds * Double(step.most - step.number)))) left"
  }

  /// How far all jobs are, and how long the rest takes if it goes on as it has; jobs differ, so that this is about.
  private func whole(_ state: State) -> String {
    let here = Double(state.finished) + state.running.reduce(0) { $0 + $1.share }
    let rest = Double(total - state.done) - state.running.reduce(0) { $0 + $1.share }
    let done = "\(state.done) of \(counted(total, "job")) done"
    guard let begun = state.begun, here > 0.05, rest > 0 else { return done }
    let left = begun.duration(to: .now) / .seconds(1) / here * rest
    return "\(done), about \(Self.words(Int(min(left, 1e7)))) left for all"
  }

  private static func words(_ seconds: Int) -> String {
    seconds >= 5400 ? "\((seconds + 1800) / 3600) h" : seconds >= 60 ? "\(seconds / 60) min" : "\(seconds) s"
  }

  private func redraw(_ state: inout State) {
    var text = state.drawn > 0 ? "\u{1B}[\(state.drawn)A\u{1B}[J" : ""
    let lines =
      [whole(state)]
      + state.running.map { JobLine.text(job: $0.job, details: $0.details, left: $0.left, width: Terminal.width) }
    text += lines.map { printable(String($0.prefix(Terminal.width)), isLine: true) + "\n" }.joined()
    state.drawn = lines.count
    Terminal.write(text, to: .standardError)
  }

  private struct Line: Encodable {
    var event: String
    var job: String?
    var message: String?
  }

  private func jsonLine(_ event: JobEvent) throws -> String {
    let line: Line =
      switch event {
      case .started(let job): Line(event: "started", job: job)
      case .step(let job, _): Line(event: "epoch", job: job)
      case .finished(let job): Line(event: "finished", job: job)
      case .skipped(let job): Line(event: "skipped", job: job)
      case .failed(let job, let message): Line(event: "failed", job: job, message: message)
      case .waiting(let job, let message): Line(event: "waiting", job: job, message: message)
      }
    let text = String(decoding: try JSONText.line(line).dropLast(), as: UTF8.self)
    guard case .step(_, let step) = event else { return text }
    return String(step.json.dropLast()) + "," + text.dropFirst()
  }
}
