import Formats
import Foundation
import GRDB
import Protocols
import Runs
import Scores

/// Gathers the tables of a leaderboard from summaries and reported scores.
struct LeaderboardReading {
  private(set) var groups = [Leaderboard.Group]()
  private let filter: Leaderboard.Filter

  /// - Throws: what SQLite says.
  init(_ database: Database, _ filter: Leaderboard.Filter) throws {
    self.filter = filter
    let reported = try ReportedTables(database, filter)
    var standings = try standings(database)
    let external = try summaries(database, into: &standings)
    for task in PredictionTasks.all where filter.task == nil || filter.task == task.name {
      groups += measured(standings, external, task, reported)
      if let group = reported.group(of: task) { groups.append(group) }
    }
  }

  private struct Standing {
    var task: String
    var protocolName: String
    var protocolFingerprint: String
    var cohort: Leaderboard.Cohort
    var split: String
    var row: Leaderboard.Row
    var fingerprints: [String] { [protocolFingerprint, cohort.fingerprint ?? "", split] }
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
    let condition = filter.includesEverySubset ? "" : "WHERE subset = ?"
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT standing, population, cohort, subset, cohort_name, \(numbers), is_synthetic
        FROM summaries JOIN cohorts ON cohorts.fingerprint = cohort \(condition)
        """, arguments: filter.includesEverySubset ? [] : [filter.subset])
    var external = [Int64: [External]]()
    while let row = try rows.next() {
      let (standing, population, subset): (Int64, String, String) = (row[0], row[1], row[3])
      guard standings[standing] != nil, let population = Population(rawValue: population) else { continue }
      func average(_ column: Int) -> Leaderboard.Average {
        let n: Int = row[column + 2]
        // The spread of one subject is unknown, whatever the column holds.
        return .init(
          mean: row[column], deviation: n > 1 ? row[column + 1] : nil, n: n, low: row[column + 3],
          high: row[column + 4])
      }
      let scores = Leaderboard.Scores(rmse: average(5), mae: average(10), r2: average(15))
      guard population != .healthy else {
        standings[standing]?.row.healthy[subset] = scores
        continue
      }
      let cohort = Leaderboard.Cohort(name: row[4], fingerprint: row[2], population: population, isSynthetic: row[20])
      var all = external[standing] ?? []
      let place = all.firstIndex { $0.cohort.identity == cohort.identity } ?? all.count
      if place == all.count { all.append(External(cohort: cohort)) }
      all[place].scores[subset] = scores
      external[standing] = all
    }
    return external
  }

  /// One table for each protocol, cohort, split and external cohort.
  private func measured(
    _ standings: [Int64: Standing], _ external: [Int64: [External]], _ task: any PredictionTask,
    _ reported: ReportedTables
  ) -> [Leaderboard.Group] {
    let own = standings.filter { $0.value.task == task.name }
    let tables = Dictionary(grouping: own) { $0.value.fingerprints }
    let groups = tables.values.flatMap { members -> [Leaderboard.Group] in
      let cohorts = Set(members.flatMap { external[$0.key] ?? [] }.map(\.cohort.identity)).sorted {
        $0.lexicographicallyPrecedes($1)
      }
      let wanted: [[String]?] = cohorts.isEmpty ? [nil] : cohorts
      return wanted.compactMap { identity in
        group(
          members.map { id, standing in
            (standing, (external[id] ?? []).first { $0.cohort.identity == identity })
          }, task, reported)
      }
    }
    return groups.sorted { $0.order.lexicographicallyPrecedes($1.order) }
  }

  private func group(
    _ members: [(standing: Standing, external: External?)], _ task: any PredictionTask, _ reported: ReportedTables
  ) -> Leaderboard.Group? {
    // The smallest name stands for all, so that the order of recording does not show.
    guard var first = members.first?.standing else { return nil }
    first.protocolName = members.map(\.standing.protocolName).min() ?? first.protocolName
    first.cohort.name = members.map(\.standing.cohort.name).min() ?? first.cohort.name
    var external = members.compactMap(\.external?.cohort).min { $0.name < $1.name }
    if external?.fingerprint == first.cohort.fingerprint {
      // Weights that were tested on patients and on nobody else: the cohort is theirs.
      first.cohort.population = external?.population ?? .healthy
      external?.name = first.cohort.name
    }
    let rows = members.map { standing, external in
      var row = standing.row
      row.external = external?.scores ?? [:]
      row.reported = reported.scores(of: row.entry, task)
      return row
    }
    return Leaderboard.Group(
      isReported: false, task: task.name, unit: task.unit, protocolName: first.protocolName,
      protocolFingerprint: first.protocolFingerprint, cohort: first.cohort, split: first.split, external: external,
      rows: rows)
  }
}

extension Leaderboard.Cohort {
  /// What tells external cohorts apart: whose trials and which, whatever they are called.
  fileprivate var identity: [String] { [population.rawValue, fingerprint ?? ""] }
}

extension Leaderboard.Group {
  /// Measured cohorts first; then by what people read, then by fingerprints.
  fileprivate var order: [String] {
    [
      cohort.isSynthetic ? "1" : "0", protocolName ?? "", cohort.name, protocolFingerprint ?? "",
      cohort.fingerprint ?? "", split ?? "", external?.population.rawValue ?? "", external?.fingerprint ?? "",
    ]
  }
}
