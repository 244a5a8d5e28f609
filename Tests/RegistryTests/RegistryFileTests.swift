import Foundation
import GRDB
import Registry
import TestSupport
import Testing

@Suite struct RegistryFileTests {
  @Test func aFreshFileFollowsTheRulesOfTheHouse() throws {
    try withHome { home in
      _ = try RegistryIndex(home: home)
      let queue = try raw(home)
      let facts = try queue.read { database in
        (
          try String.fetchOne(database, sql: "PRAGMA journal_mode"),
          try Int.fetchOne(database, sql: "PRAGMA user_version"),
          try Int.fetchOne(
            database,
            sql:
              "SELECT count(*) FROM pragma_table_list WHERE type = 'table' AND NOT strict AND name NOT LIKE 'sqlite%'")
        )
      }
      #expect(facts.0 == "wal")
      #expect(facts.1 == 5)
      #expect(facts.2 == 0)
    }
  }

  @Test func anotherLayoutIsReplacedByOneMadeFromTheRunFolders() throws {
    try withHome { home in
      let run = MadeRun()
      try RegistryIndex(home: home).record(run: run.write(in: home))
      try raw(home).writeWithoutTransaction { database in
        try database.execute(sql: "PRAGMA user_version = 1")
        try database.execute(sql: "CREATE TABLE comparison_pairs (comparison INTEGER)")
      }
      let board = try Leaderboard(RegistryIndex(home: home), [])
      #expect(board.groups.first?.rows.first?.runs == [run.name])
      #expect(
        try raw(home).read {
          try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema WHERE name = 'comparison_pairs'")
        }
          == 0)
    }
  }

  @Test(arguments: [
    ("PRAGMA user_version = 99", "version 99"),
    ("PRAGMA application_id = 7", "another program"),
  ])
  func aFileThatThisProgramCannotTrustIsRefused(_ statement: String, _ word: String) throws {
    try withHome { home in
      _ = try RegistryIndex(home: home)
      try raw(home).writeWithoutTransaction { try $0.execute(sql: statement) }
      expectFault(.data, word, "registry.sqlite") { _ = try RegistryIndex(home: home) }
    }
  }

  @Test func rebuildRefusesANewerFileAndLeavesItAsItIs() throws {
    try withHome { home in
      try RegistryIndex(home: home).record(run: MadeRun().write(in: home))
      try raw(home).writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 99") }
      expectFault(.data, "version 99") { _ = try RegistryIndex.rebuild(home: home, reportedBy: []) }
      #expect(try raw(home).read { try Int.fetchOne($0, sql: "SELECT count(*) FROM runs") } == 1)
    }
  }

  @Test func rebuildGivesTheSameLeaderboardBytesWhateverTheOrderWas() throws {
    try withHome { home in
      let registry = try RegistryIndex(home: home)
      let runs = (1...3).flatMap { seed in
        ["beta", "alpha"].map { MadeRun(entry: $0, seed: UInt64(seed), shift: 0.01 * Double(seed)) }
      }
      for run in runs.reversed() {
        let folder = try run.write(in: home)
        try run.writeExternal("patients", gap: 0.1, in: home)
        try registry.record(run: folder)
      }
      let before = try formats(registry)
      let anew = try RegistryIndex.rebuild(home: home, reportedBy: [])
      let (rebuilt, contents) = (anew.registry, anew.contents)
      #expect(contents.runs == 6 && contents.refused == [])
      #expect(try formats(rebuilt) == before)
      #expect(try rebuilt.check() == [])
    }
  }

  @Test func aDamagedFileIsPutAsideAndMadeAnew() throws {
    try withHome { home in
      try RegistryIndex(home: home).record(run: MadeRun().write(in: home))
      for ending in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: home.registry.path + ending) }
      try Data("no database at all, but long enough to be read as one".utf8).write(to: home.registry)
      expectFault(.data, "registry rebuild") { _ = try RegistryIndex(home: home) }
      let anew = try RegistryIndex.rebuild(home: home, reportedBy: [])
      let (registry, contents) = (anew.registry, anew.contents)
      #expect(contents.runs == 1)
      #expect(try registry.check() == [])
      #expect(FileManager.default.fileExists(atPath: home.registry.path + ".damaged"))
    }
  }

  @Test func writersAtOnceAllFinishAndAreAllThere() throws {
    try withHome { home in
      let runs = (0..<24).map { MadeRun(entry: "e\($0 % 3)", seed: UInt64($0)) }
      let folders = try runs.map { try $0.write(in: home) }
      let failures = Failures()
      // Each opens the file for itself, the first of them makes it.
      DispatchQueue.concurrentPerform(iterations: folders.count) { index in
        do { try RegistryIndex(home: home).record(run: folders[index]) } catch { failures.add("\(error)") }
      }
      #expect(failures.all == [])
      let registry = try RegistryIndex(home: home)
      #expect(try registry.check() == [])
      #expect(try Leaderboard(registry, []).groups.first?.rows.map(\.seeds.count) == [8, 8, 8])
    }
  }

  private func formats(_ registry: RegistryIndex) throws -> [String] {
    try LeaderboardFormat.allCases.map { try Leaderboard(registry, [], .init(includesEverySubset: true)).text($0) }
  }
}

/// What went wrong in several threads.
private final class Failures: @unchecked Sendable {
  // Every access holds the lock.
  private let lock = NSLock()
  private var lines = [String]()

  func add(_ line: String) { lock.withLock { lines.append(line) } }
  var all: [String] { lock.withLock { lines } }
}
