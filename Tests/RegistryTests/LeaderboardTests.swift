import Formats
import Foundation
import Protocols
import Registry
import Scores
import TestSupport
import Testing

@Suite struct LeaderboardTests {
  @Test(arguments: [
    MadeRun(rules: "other"), MadeRun(cohort: "others"), MadeRun(split: "another"), MadeRun(task: "muscle-force"),
  ])
  func whatDiffersInProtocolCohortSplitOrTaskSharesNoTable(_ other: MadeRun) throws {
    try withHome { home in
      let registry = try RegistryIndex(home: home)
      try registry.record(run: MadeRun().write(in: home))
      try registry.record(run: MadeRun(entry: "beta", shift: 0.1).write(in: home))
      try registry.record(run: other.write(in: home))
      let groups = try Leaderboard(registry, []).groups
      #expect(groups.map(\.rows.count).sorted() == [1, 2])
      #expect(groups.allSatisfy { $0.rows.map(\.rank) == Array(1...$0.rows.count) })
    }
  }

  @Test func seedsAreAveragedForEachSubjectFirst() throws {
    try withHome { home in
      let registry = try RegistryIndex(home: home)
      try registry.record(run: MadeRun(seed: 2, shift: 0.2).write(in: home))
      try registry.record(run: MadeRun(seed: 1, shift: 0.4).write(in: home))
      let row = try #require(try Leaderboard(registry, []).groups.first?.rows.first)
      let scores = try #require(row.healthy["overall"]).rmse
      #expect(row.seeds == [1, 2])
      #expect(scores.n == 6)
      #expect(abs(scores.mean - (0.25 + 0.3)) < 1e-6)
      // The deviation over subjects 0, 0.1, ... 0.5, which seeds do not change.
      #expect(abs(try #require(scores.deviation) - 0.187082869338697) < 1e-6)
    }
  }

  @Test(arguments: [(Metric.rmse, ["beta", "gamma", "alpha"]), (.r2, ["beta", "gamma", "alpha"])])
  func theBestIsFirstWhicheverWayTheMetricRuns(_ metric: Metric, _ order: [String]) throws {
    try withHome { home in
      let registry = try RegistryIndex(home: home)
      for (entry, shift) in [("alpha", 0.3), ("beta", 0.0), ("gamma", 0.1)] {
        try registry.record(run: MadeRun(entry: entry, shift: shift).write(in: home))
      }
      let group = try #require(try Leaderboard(registry, [], .init(sort: metric)).groups.first)
      #expect(group.rows.map(\.entry) == order)
      #expect(group.rows.map(\.rank) == [1, 2, 3])
    }
  }

  @Test func equalNumbersShareARank() throws {
    try withHome { home in
      let registry = try RegistryIndex(home: home)
      for (entry, shift) in [("a", 0.1), ("b", 0.1), ("c", 0.2)] {
        try registry.record(run: MadeRun(entry: entry, shift: shift).write(in: home))
      }
      #expect(try Leaderboard(registry, []).groups.first?.rows.map(\.rank) == [1, 1, 3])
    }
  }

  @Test func syntheticCohortsAreCalledSoAndComeLast() throws {
    try withHome { home in
      let registry = try RegistryIndex(home: home)
      try registry.record(run: MadeRun(cohort: "a-synthetic", isSynthetic: true).write(in: home))
      try registry.record(run: MadeRun(cohort: "z-people").write(in: home))
      let groups = try Leaderboard(registry, []).groups
      #expect(groups.map(\.cohort.name) == ["z-people", "a-synthetic"])
      #expect(groups.last?.sentence.contains("synthetic") == true)
      #expect(groups.first?.sentence.contains("synthetic") == false)
      #expect(try Leaderboard(registry, [], .init(cohort: "synthetic")).groups.map(\.cohort.name) == ["a-synthetic"])
    }
  }

  @Test func whatAuthorsReportIsMarkedAndNeverRankedWithMeasuredNumbers() throws {
    try withHome { home in
      let registry = try RegistryIndex(home: home)
      let manifest = try reportingManifest()
      try registry.record(run: MadeRun(entry: "alpha").write(in: home))
      let groups = try Leaderboard(registry, [manifest]).groups
      #expect(groups.map(\.isReported) == [false, true])
      #expect(groups[0].rows.count == 1)
      #expect(groups[0].rows[0].reported["healthy"]?["overall"]?.rmse.mean == 0.05)
      #expect(groups[1].rows.map(\.entry) == ["alpha"])
      #expect(groups[1].rows[0].external["overall"]?.rmse.mean == 0.17)
      #expect(groups[1].rows[0].source == "a paper")
      let text = try Leaderboard(registry, [manifest]).text(.table)
      #expect(text.contains("(reported)") && text.contains("(measured)"))
    }
  }

