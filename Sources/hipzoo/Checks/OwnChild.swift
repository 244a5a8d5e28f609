import Foundation
import Processes

/// This program started again, to look at something that may end it.
enum OwnChild {
  /// Asks `hipzoo check` with an inner question.
  /// - Throws: ``Fault`` of kind `io` when it cannot be started.
  static func ask(_ question: String, about entries: [String], _ options: HomeOptions, limit: Int?) throws
    -> AskedProcess
  {
    let arguments =
      ["check", "--inside", question] + options.zoo.flatMap { ["--zoo", $0] }
      + (options.home.map { ["--home", $0] } ?? []) + ["--"] + entries
    let program = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    return try AskedProcess(program, arguments, limit: limit)
  }

  /// Where the child answers; what a network prints goes nowhere from now on, so that it stands in no answer.
  static func answers() -> FileHandle {
    let answers = dup(STDOUT_FILENO)
    let nowhere = open("/dev/null", O_WRONLY)
    dup2(nowhere, STDOUT_FILENO)
    close(nowhere)
    return FileHandle(fileDescriptor: answers)
  }
}
