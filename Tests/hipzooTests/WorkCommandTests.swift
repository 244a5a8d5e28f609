import Fixtures
import Foundation
import TestSupport
import Testing

/// Plans, workers and their state, as a person and a scheduler meet them.
@Suite("hipzoo work and hipzoo status") struct WorkCommandTests {
  /// A plan of one tiny entry in a folder `home`.
  private struct Plan {
    let shop: Workshop
    private let options = [
      "--protocol", "tiny.yaml", "--zoo", "more", "--cohort", "c", "--home", "home",
    ]

    init(_ shop: Workshop, epochs: Int = 1, entry: String = Self.network) throws {
      self.shop = shop
      let quick = try String(contentsOf: Fixtures.url("../../protocols/quick.yaml").standardized, encoding: .utf8)
      let tiny = quick.replacing("name: quick", with: "name: tiny").replacing("epochs: 30", with: "epochs: \(epochs)")
        .replacing("patience: 10", with: "patience: \(epochs)")
        .replacing("trials_per_cadence: 2", with: "trials_per_cadence: 1")
      try Data(tiny.utf8).write(to: shop.url("tiny.yaml"))
      try shop.write(entry, to: "small.yaml")
      try FileManager.default.createDirectory(at: shop.url("c"), withIntermediateDirectories: true)
      try Self.cohort.get().write(to: shop.url("c/\(Self.file)"))
    }

    private static let file = "synthetic-healthy_JM60.npz"

    /// Eight people, computed once for all tests.
    private static let cohort = Result {
      var data = Data()
      try withTemporaryFolder { folder in
        try Command(["cohort", "synthesize", "--output", ".", "--subjects", "8", "--patients", "0"], in: folder)
          .expectSuccess()
        data = try Data(contentsOf: folder.appending(path: file))
      }
      return data
    }

    static let network = """
      name: small-jm60
      architecture: GRU
      task: joint-moment
      configuration: {hidden: 2, layers: 1, bidirectional: true, dropout: 0.1}

      """

    func benchmark(_ words: String...) throws -> Command {
      try Command(["benchmark", "--entries", "small-jm60", "--quiet"] + options + words, in: shop.folder)
    }

    func status(_ words: String...) throws -> Command {
      try Command(["status", "--zoo", "more", "--home", "home"] + words, in: shop.folder)
    }

    static let work = ["work", "--zoo", "more", "--home", "home", "--threads", "1", "--beat", "1s"]

