import Faults
import Foundation
import Testing

/// What a program leaves running is looked for by the number of seconds that it sleeps, one for each test.
@Suite("Processes of a process entry") struct ProcessOrphanTests {
  private func isRunning(_ words: String) -> Bool {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.contains { name in
      guard Int(name) != nil, let line = try? Data(contentsOf: URL(filePath: "/proc/\(name)/cmdline")) else {
        return false
      }
      return String(decoding: line, as: UTF8.self).split(separator: "\0").joined(separator: " ") == words
    }
  }

  @Test(arguments: [
    "sleep 71001 &", "setsid sleep 71002 &", "(setsid sh -c 'sleep 71003 & sleep 71004' &) ; sleep 0.2",
  ])
  func `that stay in the background are ended with the call`(_ fit: String) async throws {
    try await onOwnThread {
      let shell = try ShellEntry()
      defer { shell.remove() }
      let trainable = try shell.trainable("daemon", fit: fit, predict: fit + "\nzeros")
      #expect(try shell.failures(of: trainable) == [])
      for seconds in 71001...71004 where fit.contains("\(seconds)") { #expect(!isRunning("sleep \(seconds)")) }
    }
  }

  @Test func `are ended with a call that takes too long`() async throws {
    try await onOwnThread {
      let shell = try ShellEntry()
      defer { shell.remove() }
      let trainable = try shell.trainable("late", fit: "setsid sleep 71005 & sleep 71006", timeLimit: 1)
      #expect(try shell.failures(of: trainable).first?.contains("took longer than its time limit of 1 s") == true)
      #expect(!isRunning("sleep 71005") && !isRunning("sleep 71006"))
    }
  }

  @Test func `are ended when work is asked to stop`() async throws {
    try await onOwnThread {
      let shell = try ShellEntry()
      defer { shell.remove() }
      let trainable = try shell.trainable("long", fit: "sleep 71007 & sleep 71008")
      let interruption = Interruption()
      let asking = Thread {
        for _ in 0..<1000 where !isRunning("sleep 71008") { usleep(10_000) }
        interruption.request()
      }
      asking.start()
      let outcome = shell.run(try shell.examination([trainable]), interruption: interruption)
      #expect(outcome.isInterrupted)
      #expect(outcome.failures.isEmpty)
      #expect(!isRunning("sleep 71007") && !isRunning("sleep 71008"))
    }
  }
}
