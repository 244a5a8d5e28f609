import ArgumentParser
import Faults
import Protocols

/// The option that leaves one task of all.
struct TaskOption: ParsableArguments {
  @Option(name: .customLong("task"), help: "Only this task, such as joint-moment; hipzoo task list has them.")
  var word: String?

  /// The name of the task, or nil for all.
  /// - Throws: ``Fault`` of kind `usage` when there is no such task.
  func name() throws -> String? { try word.map { try task($0, of: "--task").name } }
}
