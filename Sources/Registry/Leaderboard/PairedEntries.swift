import Faults
import Foundation
import GRDB
import Protocols
import Runs
import Scores

/// Entries that sat the same examination, held against each other by subject.
public struct PairedEntries: Codable, Sendable, Equatable {
  /// The task.
  public var task: String
  /// The unit of differences of RMSE and MAE.
  public var unit: String
  /// The cohort whose subjects are paired.
  public var cohort: Leaderboard.Cohort
  /// One sentence that says what was compared.
  public var sentence: String
  /// The labels of the entries, in the order asked for.
  public var entries: [String]
  /// The tests: by output, subset, metric and pair; a subject's scores are means over seeds.
  public var pairs: [Comparison.Pair]
  /// What keeps an entry from a rank, or has to be known of its scores; nil for nothing.
  public var notes: [String]?
  /// Each entry's means over the people of its folds; nil for tests, whose means the leaderboard has.
  public var means: [Mean]?

  /// A mean over people, all outputs pooled.
  public struct Mean: Codable, Sendable, Equatable {
    /// The label of the entry.
    public var entry: String
    /// What is averaged.
    public var metric: Metric
    /// `overall`, or the label of a cadence.
    public var subset: String
    /// The number of people.
    public var n: Int
    /// The mean over them.
    public var mean: Double
  }

  /// Compares entries in every examination that all of them sat.
  ///
  /// - Parameters:
  ///   - names: at least two entries; `name@` with an origin or the first digits of a fingerprint tells two of a name
  ///     apart.
  ///   - registry: where their scores are.
  /// - Returns: one comparison for each table of the leaderboard and each cohort on which at least two were tested.
  /// - Throws: ``Fault``: `usage` when a name is ambiguous or there are fewer than two; `missing` when they sat no
  ///   common examination, saying which ones each sat.
  public static func all(
    _ names: [String], in registry: RegistryIndex, _ manifests: [Manifest], current: [String: String] = [:]
  ) throws
    -> [PairedEntries]
  {
    try checkNames(names)
    let board = try Leaderboard(registry, manifests, current: current)
    let measured = board.groups.filter { !$0.isReported }
    for name in names where !measured.contains(where: { $0.rows.contains { $0.answers(to: name) } }) {
      let known = Set(measured.flatMap { $0.rows.map(\.entry) }).sorted()
      throw Fault(
        .missing,
        "Nothing of '\(name)' has been measured.\(nearest(name, in: known).map { " Did you mean '\($0)'?" } ?? "") "
          + "Measured: "
          + "\(known.isEmpty ? "nothing yet" : known.joined(separator: ", ")). (hipzoo leaderboard)")
    }
    let shared = measured.filter { group in names.allSatisfy { name in group.rows.contains { $0.answers(to: name) } } }
    guard !shared.isEmpty else { throw Fault(.missing, noCommonExamination(names, measured)) }
    return try shared.flatMap { try comparisons(names, in: $0, registry) }
  }

  static func checkNames(_ names: [String]) throws {
    guard Set(names).count == names.count, names.count > 1 else {
      throw Fault(.usage, "Name at least two entries, each once.")
    }
  }

  private static func noCommonExamination(_ names: [String], _ groups: [Leaderboard.Group]) -> String {
    let sat = names.map { name in
      let own = groups.filter { $0.rows.contains { $0.answers(to: name) } }
      let places = own.map { "\($0.task) by \($0.protocolName ?? "") on \($0.cohort.name)" }
      return "\(name): \(places.joined(separator: "; "))"
    }
    return
      "No examination has all of \(names.joined(separator: ", ")); scores of different protocols, cohorts or splits "
      + "are not compared. \(sat.joined(separator: ". "))."
  }

  private static func comparisons(
    _ names: [String], in group: Leaderboard.Group, _ registry: RegistryIndex
  ) throws -> [PairedEntries] {
    let rows = try names.map { name in
      let all = group.rows.filter { $0.answers(to: name) }
      // Of versions of an entry the present one is meant, unless digits of a fingerprint name another.
      let present = all.filter { !$0.isPast }
      let fitting = present.isEmpty || EntryWord(name).isExact ? all : present
      guard let row = fitting.first, fitting.count == 1 else {
        let choices = fitting.map { "\($0.entry)@\(($0.fingerprint ?? "").prefix(8)) (\($0.origin?.rawValue ?? ""))" }
        throw Fault(.usage, "'\(name)' is more than one: \(choices.joined(separator: ", ")). Name one of them.")
      }
      return (name: name, row: row)
    }
    var cohorts = [group.cohort]
    if let external = group.external, external != group.cohort { cohorts.append(external) }
    return try cohorts.compactMap { cohort in
      let entries = try rows.map { Comparison.NamedTables($0.name, try registry.scores(of: $0.row, on: cohort)) }
        .filter { !$0.tables.isEmpty }
      guard entries.count > 1 else { return nil }
      let missing = names.filter { name in !entries.contains { $0.name == name } }
      let note = missing.isEmpty ? "" : " Not tested there: \(missing.joined(separator: ", "))."
      let notes = rows.filter { !$0.row.marks.isEmpty }.map { "\($0.name): \($0.row.marks.joined(separator: "; "))" }
      return PairedEntries(
        task: group.task, unit: group.unit, cohort: cohort,
        sentence: "\(group.task) by protocol \(group.protocolName ?? ""), paired by subject of "
          + "\(cohort.isSynthetic ? "the synthetic cohort " : "")\(cohort.name) (\(cohort.population.rawValue)).\(note)",
        entries: entries.map(\.name), pairs: Comparison.pairs(entries), notes: notes.isEmpty ? nil : notes)
    }
  }
}

extension Leaderboard.Row {
  /// Whether a person's word means this row.
  fileprivate func answers(to word: String) -> Bool { EntryWord(word).means(entry, fingerprint ?? "", origin) }
}

extension RegistryIndex {
  /// The latest scores of a leaderboard row's runs on a cohort, a table a run.
  ///
  /// - Throws: ``Fault`` of kind `io`.
  public func scores(of row: Leaderboard.Row, on cohort: Leaderboard.Cohort) throws -> [ScoreTable] {
    try file.read { database in
      try row.runs.compactMap { run in
        // By the order of recording: subjects, then subsets, then outputs as the run's file has them.
        let scores = try Row.fetchAll(
          database,
          sql: """
            SELECT subject, subset, output, scores.trials AS trials, rmse, mae, r2
            FROM runs JOIN results ON results.run = runs.id JOIN scores ON scores.result = results.id
            WHERE runs.name = ? AND results.population = ? AND results.cohort = ?
              AND NOT EXISTS (SELECT 1 FROM results later WHERE later.supersedes = results.id)
            ORDER BY subject, subset = 'overall' DESC, subset, output
            """, arguments: [run, cohort.population.rawValue, cohort.fingerprint]
        ).map { row in
          let output: String = row["output"]
          return SubjectScore(
            subject: row["subject"], subset: row["subset"], output: output.isEmpty ? nil : output,
            trials: row["trials"], rmse: row["rmse"],
            mae: row["mae"], r2: row["r2"])
        }
        return scores.isEmpty ? nil : ScoreTable(scores: scores)
      }
    }
  }
}
