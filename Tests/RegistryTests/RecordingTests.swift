import Foundation
import GRDB
import Registry
import Runs
import Scores
import TestSupport
import Testing

@Suite struct RecordingTests {
  @Test func recordingTwiceWritesOnce() throws {
    try withHome { home in
      let registry = try RegistryIndex(home: home)
      let folder = try MadeRun().write(in: home)
      #expect(try registry.record(run: folder))
      #expect(try !registry.record(run: folder))
      #expect(try registry.check() == [])
    }
  }

  @Test func aRunWithoutScoresIsNotTakenUp() throws {
    try withHome { home in
      let folder = try MadeRun().write(in: home)
      try FileManager.default.removeItem(at: folder.scores)
      let registry = try RegistryIndex(home: home)
      #expect(try !registry.record(run: folder))
      #expect(try Leaderboard(registry, []).groups.isEmpty)
    }
  }

  @Test func aCorrectionSupersedesAndTheOldScoresStay() throws {
    try withHome { home in
      var run = MadeRun()
      let registry = try RegistryIndex(home: home)
      try registry.record(run: run.write(in: home))
      run.shift = 1
      #expect(try registry.record(run: run.write(in: home)))
      let row = try #require(try Leaderboard(registry, []).groups.first?.rows.first)
      #expect(abs(try #require(row.healthy["overall"]).rmse.mean - 1.25) < 1e-6)
      let counts = try raw(home).read { database in
        (
          try Int.fetchOne(database, sql: "SELECT count(*) FROM results"),
          try Int.fetchOne(database, sql: "SELECT count(*) FROM results WHERE supersedes IS NOT NULL"),
          try Int.fetchOne(database, sql: "SELECT count(DISTINCT result) FROM scores")
        )
      }
      #expect(counts == (2, 1, 2))
    }
  }

  @Test(arguments: [
    "UPDATE scores SET rmse = 0", "DELETE FROM scores", "UPDATE results SET file = ''", "DELETE FROM results",
  ])
  func scoresCanOnlyBeInserted(_ statement: String) throws {
    try withHome { home in
      try RegistryIndex(home: home).record(run: MadeRun().write(in: home))
      let error = #expect(throws: DatabaseError.self) { try raw(home).write { try $0.execute(sql: statement) } }
      #expect(error?.message?.contains("insert-only") == true)
    }
  }

  @Test func externalScoresThatComeLaterAreAdded() throws {
    try withHome { home in
      let run = MadeRun()
      let folder = try run.write(in: home)
      let registry = try RegistryIndex(home: home)
      try registry.record(run: folder)
      try run.writeExternal("patients", gap: 0.5, in: home)
      #expect(try registry.record(run: folder))
      let group = try #require(try Leaderboard(registry, []).groups.first)
      #expect(group.external?.population == .onfh)
      let row = try #require(group.rows.first)
      #expect(abs(try #require(row.gap(.rmse)) - (0.6 - 0.25)) < 1e-6)
      let overall = ScoreTable.overall
      let r2 = try [#require(row.healthy[overall]), #require(row.external[overall])].map { $0[.r2].mean }
      #expect(row.gap(.r2) == r2[1] - r2[0] && row.gap(.r2) != row.gap(.rmse), "of each metric its own")
    }
  }

  @Test func checkNamesFilesThatChangedOrWent() throws {
    try withHome { home in
      let registry = try RegistryIndex(home: home)
      let (first, second, third) = (MadeRun(), MadeRun(entry: "beta"), MadeRun(entry: "gamma"))
      let folder = try first.write(in: home)
      try registry.record(run: folder)
      try registry.record(run: second.write(in: home))
      _ = try third.write(in: home)
      var bytes = try Data(contentsOf: folder.scores)
      bytes.append(contentsOf: Data(" ".utf8))
      try bytes.write(to: folder.scores)
      try FileManager.default.removeItem(at: home.runs.appending(path: second.name))
      let findings = try registry.check()
      #expect(findings.contains { $0.contains(first.name) && $0.contains("SHA-256") })
      #expect(findings.contains { $0.contains(second.name) && $0.contains("gone") })
      #expect(findings.contains { $0.contains(third.name) && $0.contains("not in the registry") })
    }
  }

  @Test(arguments: [
    "UPDATE cohorts SET is_synthetic = 1 - is_synthetic", "UPDATE board_rows SET origin = 'baseline'",
    "UPDATE entries SET name = 'other'", "UPDATE entries SET parameters = 3", "UPDATE runs SET seed = '7'",
    "UPDATE board_rows SET cohort_name = 'another'", "UPDATE runs SET processor = 'another'",
    "DELETE FROM split_subjects WHERE part = 'test'",
    "DROP TRIGGER scores_stay; UPDATE scores SET mae = mae / 2 WHERE output <> ''",
  ])
  func `check names rows that are not what the folders give`(_ sql: String) throws {
    try withHome { home in
      try RegistryIndex(home: home).record(run: MadeRun().write(in: home))
      #expect(try RegistryIndex(home: home).check() == [])
      let queue = try DatabaseQueue(path: home.registry.path)
      try queue.write { try $0.execute(sql: sql) }
      try queue.close()
      let findings = try RegistryIndex(home: home).check()
      #expect(findings.contains { $0.contains("not what the folders give") }, "\(sql): \(findings)")
    }
  }

  @Test func `a run that has lost its seal is said of every table, and found by the check`() throws {
    try withHome { home in
      let folder = try MadeRun().write(in: home)
      try RegistryIndex(home: home).record(run: folder)
      var registry = try RegistryIndex(home: home)
      try registry.catchUp()
      #expect(registry.notice == nil)
      try FileManager.default.removeItem(at: folder.sealFile)
      try registry.catchUp()
      #expect(registry.notice?.contains("1 run of these tables has lost folder or seal") == true)
      #expect(try registry.check().contains { $0.contains(folder.name) && $0.contains("not what the folders give") })
    }
  }

  @Test func checkNamesAComparisonThatChangedOrWent() throws {
    try withHome { home in
      let registry = try RegistryIndex(home: home)
      let run = MadeRun()
      let folders = try ["first", "second"].map { name in
        let folder = ExaminationFolder(home.examinations.appending(path: name))
        let description = try run.description()
        try folder.write(
          Comparison(
            task: description.task, rules: description.rules, cohort: description.cohort.fingerprint,
            split: description.split.fingerprint, runs: [run.name], pairs: []))
        return folder
      }
      try run.write(in: home)
      for folder in folders { #expect(try registry.record(examination: folder)) }
      #expect(try !registry.record(examination: folders[0]))
      #expect(try registry.check() == [])
      var bytes = try Data(contentsOf: folders[0].comparison)
      bytes.append(contentsOf: Data(" ".utf8))
      try bytes.write(to: folders[0].comparison)
      try FileManager.default.removeItem(at: folders[1].comparison)
      let findings = try registry.check()
      #expect(findings.count == 2)
      #expect(findings.first?.hasPrefix("examinations/first/comparison.json: its SHA-256 is ") == true)
      #expect(findings.last?.hasPrefix("examinations/second/comparison.json: the file is gone;") == true)
    }
  }
}

/// The database as any program opens it.
func raw(_ home: HomeFolder) throws -> DatabaseQueue { try DatabaseQueue(path: home.registry.path) }