    func work(_ words: String...) throws -> Command { try Command(Self.work + words, in: shop.folder) }
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func `a home that a worker is sent to has to be there`() throws {
    try withTemporaryFolder { folder in
      try Command(["work", "--home", "nowhere"], in: folder)
        .expectFailure(66, "nowhere: there is no such home folder; ", "--plan")
      try Command(["work"], in: folder, environment: ["HIPZOO_HOME": "nowhere"])
        .expectFailure(66, "nowhere: there is no such home folder; ")
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "nowhere").path))
      #expect(try Command(["work"], in: folder).status == 0)
    }
  }

  @Test func `takes a span in minutes for minutes, up to a year`() throws {
    try Workshop.open { shop in
      #expect(try shop.run("work", "--until", "525600m").status == 0)
      let longer = try shop.run("work", "--until", "525601m")
      #expect(longer.status == 64 && longer.errors.contains("525601m"))
    }
  }

  @Test func `a plan says what each job needs, leaves and takes, and what it took once it is done`() throws {
    try Workshop.open { shop in
      let plan = try Plan(shop)
      func jobs() throws -> [[String: Any]] {
        let text = try plan.benchmark("--plan", "--json").output
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
      }
      let keys = [
        "done", "entry", "examination", "follows", "id", "measured", "megabytes", "needs", "outputs", "seconds", "task",
      ]
      let before = try jobs()
      #expect(before.count == 9 && before.allSatisfy { $0.keys.sorted() == keys })
      #expect(before.allSatisfy { $0["done"] as? Bool == false && $0["measured"] as? Bool == false })
      let final = try #require(before.first { ($0["id"] as? String)?.hasSuffix("/final") == true })
      #expect((final["needs"] as? [String])?.count == 2 && final["entry"] as? String == "small-jm60")
      let request = try String(
        contentsOf: shop.url("home/examinations/\(final["examination"] ?? "")/request.json"), encoding: .utf8)
      #expect(
        request.contains("\"\(shop.url("c").standardizedFileURL.path)\""), "a worker may start anywhere: \(request)")

      let worked = try plan.work("--json")
      #expect(worked.status == 0, "\(worked.errors)")
      let last = try object(String(try #require(worked.output.split(separator: "\n").last)))
      #expect(last["event"] as? String == "ended" && last["done"] as? Int == 9 && last["workLeft"] as? Bool == false)
      let after = try jobs()
      #expect(after.allSatisfy { $0["done"] as? Bool == true })
      let measured = after.filter { $0["measured"] as? Bool == true }.compactMap { $0["entry"] as? String }
      #expect(measured == Array(repeating: "small-jm60", count: 4))
    }
  }

  @Test func `status counts what is done and what waits, and says what is left`() throws {
    try Workshop.open { shop in
      let plan = try Plan(shop)
      let empty = try plan.status()
      #expect(empty.status == 0 && empty.output == "nothing is planned here\n")
      _ = try plan.benchmark("--plan")
      let lines = try plan.status().output.split(separator: "\n")
      #expect(lines.count == 3 && lines[1].split(separator: " ").dropFirst() == ["0", "0", "9", "0", "0"])
      #expect(lines[2].contains("of one core's work left (partly by estimate); the longest chain"))
      #expect(try plan.work("--quiet").status == 0)
      let watched = try plan.status("--watch", "--json")
      let state = try object(watched.output)
      #expect((state["examinations"] as? [[String: Any]])?.first?["done"] as? Int == 9)
    }
  }

  @Test func `what was planned by another protocol is left alone and said, and has failed`() throws {
    try Workshop.open { shop in
      let plan = try Plan(shop)
      _ = try plan.benchmark("--plan")
      let file = shop.url("tiny.yaml")
      let text = try String(contentsOf: file, encoding: .utf8)
      try Data(text.replacing("epochs: 1", with: "epochs: 2").utf8).write(to: file)
      let worked = try plan.work("--json", "--idle", "1s")
      #expect(worked.status == 65, "\(worked.errors)")
      #expect(
        worked.errors.contains("left alone: tiny-jm60-") && worked.errors.contains("others than when it was planned"))
      let last = try object(String(try #require(worked.output.split(separator: "\n").last)))
      #expect(last["event"] as? String == "ended" && last["done"] as? Int == 0)
      try FileManager.default.removeItem(at: file)
      #expect(try plan.work("--quiet").status == 65)
    }
  }

  @Test func `what has failed is left alone with its reason until it is to be tried again`() throws {
    try Workshop.open { shop in
      let failing = "name: small-jm60\ntask: joint-moment\nprocess: {command: [./fail]}\n"
      let plan = try Plan(shop, entry: failing)
      try Data("#!/bin/sh\necho it does not learn >&2\nexit 3\n".utf8).write(to: shop.url("more/fail"))
      chmod(shop.url("more/fail").path, 0o755)
      _ = try plan.benchmark("--plan")
      let first = try plan.work("--quiet")
      #expect(first.status == 65 && !first.errors.contains("failed before"), "\(first.errors)")
      let second = try plan.work("--quiet")
      #expect(second.status == 65 && second.errors.contains("fold-1: it failed before ("), "\(second.errors)")
      #expect(second.errors.contains("it does not learn") && second.errors.contains("--retry"))

      let status = try plan.status().output
      #expect(status.contains("/fold-2: failed (") && status.contains("it does not learn"), "\(status)")
      // The entries that did not fail are shown, and nobody is told that there are none.
      let again = try plan.benchmark()
      #expect(again.status == 65 && !again.output.contains("othing has been measured"), "\(again.output)")
      #expect(again.output.contains("mean-curve-jm60") && again.output.hasSuffix("wrote home\n"), "\(again.output)")
      let retry = try #require(
        status.split(separator: "\n").first { $0.contains("hipzoo work --retry starts again: ") })
      #expect(retry.contains("/fold-1, ") && retry.contains("/final, ") && retry.hasSuffix("/test"), "\(retry)")

      let third = try plan.work("--quiet", "--retry")
      #expect(third.status == 65 && !third.errors.contains("failed before"), "\(third.errors)")
    }
  }

  @Test(
    .timeLimit(.minutes(10)),
    arguments: [("work", SIGTERM, 75), ("work", SIGUSR1, 75), ("benchmark", SIGTERM, 143)] as [(String, Int32, Int32)])
  func `a stopped command ends with its status and leaves what goes on`(
    _ command: String, _ signal: Int32, _ status: Int32
  ) throws {
    try Workshop.open { shop in
      let plan = try Plan(shop, epochs: 5000)
      _ = try plan.benchmark("--plan")
      let words =
        command == "work"
        ? Plan.work
        : [
          "benchmark", "--entries", "small-jm60", "--protocol", "tiny.yaml", "--zoo", "more", "--cohort", "c", "--home",
          "home",
        ]
      let process = try Command.process(words, in: shop.folder)
      try Data().write(to: shop.url("said.txt"))
      process.standardOutput = try FileHandle(forWritingTo: shop.url("said.txt"))
      process.standardError = FileHandle.nullDevice
      try process.run()
      // As soon as an epoch is over there is something to go on from. A scheduler sends its wish twice.
      while process.isRunning, !hasProgress(shop.url("home")) { Thread.sleep(forTimeInterval: 0.02) }
      kill(process.processIdentifier, signal)
      kill(process.processIdentifier, signal)
      process.waitUntilExit()
      #expect(process.terminationReason == .exit && process.terminationStatus == status)
      #expect(hasProgress(shop.url("home")))
      let said = try String(contentsOf: shop.url("said.txt"), encoding: .utf8)
      #expect(!said.contains("othing has been measured"), "\(said)")
      #expect(try !plan.status().output.contains("last sign"), "no lease is left")
    }
  }

  private func hasProgress(_ home: URL) -> Bool {
    let files = FileManager.default.enumerator(at: home.appending(path: "runs"), includingPropertiesForKeys: nil)
    return files?.contains { ($0 as? URL)?.lastPathComponent == "progress.safetensors" } ?? false
  }
}
