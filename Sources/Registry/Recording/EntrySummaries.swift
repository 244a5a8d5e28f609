import Formats
import Foundation
import GRDB
import Scores

/// Summarises lines of the leaderboard: what a leaderboard shows of an entry, over subjects and seeds.
///
/// The scores of a subject are averaged over the seeds first, so that n is a number of people.
struct EntrySummaries {
  let database: Database

  /// Summarises a line from the latest scores of its runs.
  func summarise(_ line: Int64) throws {
    try describe(line)
    try database.cachedStatement(sql: "DELETE FROM summaries WHERE board_row = ?").execute(arguments: [line])
    for row in try rows(of: line) {
      let names = row.keys.sorted()
      try database.cachedStatement(
        sql: "INSERT INTO summaries (\(names.joined(separator: ", "))) "
          + "VALUES (\(names.map { _ in "?" }.joined(separator: ", ")))"
      ).execute(arguments: StatementArguments(names.map { row[$0] ?? .null }))
    }
  }

  /// The summaries of a line as the table holds them, by column; a metric that is undefined for everybody is null.
  func rows(of line: Int64) throws -> [[String: DatabaseValue]] {
    let bootstrap = try bootstrap(of: line)
    return try parts(of: line).map { part in
      var row: [String: DatabaseValue] = [
        "board_row": line.databaseValue, "population": part.population.databaseValue,
        "cohort": part.cohort.databaseValue, "subset": part.subset.databaseValue,
        "cohort_name": part.cohortName.databaseValue,
      ]
      for metric in Metric.allCases {
        let summary = Summary(part.subjects.map { $0[metric.rawValue] ?? .nan }, bootstrap)
        let numbers: [(String, Double?)] = [
          ("mean", summary?.mean), ("sd", summary?.deviation), ("low", summary?.low), ("high", summary?.high),
        ]
        for (part, number) in numbers { row["\(metric.rawValue)_\(part)"] = number?.databaseValue ?? .null }
        row["\(metric.rawValue)_n"] = (summary?.n ?? 0).databaseValue
      }
      return row
    }
  }

  /// Scores of one cohort and subset, a mean over seeds for each subject, subjects in sorted order.
  private struct Part {
    var population: String
    var cohort: String
    var cohortName: String
    var subset: String
    var subjects: [[String: Double]]
  }

  private func parts(of line: Int64) throws -> [Part] {
    // The order of names decides in which order numbers are added, so it must not depend on that of recording.
    let rows = try Row.fetchCursor(
      database.cachedStatement(
        sql: """
          SELECT results.population AS population, results.cohort AS cohort,
            min(results.cohort_name) OVER cohort AS cohort_name, scores.subset AS subset,
            scores.subject AS subject, scores.rmse AS rmse, scores.mae AS mae, scores.r2 AS r2
          FROM runs JOIN results ON results.run = runs.id JOIN scores ON scores.result = results.id
          WHERE runs.board_row = ? AND scores.output = ''
            AND NOT EXISTS (SELECT 1 FROM results later WHERE later.supersedes = results.id)
          WINDOW cohort AS (PARTITION BY results.population, results.cohort)
          ORDER BY results.population, results.cohort, scores.subset, scores.subject, runs.name
          """), arguments: [line])
    var parts = [Part]()
    var collected = [(subject: String, scores: [[Double]])]()
    // Undefined for a seed is left out; undefined for all of them stays undefined.
    func mean(_ numbers: [Double]) -> Double {
      let defined = numbers.filter(\.isFinite)
      return defined.isEmpty ? .nan : Summary.mean(defined)
    }
    func close() {
      guard !parts.isEmpty else { return }
      parts[parts.count - 1].subjects = collected.map { subject in
        var means = [String: Double]()
        for (index, metric) in Metric.allCases.enumerated() {
          means[metric.rawValue] = mean(subject.scores.map { $0[index] })
        }
        return means
      }
      collected = []
    }
    while let row = try rows.next() {
      let (population, cohort, name): (String, String, String) = (row["population"], row["cohort"], row["cohort_name"])
      let (subset, subject): (String, String) = (row["subset"], row["subject"])
      if let last = parts.last, last.population == population, last.cohort == cohort, last.subset == subset {
      } else {
        close()
        parts.append(
          Part(population: population, cohort: cohort, cohortName: name, subset: subset, subjects: []))
      }
      let scores = Metric.allCases.map { row[$0.rawValue] as Double? ?? .nan }
      if collected.last?.subject == subject {
        collected[collected.count - 1].scores.append(scores)
      } else {
        collected.append((subject, [scores]))
      }
    }
    close()
    return parts
  }

