import GRDB
import Protocols

extension RegistryIndex {
  /// Takes up what manifests report, in place of what they reported before; writes only when something differs.
  ///
  /// - Throws: ``Fault`` of kind `io`.
  public func record(reportedBy manifests: [Manifest]) throws {
    let rows = ReportedRow.rows(of: manifests)
    let known = try file.read { try ReportedRow.all(in: $0) }
    guard known != rows.map(\.values) else { return }
    try file.write { try ReportedRow.replace(rows, in: $0) }
  }
}

/// One reported score as the table holds it.
struct ReportedRow {
  let entry: Manifest
  let place: Int
  let score: ReportedScore

  /// The rows of manifests, in the table's order.
  static func rows(of manifests: [Manifest]) -> [ReportedRow] {
    manifests.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }.flatMap { entry in
      entry.reported.enumerated().map { ReportedRow(entry: entry, place: $0, score: $1) }
    }
  }

  private static let columns = [
    "entry", "place", "task", "cohort", "subset", "rmse", "rmse_sd", "mae", "mae_sd", "r2", "r2_sd", "n", "source",
  ]

  var values: [DatabaseValue] {
    [
      entry.name.databaseValue, place.databaseValue, entry.task.name.databaseValue, score.cohort.databaseValue,
      score.subset.databaseValue, score.rmse.databaseValue, score.rmseDeviation?.databaseValue ?? .null,
      score.mae.databaseValue, score.maeDeviation?.databaseValue ?? .null, score.r2.databaseValue,
      score.r2Deviation?.databaseValue ?? .null, score.subjects?.databaseValue ?? .null, score.source.databaseValue,
    ]
  }

  static func all(in database: Database) throws -> [[DatabaseValue]] {
    let rows = try Row.fetchAll(
      database, sql: "SELECT \(columns.joined(separator: ", ")) FROM reported ORDER BY entry, place")
    return rows.map { row in columns.indices.map { row[$0] as DatabaseValue } }
  }

  static func replace(_ rows: [ReportedRow], in database: Database) throws {
    try database.execute(sql: "DELETE FROM reported")
    let places = columns.map { _ in "?" }.joined(separator: ", ")
    for row in rows {
      try database.execute(
        sql: "INSERT INTO reported (\(columns.joined(separator: ", "))) VALUES (\(places))",
        arguments: StatementArguments(row.values))
    }
  }
}
