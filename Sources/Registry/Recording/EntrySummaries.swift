import Foundation
import GRDB
import Scores

/// Summarises standings: what a leaderboard shows of an entry, over subjects and seeds.
///
/// The scores of a subject are averaged over the seeds first, so that n is a number of people.
struct EntrySummaries {
  let database: Database

  /// Summarises a standing from the latest scores of its runs.
  func summarise(_ standing: Int64) throws {
    try describe(standing)
    let bootstrap = try bootstrap(of: standing)
    try database.cachedStatement(sql: "DELETE FROM summaries WHERE standing = ?").execute(arguments: [standing])
    for part in try parts(of: standing) {
      var numbers = [Double]()
      var counts = [Int]()
      for metric in Metric.allCases {
        guard let summary = Summary(part.subjects.map { $0[metric.rawValue] ?? .nan }, bootstrap) else { continue }
        numbers += [summary.mean, summary.deviation ?? 0, summary.low, summary.high]
        counts.append(summary.n)
      }
      guard counts.count == Metric.allCases.count else { continue }
      let columns = Metric.allCases.flatMap { metric in
        ["mean", "sd", "low", "high"].map { "\(metric.rawValue)_\($0)" }
      }
      let names =
        ["standing", "population", "cohort", "subset", "cohort_name"] + columns
        + Metric.allCases.map { "\($0.rawValue)_n" }
      var arguments: StatementArguments = [standing, part.population, part.cohort, part.subset, part.cohortName]
      arguments += StatementArguments(numbers)
      arguments += StatementArguments(counts)
      let places = names.map { _ in "?" }.joined(separator: ", ")
      try database.cachedStatement(
        sql: "INSERT INTO summaries (\(names.joined(separator: ", "))) VALUES (\(places))"
      ).execute(arguments: arguments)
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

  private func parts(of standing: Int64) throws -> [Part] {
    // The order of names decides in which order numbers are added, so it must not depend on that of recording.
    let rows = try Row.fetchCursor(
      database.cachedStatement(
        sql: """
          SELECT results.population, results.cohort, min(results.cohort_name) OVER cohort, scores.subset,
            scores.subject, scores.rmse, scores.mae, scores.r2
          FROM runs JOIN results ON results.run = runs.id JOIN scores ON scores.result = results.id
          WHERE runs.standing = ? AND scores.output = ''
            AND NOT EXISTS (SELECT 1 FROM results later WHERE later.supersedes = results.id)
          WINDOW cohort AS (PARTITION BY results.population, results.cohort)
          ORDER BY results.population, results.cohort, scores.subset, scores.subject, runs.name
          """), arguments: [standing])
    var parts = [Part]()
    var collected = [(subject: String, scores: [[Double]])]()
    func close() {
      guard !parts.isEmpty else { return }
      parts[parts.count - 1].subjects = collected.map { subject in
        var means = [String: Double]()
        for (index, metric) in Metric.allCases.enumerated() {
          means[metric.rawValue] = Summary.mean(subject.scores.map { $0[index] })
        }
        return means
      }
      collected = []
    }
    while let row = try rows.next() {
      let (population, cohort, name): (String, String, String) = (row[0], row[1], row[2])
      let (subset, subject): (String, String) = (row[3], row[4])
      if let last = parts.last, last.population == population, last.cohort == cohort, last.subset == subset {
      } else {
        close()
        parts.append(
          Part(population: population, cohort: cohort, cohortName: name, subset: subset, subjects: []))
      }
      // In the order of Metric.allCases.
      let scores: [Double] = [row[5], row[6], row[7]]
      if collected.last?.subject == subject {
        collected[collected.count - 1].scores.append(scores)
      } else {
        collected.append((subject, [scores]))
      }
    }
    close()
    return parts
  }

  /// Writes beside the standing what its runs are called.
  private func describe(_ standing: Int64) throws {
    let runs = try Row.fetchAll(
      database.cachedStatement(
        sql: "SELECT name, seed, protocol_name, cohort_name, begun FROM runs WHERE standing = ? ORDER BY name"),
      arguments: [standing])
    let artifacts = try String.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT DISTINCT run_artifacts.artifact FROM runs JOIN run_artifacts ON run_artifacts.run = runs.id
          WHERE runs.standing = ?1
          UNION SELECT results.artifact FROM runs JOIN results ON results.run = runs.id
          WHERE runs.standing = ?1 AND results.artifact IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM results later WHERE later.supersedes = results.id)
          ORDER BY 1
          """), arguments: [standing])
    func smallest(_ column: Int) -> String { runs.map { $0[column] as String }.min() ?? "" }
    let seeds = Set(runs.compactMap { UInt64($0[1] as String) }).sorted()
    try database.cachedStatement(
      sql: """
        UPDATE standings SET protocol_name = ?, cohort_name = ?, seeds = ?, runs = ?, artifacts = ?, latest = ?
        WHERE id = ?
        """
    ).execute(arguments: [
      smallest(2), smallest(3), seeds.map(String.init).joined(separator: " "),
      runs.map { $0[0] as String }.joined(separator: "\n"), artifacts.joined(separator: " "),
      runs.compactMap { $0[4] as String? }.max(), standing,
    ])
  }

  /// How the standing's protocol draws intervals.
  private func bootstrap(of standing: Int64) throws -> Bootstrap {
    let canonical = try String.fetchOne(
      database.cachedStatement(
        sql: "SELECT canonical FROM protocols JOIN standings ON protocol = fingerprint WHERE standings.id = ?"),
      arguments: [standing])
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
    let numbers = try? JSONDecoder().decode(Rules.self, from: Data(canonical.utf8)).rules.scoring.bootstrap
    self.init(samples: min(max(numbers?.samples ?? 10000, 0), 1_000_000), seed: numbers?.seed ?? 0)
  }
}