  @Test func thePapersTablesComeOutOfTheRegistry() throws {
    try withHome { home in
      let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../zoo").standardized
      let manifests = try YAMLFile.files(in: folder).map { try Manifest(yaml: $0.bytes, file: $0.name) }
      let registry = try RegistryIndex(home: home)
      let groups = try Leaderboard(registry, manifests, .init(subset: "fast")).groups.filter(\.isReported)
      let numbers = groups.flatMap { group in
        group.rows.map { "\($0.rank ?? 0) \($0.entry) \($0.healthy["fast"]?.rmse.mean ?? .nan)" }
      }
      #expect(
        numbers.starts(with: ["1 transformer-mf60 1.4023", "2 mamba-mf60 1.4883", "3 lstm-mf60 1.6584"])
          && numbers.contains("1 transformer-jm60 0.1225"), "\(numbers)")
    }
  }

  @Test func pairsAreTestedBySubjectWithinOneExaminationOnly() throws {
    try withHome { home in
      let registry = try RegistryIndex(home: home)
      try registry.record(run: MadeRun(entry: "alpha", shift: 0.1).write(in: home))
      try registry.record(run: MadeRun(entry: "beta").write(in: home))
      try registry.record(run: MadeRun(entry: "gamma", split: "another").write(in: home))
      let comparison = try #require(try PairedEntries.all(["alpha", "beta"], in: registry, []).first)
      let pair = try #require(
        comparison.pairs.first { $0.output == nil && $0.subset == "overall" && $0.metric == .rmse })
      #expect(pair.n == 6)
      #expect(abs(pair.difference - 0.1) < 1e-6)
      #expect(comparison.pairs.contains { $0.output == "hip_flexion_r_moment" && $0.subset == "slow" })
      expectFault(.missing, "alpha", "gamma", "not compared") {
        _ = try PairedEntries.all(["alpha", "gamma"], in: registry, [])
      }
      expectFault(.missing, "alphb", "Did you mean 'alpha'") {
        _ = try PairedEntries.all(["alphb", "beta"], in: registry, [])
      }
    }
  }

  @Test func `a comparison says what keeps an entry from a rank`() throws {
    try withHome { home in
      let registry = try RegistryIndex(home: home)
      let past = try MadeRun(entry: "alpha", shift: 0.1).write(in: home)
      let unsealed = try MadeRun(entry: "beta").write(in: home)
      try FileManager.default.removeItem(at: unsealed.sealFile)
      for folder in [past, unsealed] { try registry.record(run: folder) }
      let found = try PairedEntries.all(["alpha", "beta"], in: registry, [], current: ["alpha": "another"])
      let notes = try #require(found.first?.notes)
      #expect(
        notes.count == 2 && notes[0].hasPrefix("alpha: an earlier version") && notes[1].hasPrefix("beta: not sealed"))
    }
  }

  @Test func csvHasOneHeadingAndAsManyCellsInEveryLine() throws {
    try withHome { home in
      let registry = try RegistryIndex(home: home)
      try registry.record(run: MadeRun(cohort: "=cmd,\"x\"").write(in: home))
      let csv = try Leaderboard(registry, [], .init(includesEverySubset: true)).text(.csv)
      let lines = csv.split(separator: "\n")
      #expect(lines.count == 1 + 3 * 3)
      #expect(lines[1].contains("\"'=cmd,\"\"x\"\"\""))
    }
  }
}

/// An entry named `alpha` with scores that its authors report.
private func reportingManifest() throws -> Manifest {
  let yaml = """
    schema: 1
    name: alpha
    architecture: LSTM
    task: joint-moment
    configuration: {hidden: 2, layers: 1, dropout: 0}
    reported:
      - {cohort: healthy, subset: overall, rmse: 0.05, mae: 0.03, r2: 0.9, n: 12, source: a paper}
      - {cohort: onfh, subset: overall, rmse: 0.17, mae: 0.12, r2: 0.5, n: 9, source: a paper}
    """
  return try Manifest(yaml: Array(yaml.utf8), file: "alpha.yaml")
}
