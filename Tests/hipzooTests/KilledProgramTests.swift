import Foundation
import TestSupport
import Testing

/// A benchmark of a process entry whose program never ends, stopped from outside.
@Suite("A benchmark that is stopped while a program runs") struct KilledProgramTests {
  /// The seconds that the program and what it starts sleep, by which they are found; one set a test.
  private struct Workplace {
    let folder: URL
    let seconds: Int
    var words: [String] { (0..<3).map { "sleep \(seconds + $0)" } }
    var scratch: URL { folder.appending(path: "scratch") }

    func prepare() throws {
      let made = try Command(
        ["cohort", "synthesize", "--output", "cohorts", "--subjects", "8", "--patients", "2"], in: folder)
      #expect(made.status == 0, "\(made.errors)")
      let zoo = folder.appending(path: "zoo")
      for place in [zoo, scratch] {
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      }
      // One in its own session without a parent, one in its own session and one below the program.
      let program = "(setsid sh -c '\(words[0]) & \(words[1])' &)\n\(words[2])\n"
      try Data(program.utf8).write(to: zoo.appending(path: "wait.sh"))
      let manifest = "name: waiting\nprocess: {command: [sh, wait.sh]}\ntask: joint-moment\nconfiguration: {}\n"
      try Data(manifest.utf8).write(to: zoo.appending(path: "waiting.yaml"))
    }

    /// Starts the benchmark and waits until all of the program runs.
    func start(hasInput: Bool = true) throws -> Process {
      let arguments = ["benchmark", "--protocol", "quick", "--entries", "waiting", "--cohort", "cohorts", "--quiet"]
      let process = try Command.process(arguments, in: folder)
      if !hasInput, let binary = process.executableURL {
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "exec 0<&-; exec \"$0\" \"$@\"", binary.path] + arguments
      }
      process.environment?["TMPDIR"] = scratch.path
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      #expect(waits { !process.isRunning || words.allSatisfy(isRunning) } && process.isRunning)
      return process
    }

    var folders: [String] {
      ((try? FileManager.default.contentsOfDirectory(atPath: scratch.path)) ?? []).filter { $0.hasPrefix("hipzoo-") }
    }
  }

  private func withWorkplace(_ seconds: Int, _ body: (Workplace) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let workplace = Workplace(folder: folder, seconds: seconds)
      try workplace.prepare()
      try body(workplace)
    }
  }

  @Test(.timeLimit(.minutes(3)), arguments: [(true, 72_100), (false, 72_130)])
  func `by SIGKILL leaves no process, and the next command sweeps its folder`(_ hasInput: Bool, _ seconds: Int) throws {
    try withWorkplace(seconds) { workplace in
      let process = try workplace.start(hasInput: hasInput)
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      #expect(waits { !workplace.words.contains(where: isRunning) })
      #expect(workplace.folders.count > 0)
      let next = try Command.process(["registry", "rebuild"], in: workplace.folder)
      next.environment?["TMPDIR"] = workplace.scratch.path
      next.standardOutput = FileHandle.nullDevice
      try next.run()
      next.waitUntilExit()
      #expect(next.terminationStatus == 0 && workplace.folders == [])
    }
  }

  @Test(.timeLimit(.minutes(3)), arguments: [(SIGHUP, 129, 72_110), (SIGTERM, 143, 72_120)])
  func `by a signal ends the program and says which`(_ signal: Int32, _ status: Int32, _ seconds: Int) throws {
    try withWorkplace(seconds) { workplace in
      let process = try workplace.start()
      kill(process.processIdentifier, signal)
      process.waitUntilExit()
      #expect(process.terminationReason == .exit && process.terminationStatus == status)
      #expect(!workplace.words.contains(where: isRunning) && workplace.folders == [])
    }
  }
}
