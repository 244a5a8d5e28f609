import Faults
import Foundation
import Subprocess
import Synchronization

/// One call of a process entry's program, in a folder of its own.
package struct ProgramCall: Sendable {
  /// The entry, for messages.
  package let entry: String
  /// What the program is asked to do: `fit` or `predict`.
  package let verb: String
  /// The program.
  package let command: ProgramCommand
  /// The seconds that the call may take.
  package let timeLimit: Double
  /// What sets the time limit, for messages.
  let limitedBy: String
  /// Where its output goes.
  package let log: URL

  /// The walls that it runs in; nil where it runs with its user's rights.
  package let sandbox: ProgramSandbox?

  /// Prepares a call; each part is what the property of its name says.
  package init(
    entry: String, verb: String, command: ProgramCommand, timeLimit: Double,
    limitedBy: String = "'time_limit' in the manifest", log: URL, sandbox: ProgramSandbox? = nil
  ) {
    self.limitedBy = limitedBy
    self.sandbox = sandbox
    self.entry = entry
    self.verb = verb
    self.command = command
    self.timeLimit = timeLimit
    self.log = log
  }

  /// Runs the program to its end and leaves no process of it behind.
  ///
  /// - Parameters:
  ///   - folder: where it works.
  ///   - interruption: looked at all the time.
  /// - Throws: ``Fault`` when it does not start, fails, is ended by a signal or takes too long; ``Interrupted``.
  package func run(in folder: URL, _ interruption: Interruption) throws {
    try interruption.check()
    ProgramGuard.start()
    ProgramGuard.hide()
    defer { ProgramGuard.show() }
    let ending = try waiting { try await self.start(in: folder, interruption) }
    switch ending {
    case .interrupted: throw Interrupted()
    case .late:
      throw fault(
        "took longer than its time limit of \(text(timeLimit)) s and was ended (\(limitedBy)).")
    case .status(.exited(0)): return
    case .status(.exited(let status)): throw fault("ended with exit status \(status), expected 0.")
    case .status(.signaled(let signal)): throw fault("was ended by signal \(signal) (\(signalName(signal))).")
    }
  }

  /// A fault of this call, with the last line of the program's output and the place of all of it.
  package func fault(_ what: String) -> Fault {
    let quote = lastLine(ofFile: log).map { " Its last line: \"\($0)\"." } ?? ""
    return Fault(.data, at: .part(entry), "'\(verb)' \(what)\(quote) Its output is in '\(log.relativePath)'.")
  }

  /// How a program came to its end.
  private enum Ending: Sendable {
    case status(TerminationStatus)
    case late
    case interrupted
  }

  private func start(in folder: URL, _ interruption: Interruption) async throws -> Ending {
    let mark = ProgramGuard.mark()
    let pipe = Pipe()
    let reading = pipe.fileHandleForReading.fileDescriptor
    _ = fcntl(reading, F_SETFL, fcntl(reading, F_GETFL) | O_NONBLOCK)
    let variables = ProgramEnvironment.variables(folder: folder, mark: mark)
    var options = PlatformOptions()
    options.createSession = true
    if sandbox != nil, ProgramSandbox.program(command.program, variables) == nil { throw noProgram }
    let (program, arguments) =
      sandbox?.words(command, verb, in: folder, variables) ?? (command.program, command.arguments + [verb])
    let configuration = Configuration(
      executable: program.hasPrefix("/") ? .path(.init(program)) : .name(program), arguments: .init(arguments),
      environment: .custom(
        Dictionary(uniqueKeysWithValues: variables.map { (Environment.Key(stringLiteral: $0.key), $0.value) })),
      workingDirectory: .init(folder.path), platformOptions: options)
    do {
      let result = try await Subprocess.run(
        configuration, input: .none,
        output: .fileDescriptor(
          .init(rawValue: pipe.fileHandleForWriting.fileDescriptor), closeAfterSpawningProcess: false),
        error: .combinedWithOutput
      ) { execution in
        try? pipe.fileHandleForWriting.close()
        return try await watch(execution.processIdentifier.value, reading, mark: mark, interruption)
      }
      return result.closureResult ?? .status(result.terminationStatus)
    } catch let error as SubprocessError where error.code == .executableNotFound {
      throw noProgram
    } catch let error as SubprocessError {
      throw Fault(.data, at: .part(entry), "'\(verb)' cannot be started: \(error).")
    }
  }

  private var noProgram: Fault {
    Fault(
      .missing, at: .part(entry),
      "there is no program '\(command.program)' on PATH; install it, or leave this entry out.")
  }

  /// Writes the log until the program is over or has to be, then ends all that it has left running.
  ///
  /// - Returns: why the program was ended; nil when it came to its end by itself.
  private func watch(
    _ process: pid_t, _ reading: Int32, mark: String, _ interruption: Interruption
  ) async throws -> Ending? {
    defer { Leftovers.end(process, mark: mark) }
    var log = try ProgramLog(self.log, heading: verb)
    defer { log.finish() }
    let start = ContinuousClock.now
    var ending: Ending?
    while ending == nil, !isOver(process) {
      drain(reading, into: &log)
      if interruption.isRequested { ending = .interrupted }
      if ContinuousClock.now - start > .seconds(timeLimit) { ending = .late }
      try? await Task.sleep(for: .milliseconds(10))
    }
    drain(reading, into: &log)
    return ending
  }

  /// Whether a child has ended; it stays to be waited for, so its number remains its own.
  private func isOver(_ process: pid_t) -> Bool {
    var state = siginfo_t()
    return waitid(P_PID, id_t(process), &state, WEXITED | WNOHANG | WNOWAIT) != 0 || state.si_signo == SIGCHLD
  }

  /// Takes what is in the pipe now, at most a few megabytes: a program that prints without end waits for its reader.
  private func drain(_ descriptor: Int32, into log: inout ProgramLog) {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    for _ in 0..<64 {
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { return }
      log.append(Data(buffer[..<count]))
    }
  }

  private func text(_ seconds: Double) -> String {
    seconds == seconds.rounded() ? String(Int(seconds)) : String(seconds)
  }

  private func signalName(_ signal: Int32) -> String {
    strsignal(signal).map { String(cString: $0) } ?? "unknown"
  }
}

/// Waits on this thread for work that is written for Swift concurrency; a job has a thread of its own to wait on.
private func waiting<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) throws -> Value {
  let outcome = Outcome<Value>()
  Task.detached(executorPreference: ProgramThreads.shared) {
    do {
      outcome.tell(.success(try await work()))
    } catch {
      outcome.tell(.failure(error))
    }
  }
  return try outcome.wait()
}

/// Threads of their own for watching programs: the shared pool may have none left when its threads wait for jobs.
private final class ProgramThreads: TaskExecutor {
  static let shared = ProgramThreads()
  private let queue = DispatchQueue(label: "hipzoo.programs", attributes: .concurrent)

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}

/// What becomes of work, told once by one thread and waited for by another.
private final class Outcome<Value: Sendable>: Sendable {
  private let result = Mutex<Result<Value, any Error>?>(nil)
  private let isThere = DispatchSemaphore(value: 0)

  func tell(_ result: Result<Value, any Error>) {
    self.result.withLock { $0 = result }
    isThere.signal()
  }

  func wait() throws -> Value {
    isThere.wait()
    guard let result = result.withLock({ $0 }) else {
      throw Fault(.software, "A program was waited for and its end was not told.")
    }
    return try result.get()
  }
}
