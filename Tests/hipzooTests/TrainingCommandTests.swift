import Fixtures
import Foundation
import TestSupport
import Testing

/// Commands that train, on a network of a few numbers and people that were computed.
@Suite("Commands that train") struct TrainingCommandTests {
  @Test("train leaves installed weights alone, and installs its own where there are none")
  func installing() throws {
    try withHomeOfBefore { folder in
      func train(_ seed: String) throws -> Command {
        try Command(
          [
            "train", "small-gru-jm60", "--cohort", "c", "--protocol", "protocols/small.yaml", "--seed", seed, "--quiet",
          ],
          in: folder)
      }
      let installed = folder.appending(path: ".hipzoo/weights/small-gru-jm60.safetensors")
      let before = try Data(contentsOf: installed)
      let kept = try train("1")
      kept.expectSuccess()
      #expect(kept.output.contains("small-gru-jm60 keeps the weights it had; for these: hipzoo weights import "))
      #expect(try Data(contentsOf: installed) == before)

      try FileManager.default.removeItem(at: installed)
      let taken = try train("2")
      taken.expectSuccess()
      #expect(taken.output.hasSuffix("wrote .hipzoo/weights/small-gru-jm60.safetensors\n"), "\(taken.output)")
      let run = try #require(
        try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: ".hipzoo/runs").path)
          .first { $0.hasPrefix("small-gru-jm60-small-s2-") })
      let own = try Data(contentsOf: folder.appending(path: ".hipzoo/runs/\(run)/weights.safetensors"))
      #expect(try Data(contentsOf: installed) == own && own != before)
    }
  }

  @Test("benchmark shows the tables that its runs stand in and no others, and records them")
  func board() throws {
    try withHomeOfBefore { folder in
      let run = try Command(
        [
          "benchmark", "--cohort", "c", "--protocol", "protocols/small.yaml", "--entries", "small-gru-jm60", "--seeds",
          "7", "--quiet",
        ], in: folder)
      run.expectSuccess()
      let tables = run.output.split(separator: "\n").filter { $0.contains("RMSE and MAE in") }
      #expect(tables == ["joint-moment, overall, RMSE and MAE in Nm/kg (measured, synthetic)"], "\(run.output)")
      let row = run.output.split(separator: "\n").first { $0.contains("small-gru-jm60") }
      #expect(row?.contains("trained") == true)
      // The home holds other tables, which a leaderboard shows.
      let all = try Command(["leaderboard"], in: folder).output.split(separator: "\n")
      #expect(all.filter { $0.contains("RMSE and MAE in") }.count > 3)
      try Command(["registry", "check"], in: folder).expectSuccess()
    }
  }

  @Test("benchmark tells a pipe in plain lines how far it is, and ends with all jobs done")
  func progress() throws {
    try withHomeOfBefore { folder in
      let run = try Command(
        [
          "benchmark", "--cohort", "c", "--protocol", "protocols/small.yaml", "--entries", "small-gru-jm60", "--seeds",
          "7",
        ],
        in: folder)
      #expect(run.status == 0 && !run.errors.contains("\u{1B}"), "\(run.errors)")
      let counts = run.errors.matches(of: /hipzoo: (\d+) of (\d+) jobs done/).compactMap { match in
        Int(match.1).flatMap { done in Int(match.2).map { (done: done, all: $0) } }
      }
      let all = try #require(counts.last?.all)
      let done = counts.map(\.done)
      #expect(counts.allSatisfy { $0.all == all } && done == done.sorted() && done.last == all, "\(run.errors)")
      // A line for each job that ends, whatever the time; a fold, a final training and a test at least.
      #expect(Set(done).subtracting([0]).count >= 3)
    }
  }

  @Test("jobs that are run one by one leave what the benchmark would, and say what they need first")
  func jobs() throws {
    try withHomeOfBefore { folder in
      func run(_ arguments: String...) throws -> Command { try Command(arguments + ["--home", "new"], in: folder) }
      let plan = try run(
        "benchmark", "--cohort", "c", "--protocol", "protocols/small.yaml", "--entries", "small-gru-jm60", "--plan",
        "--quiet")
      plan.expectSuccess()
      let jobs = plan.output.split(separator: "\n").map(String.init)
      let test = try #require(jobs.first { $0.hasSuffix("/test") })
      // Two requests that cannot be planned here, before the others by name.
      let examinations = folder.appending(path: "new/examinations")
      let planned = try #require(try FileManager.default.contentsOfDirectory(atPath: examinations.path).first)
      let request = try String(contentsOf: examinations.appending(path: "\(planned)/request.json"), encoding: .utf8)
      for (name, text) in [
        ("0-gone", request.replacing("/c\",", with: "/gone\",")), ("0-torn", "{"),
      ] {
        let file = examinations.appending(path: "\(name)/request.json")
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        #expect(text != request)
      }
      try run("job", test).expectFailure(66, test, "/final", "hipzoo job ")
      var isTested = false
      for job in jobs {
        // The run is in the registry as soon as it has been tested, and its scores on patients once they are there.
        let board = try run("leaderboard", "--format", "csv").output
        #expect(board.contains(",measured,small,") == isTested, "\(job)")
        try run("job", job, "--quiet").expectSuccess()
        if job.hasSuffix("/test") { isTested = true }
      }
      let board = try run("leaderboard", "--format", "csv").output.split(separator: "\n")
      #expect(board.contains { $0.contains(",measured,small,") && $0.contains(",onfh,") })
      let done = try run("job", test)
      #expect(done.status == 0 && done.errors.contains("has been done already"))
      try run("job", "none/test").expectFailure(
        66, "none/test", "--plan", "0-gone (", "gone: there is no such file or folder", "0-torn (", "request.json")
    }
  }

  /// A folder with the home that version 0.1 left, its entries and protocols, and a cohort of computed walkers.
  private func withHomeOfBefore(_ body: (URL) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try FileManager.default.copyItem(at: Fixtures.url("home-0.1"), to: folder.appending(path: ".hipzoo"))
      for name in ["zoo", "protocols"] {
        try FileManager.default.copyItem(
          at: Fixtures.url("home-0.1-expected/\(name)"), to: folder.appending(path: name))
      }
      try Command(["cohort", "synthesize", "--output", "c", "--subjects", "12", "--patients", "2"], in: folder)
        .expectSuccess()
      try body(folder)
    }
  }
}
