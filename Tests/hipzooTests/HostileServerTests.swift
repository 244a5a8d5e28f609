import Fixtures
import Formats
import Foundation
import Synchronization
import TestSupport
import Testing

/// `pull` and `cohort pull` by the real command, from a server that tells one lie after the other
/// (Tests/Fixtures/hostile/server.py).
@Suite("A server that lies") struct HostileServerTests {
  @Test func `ends a pull soon, with the right status and one line, and leaves no wrong file`() async throws {
    try await onOwnThread {
      try Workshop.open { shop in
        guard let server = try Server(shop) else { return print("skipped: there is no Python here") }
        defer { server.stop() }
        let jobs = Mutex(try server.jobs())
        let threads = (0..<24).map { _ in
          let done = DispatchSemaphore(value: 0)
          Thread.detachNewThread {
            while let job = jobs.withLock({ $0.popLast() }) {
              do { try job.run(in: shop, server.address) } catch { Issue.record(error, "\(job.lie)") }
            }
            done.signal()
          }
          return done
        }
        threads.forEach { $0.wait() }
      }
    }
  }

  /// One lie told to one command.
  private struct Job {
    let lie: String
    let status: Int32
    let isCohort: Bool

    func run(in shop: Workshop, _ address: String) throws {
      let folder = shop.url("\(isCohort ? "cohort" : "pull")-\(lie)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      if isCohort { try FileManager.default.copyItem(at: shop.url("described"), to: folder.appending(path: "home")) }
      let process = try Command.process(
        isCohort
          ? ["cohort", "pull", "walkers", "--mirror", "\(address)/\(lie)", "--home", "home"]
          : ["pull", "lstm-jm60", "--from", "\(address)/\(lie)/", "--home", "home"], in: folder)
      let said = folder.appending(path: "said.txt")
      try Data().write(to: said)
      process.standardError = try FileHandle(forWritingTo: said)
      process.standardOutput = FileHandle.nullDevice
      process.standardInput = FileHandle.nullDevice
      try process.run()
      for _ in 0..<4500 where process.isRunning { usleep(20_000) }
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
      process.waitUntilExit()
      let errors = try String(contentsOf: said, encoding: .utf8)
      #expect(process.terminationReason == .exit, "\(folder.lastPathComponent): \(process.terminationStatus)")
      #expect(process.terminationStatus == status, "\(folder.lastPathComponent): \(errors.suffix(500))")
      if status != 0 {
        #expect(errors.hasPrefix("hipzoo: error: ") && errors.last == "\n", "\(folder.lastPathComponent): \(errors)")
        #expect(errors.split(separator: "\n").count == 1, "\(folder.lastPathComponent): \(errors)")
        #expect(errors.utf8.count < 5000, "\(folder.lastPathComponent): a line of \(errors.utf8.count) bytes")
      }
      try expectNoWrongFile(in: folder, shop)
    }

    /// Nothing but what was asked for, what has its own digest, and parts that are not used before they have theirs.
    private func expectNoWrongFile(in folder: URL, _ shop: Workshop) throws {
      let truth = try Digest.sha256(ofFile: shop.url(isCohort ? "cohort.npz" : "weights.safetensors"))
      let home = folder.appending(path: "home")
      let manager = FileManager.default
      for path in try manager.exists(home) ? manager.subpathsOfDirectory(atPath: home.path) : [] {
        let file = home.appending(path: path)
        guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { continue }
        let (place, digest) = (
          path.split(separator: "/").dropLast().joined(separator: "/"), try Digest.sha256(ofFile: file)
        )
        switch place {
        case "cache/blobs": #expect(file.lastPathComponent == digest, "\(lie)")
        case "cache/partial", "cohorts/descriptions": break
        case "weights" where path.hasSuffix(".sha256"):
          let sealed = try String(contentsOf: file, encoding: .utf8).prefix(64)
          #expect(status == 0 && sealed == truth, "\(lie): \(path)")
        case "weights": #expect(status == 0 && digest == truth, "\(lie): \(path)")
        case "cohorts/walkers" where path.hasSuffix("lock.json"): #expect(status == 0, "\(lie): \(path)")
        case "cohorts/walkers": #expect(status == 0 && digest == truth, "\(lie): \(path)")
        default: Issue.record("\(lie): a file at \(path)")
        }
      }
    }
  }

  /// The running server.
  private struct Server {
    let address: String
    private let process = Process()
    private let script = Fixtures.url("hostile/server.py").path

    /// Nil where there is no Python.
    init?(_ shop: Workshop) throws {
      let manager = FileManager.default
      try manager.copyItem(
        at: shop.url(".hipzoo/weights/lstm-jm60.safetensors"), to: shop.url("weights.safetensors"))
      try manager.copyItem(at: Fixtures.url("npz/object_float64_deflated.npz"), to: shop.url("cohort.npz"))
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = [
        "python3", script, shop.url("weights.safetensors").path, shop.url("cohort.npz").path,
      ]
      let output = Pipe()
      (process.standardOutput, process.standardInput) = (output, Pipe())
      try process.run()
      var line = Data()
      while line.last != 0x0A {
        let next = output.fileHandleForReading.readData(ofLength: 1)
        guard !next.isEmpty else { return nil }
        line += next
      }
      address = String(decoding: line.dropLast(), as: UTF8.self)
      let described = try shop.run(
        "cohort", "add", "zenodo:7", "--name", "walkers", "--file", "walkers_JM60.npz", "--mirror", "\(address)/truth",
        "--home", "described")
      #expect(described.status == 0, "\(described.errors)")
    }

    /// Each lie to one of the commands that it can be told, or to both where continuous integration takes its time.
    func jobs() throws -> [Job] {
      let list = Process()
      let output = Pipe()
      list.executableURL = URL(filePath: "/usr/bin/env")
      (list.arguments, list.standardOutput) = (["python3", script, "--list"], output)
      try list.run()
      let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      list.waitUntilExit()
      let isLong = ProcessInfo.processInfo.environment["HIPZOO_CI_LONG"] == "1"
      let jobs = text.split(separator: "\n").enumerated().flatMap { place, line in
        let words = line.split(separator: " ").map(String.init)
        let status = Int32(words[1]) ?? -1
        let toBoth = isLong ? [false, true] : [place % 3 == 0]
        return (words[2] == "both" ? toBoth : [words[2] == "cohort"]).map {
          Job(lie: words[0], status: status, isCohort: $0)
        }
      }
      #expect(jobs.count > 100)
      return jobs
    }

    func stop() { process.terminate() }
  }
}

extension FileManager {
  fileprivate func exists(_ url: URL) -> Bool { fileExists(atPath: url.path) }
}
