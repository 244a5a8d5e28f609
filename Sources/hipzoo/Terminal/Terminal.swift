import Formats
import Foundation

/// Where the command line writes.
enum Terminal {
  /// A line of the result.
  static func say(_ line: String) { write(line + "\n", to: .standardOutput) }

  /// A line that is not part of the result, such as a warning.
  static func note(_ line: String) { write("hipzoo: \(line)\n", to: .standardError) }

  /// A warning that no one's numbers stand behind what follows.
  static func noteSyntheticCohort() {
    note("no --cohort was named: this uses the synthetic cohort, on which nobody walked.")
  }

  /// The one line about what went wrong.
  static func complain(_ line: String) { write("hipzoo: error: \(line)\n", to: .standardError) }

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

  static func write(_ text: String, to handle: FileHandle) { write(Data(text.utf8), to: handle) }

  static func write(_ data: Data, to handle: FileHandle) {
    // A reader that has gone, such as `head`, is no reason to fail.
    try? handle.write(contentsOf: data)
  }
}

extension TextTable {
  func print() { lines.forEach(Terminal.say) }
}
