import Foundation
import Testing

/// A benchmark that is killed at random moments, as a power cut would, and started again.
@Suite("A killed benchmark") struct KilledBenchmarkTests {
  @Test(.timeLimit(.minutes(5))) func `ends with the bytes of one that was never stopped`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "hipzoo-killed-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try prepare(folder)

    // How long it takes says only when to kill; nothing is expected of it.
    let begun = ContinuousClock.now
    let whole = try Command(arguments(home: "whole"), in: folder)
    let length = max((ContinuousClock.now - begun) / .milliseconds(1), 200)
    #expect(whole.status == 0, "\(whole.errors)")
    let expected = try results(folder.appending(path: "whole"))
    #expect(expected.keys.contains { $0.hasSuffix("weights.safetensors") })

    let binary = try #require(Command.binary)
    var kills = 0
    for _ in 0..<200 where kills < 10 {
      let process = Process()
      process.executableURL = binary
      process.arguments = arguments(home: "killed")
      process.currentDirectoryURL = folder
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      Thread.sleep(forTimeInterval: Double.random(in: 0.02...0.12) * length / 1000)
      guard process.isRunning else { break }
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      kills += 1
    }
    #expect(kills >= 3)
    let last = try Command(arguments(home: "killed"), in: folder)
    #expect(last.status == 0, "\(last.errors)")
    #expect(try results(folder.appending(path: "killed")) == expected)
    let left = FileManager.default.enumerator(at: folder.appending(path: "killed"), includingPropertiesForKeys: nil)?
      .compactMap { $0 as? URL }.filter { $0.lastPathComponent == "progress.safetensors" }
    #expect(left == [])
  }

  private func arguments(home: String) -> [String] {
    [
      "benchmark", "--protocol", "small.yaml", "--zoo", "entries", "--entries", "small-lstm", "--cohort", "cohorts",
      "--home", home, "--quiet",
    ]
  }

  private func prepare(_ folder: URL) throws {
    let cohorts = try Command(
      ["cohort", "synthesize", "--output", "cohorts", "--subjects", "8", "--patients", "2"], in: folder)
    #expect(cohorts.status == 0, "\(cohorts.errors)")
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../..")
    let quick = try String(contentsOf: root.appending(path: "protocols/quick.yaml"), encoding: .utf8)
    let small = quick.replacingOccurrences(of: "name: quick", with: "name: small")
      .replacingOccurrences(of: "patience: 10", with: "patience: 30")
    try Data(small.utf8).write(to: folder.appending(path: "small.yaml"))
    let entries = folder.appending(path: "entries")
    try FileManager.default.createDirectory(at: entries, withIntermediateDirectories: true)
    let entry = """
      name: small-lstm
      architecture: LSTM
      task: joint-moment
      configuration: {hidden: 32, layers: 2, dropout: 0.1}
      """
    try Data(entry.utf8).write(to: entries.appending(path: "small-lstm.yaml"))
  }

  /// The bytes of all that a run leaves but what says when and on what it was made.
  private func results(_ home: URL) throws -> [String: Data] {
    let all = FileManager.default.enumerator(at: home.appending(path: "runs"), includingPropertiesForKeys: nil)
    var results = [String: Data]()
    for url in all?.compactMap({ $0 as? URL }) ?? [] {
      let name = url.pathComponents.suffix(2).joined(separator: "/")
      guard !url.hasDirectoryPath, !["environment.json", "log.jsonl"].contains(url.lastPathComponent) else { continue }
      results[name] = try Data(contentsOf: url)
    }
    return results
  }
}
