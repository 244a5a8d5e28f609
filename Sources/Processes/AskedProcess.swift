import Faults
import Foundation
import Synchronization

/// A program that was started for an answer, and may have ended before it had one.
package struct AskedProcess: Sendable {
  /// What it wrote to its standard output.
  package let answer: Data
  /// Whether it came to its end by itself, with status 0.
  package let hasSucceeded: Bool
  /// How it ended, and of what it said the line that says most.
  package let end: String

  /// Starts a program with the environment of this one, and waits for its end.
  ///
  /// - Parameters:
  ///   - program: the file of the program.
  ///   - arguments: its arguments.
  ///   - limit: the seconds after which it is ended; nil for as many as it takes.
  /// - Throws: ``Fault`` of kind `io` when it cannot be started.
  package init(_ program: URL, _ arguments: [String], limit: Int? = nil) throws {
    let child = Process()
    (child.executableURL, child.arguments) = (program, arguments)
    var environment = ProcessInfo.processInfo.environment
    environment["SWIFT_BACKTRACE"] = "enable=no"
    ProgramGuard.start()
    environment[ProgramEnvironment.name] = ProgramGuard.mark()
    child.environment = environment
    let (output, errors) = (Pipe(), Pipe())
    (child.standardOutput, child.standardError) = (output, errors)
    do { try child.run() } catch {
      throw Fault(.io, "'\(program.path)' cannot be started: \(error.localizedDescription)")
    }
    let (words, process) = (LastWords(), child.processIdentifier)
    let isLate = Mutex(false)
    let reading = DispatchGroup()
    DispatchQueue.global().async(group: reading) { words.read(errors.fileHandleForReading) }
    let alarm = DispatchWorkItem {
      isLate.withLock { $0 = true }
      kill(process, SIGKILL)
    }
    if let limit { DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(limit), execute: alarm) }
    answer = output.fileHandleForReading.readDataToEndOfFile()
    reading.wait()
    child.waitUntilExit()
    alarm.cancel()
    let (isExit, status) = (child.terminationReason == .exit, child.terminationStatus)
    hasSucceeded = isExit && status == 0
    end =
      isLate.withLock { $0 }
      ? "comes to no end within \(limit ?? 0) seconds."
      : isExit
        ? "ends with status \(status): \(words.line ?? "it says nothing.")"
        : "stops the program (signal \(status)): \(words.line ?? Self.usual(status))"
  }

  /// What most often ends a program by a signal that says nothing.
  private static func usual(_ signal: Int32) -> String {
    switch signal {
    case SIGILL, SIGTRAP:
      "an index out of range, an unwrapped nil, an overflow or a division by 0; a debug build says where (swift build "
        + "--product hipzoo)."
    case SIGSEGV, SIGBUS: "most often a function that calls itself without an end."
    case SIGKILL: "most often the system, for want of memory."
    default: "it says nothing."
    }
  }
}

/// The end of what a program writes to its standard error.
private final class LastWords: Sendable {
  private let kept = Mutex(Data())

  /// Reads to the end, so that no program waits for a reader, and keeps the last 64 KiB.
  func read(_ file: FileHandle) {
    while true {
      let part = file.availableData
      guard !part.isEmpty else { return }
      kept.withLock { $0 = ($0 + part).suffix(1 << 16) }
    }
  }

  /// The line in which a program says why it ended, else the last one.
  var line: String? {
    let text = kept.withLock { String(decoding: $0, as: UTF8.self) }
    let lines = text.split(separator: "\n").map(String.init)
    let mark = "Fatal error: "
    guard
      let line = lines.first(where: { $0.contains(mark) || $0.hasPrefix("shape fault: ") })
        ?? lines.last(where: { !$0.hasPrefix("hipzoo: skipped ") })
    else { return nil }
    return line.firstRange(of: mark).map { String(line[$0.upperBound...]) } ?? line
  }
}
