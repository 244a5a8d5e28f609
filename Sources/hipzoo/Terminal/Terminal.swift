import Faults
import Formats
import Foundation
import Synchronization

/// Where the command line writes.
///
/// What may hold words of a file, a server or a program is said by `say`, `note` or `complain`, which let no control
/// character through; `write` takes our own bytes.
enum Terminal {
  /// A line of the result.
  static func say(_ text: String) {
    sayWaiting()
    write(printable(text) + "\n", to: .standardOutput)
  }

  /// A line that is not part of the result, such as a warning.
  static func note(_ line: String) {
    sayWaiting()
    write("hipzoo: \(printable(shortened(line)))\n", to: .standardError)
  }

  /// A line that is not part of the result: said once, before anything else is, and not where a command ends with it.
  static func noteOnce(_ line: String) {
    notices.withLock { if $0.known.insert(line).inserted { $0.waiting.append(line) } }
  }

  /// Says the lines that wait.
  static func sayWaiting() {
    let lines = notices.withLock { notices in
      defer { notices.waiting = [] }
      return notices.waiting
    }
    for line in lines { write("hipzoo: \(printable(shortened(line)))\n", to: .standardError) }
  }

  private static let notices = Mutex((known: Set<String>(), waiting: [String]()))

  /// A warning that no one's numbers stand behind what follows.
  static func noteSyntheticCohort() {
    note("no --cohort was named: this uses the synthetic cohort, on which nobody walked.")
  }

  /// The one line about what went wrong.
  ///
  /// A stranger's file may have a name of megabytes, and a line that nobody can read says nothing.
  static func complain(_ line: String) {
    notices.withLock { $0.waiting.removeAll { $0.hasSuffix(line) } }
    sayWaiting()
    write("hipzoo: error: \(printable(shortened(line), isLine: true))\n", to: .standardError)
  }

  private static func shortened(_ line: String) -> String {
    let end = line.dropFirst(longestLine)
    return end.isEmpty ? line : "\(line.prefix(longestLine)) ... (\(end.count) more characters)"
  }

  /// The most characters of a line that is no result.
  private static let longestLine = 4000

  /// The command that was given, to be given again.
  static var commandLine: String {
    (["hipzoo"] + CommandLine.arguments.dropFirst()).map { $0.contains(" ") ? "'\($0)'" : $0 }.joined(separator: " ")
  }

  /// Whether a person is looking at standard error.
  static var isInteractive: Bool { isatty(FileHandle.standardError.fileDescriptor) != 0 }

  /// The columns of the terminal that a person is looking at.
  static var width: Int {
    var size = winsize()
    return ioctl(FileHandle.standardError.fileDescriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
      ? Int(size.ws_col) - 1 : 79
  }

  /// The columns of the terminal that results are written to; nil in a pipe or a file, which have room for all.
  static var columns: Int? {
    var size = winsize()
    let output = FileHandle.standardOutput.fileDescriptor
    guard isatty(output) != 0, ioctl(output, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  static func write(_ text: String, to handle: FileHandle) { write(Data(text.utf8), to: handle) }

  static func write(_ data: Data, to handle: FileHandle) {
    var bytes = data
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Foundation.write(handle.fileDescriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        bytes = bytes.dropFirst(count)
      } else if errno == EAGAIN {
        // Whoever shares the terminal may have asked it not to wait.
        var ready = pollfd(fd: handle.fileDescriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&ready, 1, -1)
      } else if errno != EINTR {
        // A reader that has gone, such as `head`, is no reason to fail, and nobody sees errors that cannot be written.
        let number = errno
        if number != EPIPE, handle === FileHandle.standardOutput { failure.withLock { $0 = $0 ?? number } }
        return
      }
    }
  }

  /// The reason why a part of the result could not be written.
  private static let failure = Mutex<Int32?>(nil)

  /// - Throws: ``Fault`` of kind `io` when a part of the result could not be written.
  static func checkWritten() throws {
    guard let number = failure.withLock({ $0 }) else { return }
    throw Fault(
      .io, "the output could not be written whole: \(String(cString: strerror(number))); write it somewhere else.")
  }
}

extension TextTable {
  func print() { lines.forEach(Terminal.say) }
}
