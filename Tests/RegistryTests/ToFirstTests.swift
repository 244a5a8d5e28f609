import Foundation
import Registry
import Runs
import Scores
import TestSupport
import Testing

/// What a table says of how its ranks are to be taken.
@Suite struct ToFirstTests {
  private func board(_ runs: [MadeRun], sort: Metric = .rmse, subset: String = "overall") throws -> Leaderboard {
    var board: Leaderboard?
    try withHome { home in
      let registry = try RegistryIndex(home: home)
      for run in runs { try registry.record(run: run.write(in: home)) }
      board = try Leaderboard(registry, [], .init(subset: subset, sort: sort))
    }
    return try #require(board)
  }

  @Test(arguments: [Metric.rmse, .mae], ["overall", "slow"])
  func `every ranked row has the corrected p of its difference from the first`(
    _ metric: Metric, _ subset: String
  ) throws {
    let runs = [
      MadeRun(entry: "alpha", shift: 0.3), MadeRun(entry: "beta"), MadeRun(entry: "gamma", shift: 0.1),
      MadeRun(entry: "mean", origin: "baseline", shift: 0.9),
    ]
    let group = try #require(try board(runs, sort: metric, subset: subset).groups.first)
    #expect(group.rows.map(\.entry) == ["beta", "gamma", "alpha", "mean"])
    #expect(group.rows.first?.toFirst == nil && group.rows.last?.toFirst == nil)
    for row in group.rows[1...2] {
      let test = try #require(row.toFirst)
      // Six differences of one sign and of one size to 1e-7: ties, so all 2^6 signs; Holm over three pairs.
      #expect(test.metric == metric && test.subset == subset && test.n == 6)
      #expect(abs(test.pValue - 2.0 / 64) < 1e-12 && abs(test.adjusted - 6.0 / 64) < 1e-12)
    }
  }

  @Test func `a table with too few subjects for a star says so, and one with enough does not`() throws {
    let few = ["H01", "H02", "H03", "H04"]
    let small = try board([MadeRun(subjects: few), MadeRun(entry: "beta", shift: 0.2, subjects: few)])
    #expect(try small.text(.table).contains("With 4 subjects no p can be below 0.12, so there can be no star."))
    let text = try board([MadeRun(), MadeRun(entry: "beta", shift: 0.2)]).text(.table)
    #expect(text.contains("against the first, one pair, so no correction. * p"), "\(text)")
    #expect(!text.contains("no star"), "\(text)")
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("2 ") })
    #expect(line.hasPrefix("2     0.0312 *    beta"), "\(line)")
  }

  @Test func `the CSV names the metric of p, and a row alone has none`() throws {
    let csv = try board([MadeRun(), MadeRun(entry: "beta", shift: 0.2)], sort: .mae).text(.csv)
    let lines = csv.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    let places = ["p_to_first", "p_holm", "p_metric", "p_subset", "p_n"].compactMap { lines[0].firstIndex(of: $0[...]) }
    #expect(places.count == 5)
    let row = try #require(lines.first { $0.contains("beta") })
    #expect(places.map { String(row[$0]) } == ["0.03125", "0.03125", "mae", "overall", "6"])
    #expect(try !board([MadeRun()]).text(.table).contains("p to first"))
  }

  @Test func `the entry that the protocol selects for the external cohort is marked, whatever ranks`() throws {
    try withHome { home in
      let registry = try RegistryIndex(home: home)
      var (alpha, beta) = (MadeRun(entry: "alpha", shift: 0.1), MadeRun(entry: "beta", shift: 0.2))
      alpha.externalEntry = "best-healthy-rmse"
      beta.externalEntry = "best-healthy-rmse"
      for run in [beta, alpha] {
        let folder = try run.write(in: home)
        try run.writeExternal("patients", in: home)
        try registry.record(run: folder)
      }
      for subset in ["overall", "slow"] {
        let board = try Leaderboard(registry, [], .init(subset: subset, sort: .r2))
        let group = try #require(board.groups.first)
        #expect(group.rows.filter(\.isExternalEntry).map(\.entry) == ["alpha"])
        let text = try board.text(.table)
        #expect(text.contains("note: \u{2020} alpha is the entry that the protocol selects"), "\(text)")
        #expect(
          text.split(separator: "\n").filter {
            !$0.hasPrefix("note") && $0.contains(" alpha ") && $0.contains(" \u{2020}")
          }.count == 1)
      }
    }
  }

  @Test func `scores of one row on one cohort stand in the CSV once, however many external cohorts there are`() throws {
    try withHome { home in
      let registry = try RegistryIndex(home: home)
      let run = MadeRun()
      let folder = try run.write(in: home)
      for cohort in ["clinic", "ward"] { try run.writeExternal(cohort, gap: 0.1, in: home) }
      try registry.record(run: folder)
      let board = try Leaderboard(registry, [], .init(includesEverySubset: true))
      #expect(board.groups.count == 2)
      let lines = try board.text(.csv).split(separator: "\n")
      #expect(lines.filter { $0.contains(",healthy,overall,rmse,") }.count == 1)
      #expect(lines.filter { $0.contains(",onfh,overall,rmse,") }.count == 2)
    }
  }
}
