import Formats
import Foundation
import GRDB
import Protocols

/// Which entry of a table a protocol selects for the external cohort; the others are tested there, too, and beside it.
struct ExternalSelection {
  /// What a protocol's canonical rules say of it.
  private struct Rules: Decodable {
    struct Scoring: Decodable { var scoring: Choice }
    struct Choice: Decodable {
      var externalEntry: String
      private enum CodingKeys: String, CodingKey { case externalEntry = "external_entry" }
    }
    var rules: Scoring
  }

  /// The mean RMSE over the healthy test subjects, all trials, by line.
  private let healthy: [Int64: Double]
  private let rules: [String: String]

  /// - Throws: what SQLite says.
  init(_ database: Database) throws {
    var healthy = [Int64: Double]()
    for row in try Row.fetchAll(
      database,
      sql: "SELECT board_row, rmse_mean FROM summaries WHERE subset = 'overall' AND population = 'healthy'")
    { healthy[row["board_row"]] = row["rmse_mean"] }
    var rules = [String: String]()
    for row in try Row.fetchAll(database, sql: "SELECT fingerprint, canonical FROM protocols") {
      let canonical: String = row["canonical"]
      rules[row["fingerprint"]] = canonical
    }
    (self.healthy, self.rules) = (healthy, rules)
  }

  /// The line that a protocol selects among some, the first of equals; nil where it selects all or nobody was tested.
  func selected(by fingerprint: String, among lines: [Int64]) -> Int64? {
    let canonical = Data((rules[fingerprint] ?? "").utf8)
    guard let choice = try? JSONText.decode(Rules.self, canonical).rules.scoring.externalEntry,
      choice == ScoringRules.ExternalEntries.best.rawValue
    else { return nil }
    return lines.filter { healthy[$0] != nil }.min { (healthy[$0] ?? 0) < (healthy[$1] ?? 0) }
  }
}
