import Faults
import Formats
import GRDB

/// How the tables of a registry are laid out.
///
/// The file is an index that the run folders make anew, so another layout is not brought up to date but replaced.
enum Layout {
  /// The layout's version, which `PRAGMA user_version` holds; to be raised with every change of ``sql``.
  static let version = 5
  /// What `PRAGMA application_id` says of a registry: `HIPZ`.
  static let applicationID = 0x4849_505A

  /// Whether a database has this layout, so that nothing has to be written to open it.
  /// - Throws: ``Fault`` (data) when the file is another program's or of a later version.
  static func isCurrent(_ database: Database) throws -> Bool {
    let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    if application == 0, found == 0, try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") == 0 {
      return false
    }
    guard application == applicationID else {
      throw Fault(
        .data, "it is an SQLite file of another program; move it away and run: hipzoo registry rebuild.")
    }
    guard found <= version else {
      throw Fault(
        .data,
        "its layout is version \(found), this hipzoo (\(hipzooVersion)) knows version \(version); use the newer hipzoo "
          + "that wrote it.")
    }
    return found == version
  }

  /// Drops every table and makes this layout's, in the transaction that is open.
  static func make(in database: Database) throws {
    try database.execute(sql: "PRAGMA defer_foreign_keys = ON")
    let names = try String.fetchAll(
      database,
      sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY rowid DESC")
    for name in names {
      // Triggers that keep scores do not fire when their table is dropped.
      try database.execute(sql: "DROP TABLE \"\(name.replacing("\"", with: "\"\""))\"")
    }
    try database.execute(sql: sql)
    // PRAGMA takes no bound values; both numbers are constants of this program.
    try database.execute(sql: "PRAGMA application_id = \(applicationID)")
    try database.execute(sql: "PRAGMA user_version = \(version)")
  }
}
