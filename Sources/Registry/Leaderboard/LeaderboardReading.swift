import Faults
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
  private let selection: ExternalSelection
  private let current: [String: String]

  /// - Throws: what SQLite says.
  init(_ database: Database, _ filter: Leaderboard.Filter, current: [String: String]) throws {
    (self.filter, self.current) = (filter, current)
    selection = try ExternalSelection(database)
    let reported = try ReportedTables(database, filter)
    var lines = try lines(database)
    let external = try summaries(database, into: &lines)
    for task in PredictionTasks.all where filter.task == nil || filter.task == task.name {
      groups += measured(lines, external, task, reported)
      if let group = reported.group(of: task).flatMap(chosen) { groups.append(group) }
    }
  }

  private struct Line {
    var task: String
    var protocolName: String
    var protocolFingerprint: String
    var cohort: Leaderboard.Cohort
    var split: String
    var row: Leaderboard.Row
    var comparability: Comparability {
      .init(task: task, rules: protocolFingerprint, cohort: cohort.fingerprint ?? "", split: split)
    }
  }

  private struct External {
    var cohort: Leaderboard.Cohort
    var scores: [String: Leaderboard.Scores] = [:]
  }

  private func lines(_ database: Database) throws -> [Int64: Line] {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT board_rows.id AS id, entries.task AS task, protocol_name, protocol, cohort_name, cohort, is_synthetic, doi, labels, split,
          origin, entries.name AS entry_name, entries.fingerprint AS entry_fingerprint, architecture, parameters, weights, track, seeds,
          runs, artifacts, latest, is_sealed, marks
        FROM board_rows JOIN entries ON entries.id = entry JOIN cohorts ON cohorts.fingerprint = cohort
        WHERE ?1 IS NULL OR entries.task = ?1
        """, arguments: [filter.task])
    func words(_ text: String, _ separator: Character) -> [String] { text.split(separator: separator).map(String.init) }
    var lines = [Int64: Line]()
    while let row = try rows.next() {
      let isSealed: Bool = row["is_sealed"]
      let (entry, fingerprint): (String, String) = (row["entry_name"], row["entry_fingerprint"])
      let isTrained = row["origin"] == RunDescription.Origin.trained.rawValue
      let isPast = isSealed && isTrained && current[entry].map { $0 != fingerprint } ?? false
      let track = Track(rawValue: row["track"]) ?? .fixed
      let notes =
        words(row["marks"], "\n") + (isSealed ? [] : ["not sealed, code unknown"])
        + (isPast ? ["an earlier version: the entry's code or configuration has changed since"] : [])
        + (track == .fixed ? [] : ["track '\(track.rawValue)'"])
      let label = (row["weights"] as String?).map { Data($0.utf8) }
      let cohort = Leaderboard.Cohort(
        name: row["cohort_name"], fingerprint: row["cohort"], population: .healthy, isSynthetic: row["is_synthetic"],
        doi: row["doi"],
        labels: row["labels"])
      let seeds: [UInt64] = words(row["seeds"], " ").compactMap { UInt64($0) }
      let weights = label.flatMap { try? JSONText.decode(WeightsLabel.self, $0) }
      let shown = Leaderboard.Row(
        rank: nil, entry: entry, fingerprint: fingerprint, architecture: row["architecture"],
        parameters: row["parameters"], origin: RunDescription.Origin(rawValue: row["origin"]), weights: weights,
        seeds: seeds, runs: words(row["runs"], "\n"), artifacts: words(row["artifacts"], " "), begun: row["latest"],
        isSealed: isSealed, isPast: isPast, marks: notes, healthy: [:], external: [:], reported: [:], source: nil,
        track: track == .fixed ? nil : track)
      lines[row["id"]] = Line(
        task: row["task"], protocolName: row["protocol_name"], protocolFingerprint: row["protocol"], cohort: cohort,
        split: row["split"], row: shown)
    }
    return lines
  }

  /// Puts the healthy scores into their rows and returns those of external cohorts.
  private func summaries(_ database: Database, into lines: inout [Int64: Line]) throws -> [Int64: [External]] {
    let numbers = Metric.allCases.map(\.rawValue)
      .map { "\($0)_mean, \($0)_sd, \($0)_n, \($0)_low, \($0)_high" }.joined(separator: ", ")
    let condition = filter.includesEverySubset ? "" : "WHERE subset = ?"
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT board_row, population, cohort, subset, cohort_name, is_synthetic, doi, labels, \(numbers)
        FROM summaries JOIN cohorts ON cohorts.fingerprint = cohort \(condition)
        """, arguments: filter.includesEverySubset ? [] : [filter.subset])
    var external = [Int64: [External]]()
    while let row = try rows.next() {
      let (line, subset): (Int64, String) = (row["board_row"], row["subset"])
      guard lines[line] != nil, let population = Population(rawValue: row["population"]) else { continue }
      func average(_ metric: Metric) -> Leaderboard.Average {
        func number(_ part: String) -> Double? { row["\(metric.rawValue)_\(part)"] }
        // The spread of one subject is unknown.
        return .init(
          mean: number("mean") ?? .nan, deviation: number("sd"), n: row["\(metric.rawValue)_n"], low: number("low"),
          high: number("high"))
      }
      let scores = Leaderboard.Scores(rmse: average(.rmse), mae: average(.mae), r2: average(.r2))
      guard population != .healthy else {
        lines[line]?.row.healthy[subset] = scores
        continue
      }
      let cohort = Leaderboard.Cohort(
        name: row["cohort_name"], fingerprint: row["cohort"], population: population, isSynthetic: row["is_synthetic"],
        doi: row["doi"], labels: row["labels"])
      var all = external[line] ?? []
      let place = all.firstIndex { $0.cohort.identity == cohort.identity } ?? all.count
      if place == all.count { all.append(External(cohort: cohort)) }
      all[place].scores[subset] = scores
      external[line] = all
    }
    return external
  }

  /// One table for each protocol, cohort, split and external cohort.
  private func measured(
    _ lines: [Int64: Line], _ external: [Int64: [External]], _ task: any PredictionTask,
    _ reported: ReportedTables
  ) -> [Leaderboard.Group] {
    let own = lines.filter { $0.value.task == task.name }
    let tables = Dictionary(grouping: own) { $0.value.comparability }
    let groups = tables.values.flatMap { members -> [Leaderboard.Group] in
      let cohorts = Set(members.flatMap { external[$0.key] ?? [] }.map(\.cohort.identity)).sorted {
        $0.lexicographicallyPrecedes($1)
      }
      // The same trials under the name of another population are a table of their own: nobody is external to himself.
      let own = members.first?.value.cohort.fingerprint
      let isApart = cohorts.allSatisfy { $0.last == own } && members.contains { !$0.value.row.healthy.isEmpty }
      let wanted: [[String]?] = (isApart ? [nil] : []) + cohorts
      return (wanted.isEmpty ? [nil] : wanted).compactMap { identity in
        let tested = members.map { id, line in
          (id: id, line: line, external: (external[id] ?? []).first { $0.cohort.identity == identity })
        }
        guard identity?.last == own else { return group(tested, task, reported) }
        return group(
          tested.filter { $0.external != nil }.map { id, line, external in
            var line = line
            line.row.healthy = [:]
            return (id, line, external)
          }, task, reported)
      }
    }
    return groups.sorted { $0.order.lexicographicallyPrecedes($1.order) }
  }

  /// The table of the entries that are asked for, with a word on how many others there are; nil without any.
  private func chosen(_ group: Leaderboard.Group) -> Leaderboard.Group? {
    guard !filter.entries.isEmpty else { return group }
    var group = group
    let all = group.rows
    group.rows.removeAll { $0.origin != .baseline && !filter.entries.contains($0.entry) }
    guard group.rows.contains(where: { $0.origin != .baseline }) else { return nil }
    let left = all.count - group.rows.count
    if left > 0 {
      group.notes.append(
        "\(counted(left, "other row")) left out, since not asked for; ranks and tests are among the rows shown.")
    }
    return group
  }

  private func group(
    _ members: [(id: Int64, line: Line, external: External?)], _ task: any PredictionTask, _ reported: ReportedTables
  ) -> Leaderboard.Group? {
    // The smallest name stands for all, so that the order of recording does not show.
    guard var first = members.first?.line else { return nil }
    first.protocolName = members.map(\.line.protocolName).min() ?? first.protocolName
    first.cohort.name = members.map(\.line.cohort.name).min() ?? first.cohort.name
    var external = members.compactMap(\.external?.cohort).min { $0.name < $1.name }
    if external?.fingerprint == first.cohort.fingerprint {
      // Weights that were tested on patients and on nobody else: the cohort is theirs.
      first.cohort.population = external?.population ?? .healthy
      external?.name = first.cohort.name
    }
    let isBeside = external.map { $0.fingerprint != first.cohort.fingerprint } ?? false
    // The protocol selects among those that train by it.
    let candidates = members.filter { $0.line.row.canBeRanked && $0.line.row.isFixed }
      .sorted { ($0.line.row.entry, $0.line.row.runs.first ?? "") < ($1.line.row.entry, $1.line.row.runs.first ?? "") }
      .map(\.id)
    let selected = isBeside ? selection.selected(by: first.protocolFingerprint, among: candidates) : nil
    let rows = members.map { id, line, external in
      var row = line.row
      row.isExternalEntry = id == selected
      row.external = external?.scores ?? [:]
      row.reported = reported.scores(of: row.entry, task)
      return row
    }
    return chosen(
      Leaderboard.Group(
        isReported: false, task: task.name, unit: task.unit, protocolName: first.protocolName,
        protocolFingerprint: first.protocolFingerprint, cohort: first.cohort, split: first.split, external: external,
        rows: rows))
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
