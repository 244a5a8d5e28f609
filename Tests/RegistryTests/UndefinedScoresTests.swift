import Formats
import Foundation
import Registry
import Runs
import Scores
import TestSupport
import Testing

@Suite struct UndefinedScoresTests {
  /// A run in which R2 is undefined for the first two of six subjects.
  private func write(_ run: MadeRun, in home: HomeFolder) throws -> RunFolder {
    let folder = try run.write(in: home)
    var scores = try JSONText.read(RunScores.self, from: folder.scores)
    for place in scores.table.scores.indices where ["H01", "H02"].contains(scores.table.scores[place].subject) {
      scores.table.scores[place].r2 = nil
    }
    try JSONText.write(scores, to: folder.scores)
    // Nothing was predicted that would give such scores; only a run that was never sealed is taken at its word.
    try FileManager.default.removeItem(at: folder.sealFile)
    return folder
  }

  @Test func undefinedNumbersAreLeftOutOfMeansAndTests() throws {
    try withHome { home in
      let registry = try RegistryIndex(home: home)
      for (entry, shift) in [("alpha", 0.0), ("beta", 0.1)] {
        try registry.record(run: write(MadeRun(entry: entry, shift: shift), in: home))
      }
      let board = try Leaderboard(registry, [])
      let scores = try #require(board.groups.first?.rows.first?.healthy["overall"])
      #expect(scores.r2.n == 4 && scores.rmse.n == 6)
      let kept = try JSONText.read(RunScores.self, from: RunFolder(home.runs.appending(path: MadeRun().name)).scores)
      let defined = kept.table.rows().compactMap(\.r2)
      #expect(defined.count == 4)
      let alpha = try #require(board.groups.first?.rows.first { $0.entry == "alpha" }?.healthy["overall"])
      #expect(abs(alpha.r2.mean - Summary.mean(defined)) < 1e-9)
      let pairs = try #require(try PairedEntries.all(["alpha", "beta"], in: registry, []).first).pairs
      #expect(pairs.filter { $0.metric == .r2 }.allSatisfy { $0.n == 4 })
      #expect(pairs.filter { $0.metric == .rmse }.allSatisfy { $0.n == 6 })
    }
  }

  @Test func theSpreadOfOnePersonIsUnknown() throws {
    try withHome { home in
      let registry = try RegistryIndex(home: home)
      for (entry, shift) in [("alpha", 0.0), ("beta", 0.1)] {
        try registry.record(run: MadeRun(entry: entry, shift: shift, subjects: ["H01"]).write(in: home))
      }
      let board = try Leaderboard(registry, [])
      let scores = try #require(board.groups.first?.rows.first?.healthy["overall"])
      #expect(scores.rmse.n == 1 && scores.rmse.deviation == nil)
      #expect(try !board.text(.table).contains("±"))
      #expect(try board.text(.csv).contains(",overall,rmse,Nm/kg,0.0,,1,"))
      let pair = try #require(try PairedEntries.all(["alpha", "beta"], in: registry, []).first?.pairs.first)
      #expect(pair.deviation == nil && pair.differenceText == "-0.1000")
    }
  }
}
