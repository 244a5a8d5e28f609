import Fixtures
import Foundation
import Testing

@Suite("hipzoo results")
struct ResultsCommandTests {
  private typealias Bench = WeightsNamesTests.Bench

  @Test func `keeps what makes the same table, and finds a changed number`() throws {
    try Bench.open { bench in
      try bench.benchmark()
      let runs = try bench.run("runs", "list").output.split(separator: "\n").dropFirst()
        .compactMap { $0.split(separator: " ").first.map(String.init) }
      #expect(runs.count == 2, "the entry and the mean curve")
      for run in runs { try bench.run("results", "add", run, "--to", "kept") }
      for format in ["table", "csv", "json"] {
        let table = try bench.run("leaderboard", "--format", format).output
        #expect(table.contains("tiny"))
        #expect(try bench.run("leaderboard", "--results", "kept", "--format", format).output == table)
      }
      let sound = try bench.run("results", "check", "kept")
      #expect(sound.output.hasPrefix("of 2 results: 2 as in the runs here, 0 different"))

      let run = try #require(runs.first { $0.hasPrefix("tiny") })
      let file = bench.folder.appending(path: "kept/\(run).json")
      let text = try String(contentsOf: file, encoding: .utf8)
      let row = try #require(text.split(separator: "\n").first { $0.contains(",overall,,") })
      let cells = row.split(separator: ",", omittingEmptySubsequences: false)
      let edited = (cells[..<4] + ["0.001"] + cells[5...]).joined(separator: ",")
      try Data(text.replacing(row, with: edited).utf8).write(to: file)
      let changed = try bench.run("results", "check", "kept", status: 65)
      #expect(changed.output.contains("\(run): different: scores.json has '"))
      #expect(changed.errors.contains("1 of 2 results: not what the sealed runs say"))

      try Data(text.replacing(row, with: row.replacing(",overall,,", with: ",overall,,x")).utf8).write(to: file)
      let broken = try bench.run("leaderboard", "--results", "kept", status: 65)
      #expect(broken.errors.contains("\(run).json: scores.json: row 1 is"))
      let other = try #require(runs.first { !$0.hasPrefix("tiny") })
      let all = try bench.run("results", "check", "kept", status: 65)
      #expect(all.output.contains("\(run): broken: ") && all.output.contains("\(run).json: scores.json: row 1 is"))
      #expect(all.output.contains("of 2 results: 1 as in the runs here, 0 different, 0 without a run here, 1 broken"))
      #expect(all.errors.contains("1 of 2 results: broken."))
      let whole = bench.folder.appending(path: "kept/\(other).json")
      let kept = try Data(contentsOf: whole)
      try Data("{".utf8).write(to: whole)
      let both = try bench.run("results", "check", "kept", status: 65)
      #expect(both.output.contains("\(run): broken: ") && both.output.contains("\(other): broken: "))
      try kept.write(to: whole)

      try FileManager.default.moveItem(at: file, to: bench.folder.appending(path: "kept/other.json"))
      let misnamed = try bench.run("results", "check", "kept", status: 65)
      #expect(misnamed.output.contains("expected \(run).json"))
      try bench.run("leaderboard", "--results", "nowhere", status: 66)
    }
  }

  @Test func `takes no run that is not sealed, and says which results have no run here`() throws {
    try Bench.open { bench in
      let old = bench.folder.appending(path: "old")
      try FileManager.default.copyItem(at: Fixtures.url("home-0.1"), to: old)
      let name = try #require(
        try FileManager.default.contentsOfDirectory(atPath: old.appending(path: "runs").path).sorted().first)
      let unsealed = try bench.run("results", "add", name, "--home", "old", status: 65)
      #expect(unsealed.errors.contains("it was not sealed"))
      #expect(!FileManager.default.fileExists(atPath: bench.folder.appending(path: "results").path))
      try bench.run("results", "add", "nobody", status: 66)

      try bench.benchmark()
      let run = try #require(
        try bench.run("runs", "list").output.split(separator: "\n").dropFirst().first?.split(separator: " ").first)
      try bench.run("results", "add", String(run))
      let elsewhere = try bench.run("results", "check", "--home", "old")
      #expect(elsewhere.output.contains("\(run): not here"))
      #expect(elsewhere.output.contains("of 1 result: 0 as in the runs here, 0 different, 1 without a run here"))
    }
  }
}
