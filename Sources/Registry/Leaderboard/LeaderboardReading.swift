import Examination
import Foundation
import GRDB
import Zoo

/// Gathers the tables of a leaderboard from summaries and reported scores.
struct LeaderboardReading {
  private(set) var groups = [Leaderboard.Group]()
  private let filter: Leaderboard.Filter

  init(_ database: Database, _ filter: Leaderboard.Filter) throws {
    self.filter = filter
    let reported = try reportedScores(database)
    var standings = try standings(database)
    let scores = try summaries(database, into: &standings)
    for task in PredictionTasks.all where filter.task == nil || filter.task == task.name {
      let own = standings.values.filter { $0.task == task.name }
      groups += measured(own, scores, task, reported[task.name] ?? [:])
      if let group = Leaderboard.Group(reported: reported[task.name] ?? [:], of: task) { groups.append(group) }
    }
  }

  private typealias Reported = [String: [ReportedLine]]

  private struct Standing {
    var task: String
    var protocolName: String
    var protocolFingerprint: String
    var cohort: Leaderboard.Cohort
    var split: String
    var row: Leaderboard.Row
    var key: String { "\(protocolFingerprint) \(cohort.fingerprint ?? "") \(split)" }
  }

  private struct External {
    var cohort: Leaderboard.Cohort
    var scores: [String: Leaderboard.Scores] = [:]
  }

  private func standings(_ database: Database) throws -> [Int64: Standing] {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT standings.id, entries.task, protocol_name, protocol, cohort_name, cohort, is_synthetic, split, origin,
          entries.name, entries.fingerprint, architecture, parameters, seeds, runs, artifacts, latest
        FROM standings JOIN entries ON entries.id = entry JOIN cohorts ON cohorts.fingerprint = cohort
        WHERE ?1 IS NULL OR entries.task = ?1
        """, arguments: [filter.task])
    var standings = [Int64: Standing]()
    while let row = try rows.next() {
      let (seeds, runs, artifacts): (String, String, String) = (row[13], row[14], row[15])
      let origin: String = row[8]
      standings[row[0]] = Standing(
        task: row[1], protocolName: row[2], protocolFingerprint: row[3],
        cohort: .init(name: row[4], fingerprint: row[5], population: .healthy, isSynthetic: row[6]), split: row[7],
        row: .init(
          rank: nil, entry: row[9], fingerprint: row[10], architecture: row[11], parameters: row[12],
          origin: RunDescription.Origin(rawValue: origin), seeds: seeds.split(separator: " ").compactMap { UInt64($0) },
          runs: runs.split(separator: "\n").map(String.init),
          artifacts: artifacts.split(separator: " ").map(String.init), begun: row[16], healthy: [:], external: [:],
          reported: [:], source: nil))
    }
    return standings
  }

  /// Puts the healthy scores into their rows and returns those of external cohorts.
  private func summaries(_ database: Database, into standings: inout [Int64: Standing]) throws -> [Int64: [External]] {
    let numbers = Metric.allCases.map(\.rawValue)
      .map { "\($0)_mean, \($0)_sd, \($0)_n, \($0)_low, \($0)_high" }.joined(separator: ", ")
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT standing, population, cohort, subset, cohort_name, \(numbers), is_synthetic
        FROM summaries JOIN cohorts ON cohorts.fingerprint = cohort
        WHERE subset = ?1 OR ?2 ORDER BY standing, population, cohort, subset
        """, arguments: [filter.subset, filter.includesEverySubset])
    var external = [Int64: [External]]()
    while let row = try rows.next() {
      let standing: Int64 = row[0]
      guard standings[standing] != nil, let population = Population(rawValue: row[1]) else { continue }
      let subset: String = row[3]
      func summary(_ column: Int) -> Summary {
        Summary(
          mean: row[column], deviation: row[column + 1], n: row[column + 2], low: row[column + 3], high: row[column + 4])
      }
      let scores = Leaderboard.Scores(rmse: summary(5), mae: summary(10), r2: summary(15))
      guard population != .healthy else {
        standings[standing]?.row.healthy[subset] = scores
        continue
      }
      let cohort = Leaderboard.Cohort(
        name: row[4], fingerprint: row[2], population: population, isSynthetic: row[20])
      if external[standing]?.last?.cohort.fingerprint != cohort.fingerprint
        || external[standing]?.last?.cohort.population != population
      {
        external[standing, default: []].append(External(cohort: cohort))
      }
      external[standing]?[(external[standing]?.count ?? 1) - 1].scores[subset] = scores
    }
    return external.reduce(into: [:]) { $0[$1.key] = $1.value }
  }

  /// One table for each protocol, cohort, split and external cohort.
  private func measured(
    _ standings: [Standing], _ external: [Int64: [External]], _ task: any PredictionTask, _ reported: Reported
  ) -> [Leaderboard.Group] {
    []
  }

  private func reportedScores(_ database: Database) throws -> [String: Reported] { [:] }
}
