import Faults
import Formats
import Foundation
import GRDB

/// One step of the database's layout; it is never edited once it has shipped.
///
/// The digest of each step's text is kept in the database, so a step that was edited afterwards is found out.
struct Migration {
  /// Its number, from 1; the database's `user_version` is that of the last one.
  let number: Int
  /// What it is for.
  let name: String
  /// Its statements.
  let sql: String

  /// SHA-256 of the statements.
  var digest: String { Digest.sha256(of: Data(sql.utf8)) }

  /// Every step, in order.
  static let all = [first]

  /// Brings a database up to the last step, in the transaction that is open.
  ///
  /// - Throws: ``Fault`` (data) when the file is another program's, is newer than this program, or a step was edited.
  static func apply(_ steps: [Migration] = all, in database: Database) throws {
    let (application, version) = try identity(of: database)
    if application == 0, version == 0, try isEmpty(database) {
      try database.execute(
        sql: """
          CREATE TABLE migrations (
            number INTEGER PRIMARY KEY CHECK (number > 0), name TEXT NOT NULL, sha256 TEXT NOT NULL
          ) STRICT
          """)
    } else if application != applicationID {
      throw Fault(
        .data, "it is an SQLite file of another program; move it away and run: hipzoo registry rebuild.")
    }
    guard version <= steps.count else {
      throw Fault(
        .data,
        "its layout is version \(version), this hipzoo (\(hipzooVersion)) knows version \(steps.count); use the newer "
          + "hipzoo that wrote it.")
    }
    try compare(steps, with: database)
    for step in steps.dropFirst(version) {
      try database.execute(sql: step.sql)
      try database.execute(
        sql: "INSERT INTO migrations (number, name, sha256) VALUES (?, ?, ?)",
        arguments: [step.number, step.name, step.digest])
    }
    // PRAGMA takes no bound values; both numbers are constants of this program.
    try database.execute(sql: "PRAGMA application_id = \(applicationID)")
    try database.execute(sql: "PRAGMA user_version = \(steps.count)")
  }

  /// Whether a database needs no step, so that nothing has to be written to open it.
  static func isCurrent(_ database: Database) throws -> Bool {
    let (application, version) = try identity(of: database)
    guard application == applicationID, version == all.count else { return false }
    try compare(all, with: database)
    return true
  }

  /// What `PRAGMA application_id` says of a registry: `HIPZ`.
  static let applicationID = 0x4849_505A

  private static func identity(of database: Database) throws -> (application: Int, version: Int) {
    (
      try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0,
      try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    )
  }

  private static func isEmpty(_ database: Database) throws -> Bool {
    try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") == 0
  }

  private static func compare(_ steps: [Migration], with database: Database) throws {
    let rows = try Row.fetchAll(database, sql: "SELECT number, sha256 FROM migrations ORDER BY number")
    for row in rows {
      let (number, digest): (Int, String) = (row[0], row[1])
      guard let step = steps.first(where: { $0.number == number }), step.digest == digest else {
        throw Fault(
          .data,
          "step \(number) of its layout is not the one that this hipzoo (\(hipzooVersion)) has; a step that was edited "
            + "after it shipped cannot be trusted. Move the file away and run: hipzoo registry rebuild.")
      }
    }
  }
}
