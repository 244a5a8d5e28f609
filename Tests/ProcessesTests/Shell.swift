import Faults
import Foundation
import Processes
import TestSupport

/// A shell script that is called as the program of an entry, in a folder of its own.
struct Shell {
  /// Where the script and the log are, which is not where it works.
  let folder: URL
  var log: URL { folder.appending(path: "process.log") }

  /// Opens a folder for one test, on a thread that may wait, and removes it afterwards.
  static func open(_ body: @escaping @Sendable (Shell) throws -> Void) async throws {
    try await onOwnThread { try withTemporaryFolder { try body(Shell(folder: $0)) } }
  }

  /// Calls a script and hands over the folder in which it worked, while that is still there.
  func call(
    _ script: String, verb: String = "fit", timeLimit: Double = 60, interruption: Interruption = Interruption(),
    sandbox: ProgramSandbox? = nil,
    _ body: (URL) throws -> Void = { _ in }
  ) throws {
    try Data((script + "\n").utf8).write(to: folder.appending(path: "program.sh"))
    let command = try ProgramCommand(["sh", "program.sh"], folder: folder, place: "entry")
    let call = ProgramCall(
      entry: "entry", verb: verb, command: command, timeLimit: timeLimit, log: log, sandbox: sandbox)
    try withScratchFolder { scratch in
      try call.run(in: scratch, interruption)
      try body(scratch)
    }
  }

  /// What a call fails with.
  func fault(_ script: String, verb: String = "fit", timeLimit: Double = 60, sandbox: ProgramSandbox? = nil) -> Fault? {
    do {
      try call(script, verb: verb, timeLimit: timeLimit, sandbox: sandbox)
      return nil
    } catch { return error as? Fault }
  }

  var output: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }
}