  /// Writes beside the line what its runs are called.
  private func describe(_ line: Int64) throws {
    let runs = try Row.fetchAll(
      database.cachedStatement(
        sql:
          "SELECT name, seed, protocol_name, cohort_name, begun, is_sealed FROM runs WHERE board_row = ? ORDER BY name"),
      arguments: [line])
    let artifacts = try String.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT DISTINCT run_artifacts.artifact FROM runs JOIN run_artifacts ON run_artifacts.run = runs.id
          WHERE runs.board_row = ?1
          UNION SELECT results.artifact FROM runs JOIN results ON results.run = runs.id
          WHERE runs.board_row = ?1 AND results.artifact IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM results later WHERE later.supersedes = results.id)
          ORDER BY 1
          """), arguments: [line])
    let marks = try String.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT DISTINCT results.marks FROM runs JOIN results ON results.run = runs.id
          WHERE runs.board_row = ? AND results.marks <> ''
            AND NOT EXISTS (SELECT 1 FROM results later WHERE later.supersedes = results.id)
          """), arguments: [line])
    func smallest(_ column: String) -> String { runs.map { $0[column] as String }.min() ?? "" }
    let seeds = Set(runs.compactMap { UInt64($0["seed"] as String) }).sorted()
    try database.cachedStatement(
      sql: """
        UPDATE board_rows SET protocol_name = ?, cohort_name = ?, seeds = ?, runs = ?, artifacts = ?, latest = ?,
          is_sealed = ?, marks = ?
        WHERE id = ?
        """
    ).execute(arguments: [
      smallest("protocol_name"), smallest("cohort_name"), seeds.map(String.init).joined(separator: " "),
      runs.map { $0["name"] as String }.joined(separator: "\n"), artifacts.joined(separator: " "),
      runs.compactMap { $0["begun"] as String? }.max(), runs.allSatisfy { $0["is_sealed"] },
      Set(marks.flatMap { $0.split(separator: "\n").map(String.init) }).sorted().joined(separator: "\n"), line,
    ])
  }

  /// How the line's protocol draws intervals.
  private func bootstrap(of line: Int64) throws -> Bootstrap {
    let canonical = try String.fetchOne(
      database.cachedStatement(
        sql: "SELECT canonical FROM protocols JOIN board_rows ON protocol = fingerprint WHERE board_rows.id = ?"),
      arguments: [line])
    return Bootstrap(ofRules: canonical ?? "")
  }
}

extension Bootstrap {
  private struct Rules: Decodable {
    struct Scoring: Decodable { var scoring: Drawing }
    struct Drawing: Decodable { var bootstrap: Numbers }
    struct Numbers: Decodable {
      var samples: Int
      var seed: UInt64
    }
    var rules: Scoring
  }

  /// The bootstrap that a protocol's canonical rules name, else that of the published benchmark's protocol.
  init(ofRules canonical: String) {
    let numbers = try? JSONText.decode(Rules.self, Data(canonical.utf8)).rules.scoring.bootstrap
    self.init(samples: min(max(numbers?.samples ?? 10000, 0), 1_000_000), seed: numbers?.seed ?? 0)
  }
}
