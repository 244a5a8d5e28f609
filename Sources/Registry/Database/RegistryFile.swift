import Faults
import Foundation
import GRDB

/// The SQLite file of a registry, opened by the house's rules: one writer at a time, nothing lost, nothing trusted.
struct RegistryFile: Sendable {
  /// Where it is.
  let url: URL
  /// Why it is not in WAL mode, for a person; nil when it is.
  let notice: String?
  /// Whether the tables have just been made and hold nothing yet.
  let isNew: Bool
  private let queue: DatabaseQueue

  /// How long a writer waits for another one, in seconds.
  static let patience = 5.0

  /// Opens the file, or makes it, and gives it this layout where it has another.
  /// - Throws: ``Fault`` (data) for a file that is damaged, newer or not a registry; `io`.
  init(_ url: URL) throws {
    self.url = url
    var configuration = Configuration()
    configuration.busyMode = .timeout(Self.patience)
    configuration.foreignKeysEnabled = true
    configuration.label = "registry"
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA trusted_schema = OFF")
      try database.execute(sql: "PRAGMA synchronous = NORMAL")
    }
    let path = url.path(percentEncoded: false)
    (queue, notice) = try Self.translating(url) {
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      return (queue, try Self.activateWAL(queue))
    }
    let queue = queue
    isNew = try Self.translating(url) {
      guard try !queue.read({ try Layout.isCurrent($0) }) else { return false }
      return try Self.write(queue) { database in
        // Another program may have made them while this one waited.
        guard try !Layout.isCurrent(database) else { return false }
        try Layout.make(in: database)
        return true
      }
    }
  }

  /// Reads in one snapshot.
  func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
    try Self.translating(url) { try queue.read(body) }
  }

  /// Writes in one transaction, which waits for other writers first: all of `body` happens or nothing.
  func write<Result>(_ body: (Database) throws -> Result) throws -> Result {
    try Self.translating(url) { try Self.write(queue, body) }
  }

  private static func write<Result>(_ queue: DatabaseQueue, _ body: (Database) throws -> Result) throws -> Result {
    var result: Result?
    try queue.inTransaction(.immediate) { database in
      result = try body(database)
      return .commit
    }
    guard let result else { throw Fault(.software, "a transaction ended without a result.") }
    return result
  }

  /// Asks for WAL mode and looks at the answer, since SQLite says nothing else when it refuses.
  ///
  /// Turning a new file to WAL needs it alone and does not always wait for others, so this waits itself.
  private static func activateWAL(_ queue: DatabaseQueue) throws -> String? {
    let end = Date(timeIntervalSinceNow: patience)
    while true {
      do {
        let mode = try queue.inDatabase { try String.fetchOne($0, sql: "PRAGMA journal_mode = WAL") }
        if mode == "wal" { return nil }
        return "the file system does not allow WAL (journal mode '\(mode ?? "unknown")'); writers wait for readers."
      } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY && Date() < end {
        Thread.sleep(forTimeInterval: 0.02)
      } catch let error as DatabaseError where error.resultCode == .SQLITE_READONLY {
        return nil
      }
    }
  }

  /// Says in the house's words what SQLite says in its own.
  private static func translating<Result>(_ url: URL, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let fault as Fault {
      throw fault.place?.file == url.path ? fault : fault.within(.file(url.path))
    } catch let error as DatabaseError {
      let reason = error.message ?? "result code \(error.resultCode.rawValue)"
      switch error.resultCode {
      case .SQLITE_NOTADB, .SQLITE_CORRUPT:
        throw Fault(
          .data, code: .damagedRegistry, at: .file(url.path),
          "the registry is damaged (\(reason)); run: hipzoo registry rebuild.")
      case .SQLITE_BUSY, .SQLITE_LOCKED:
        throw Fault(
          .io, at: .file(url.path),
          "another program has been writing for \(Int(patience)) s; try again when it is done. Results "
            + "are in the run folders: hipzoo registry rebuild takes them up.")
      case .SQLITE_CONSTRAINT:
        throw Fault(.software, at: .file(url.path), "the registry refuses a row (\(reason)).")
      default: throw Fault(.io, at: .file(url.path), "SQLite says '\(reason)'.")
      }
    } catch {
      throw Fault(.io, at: .file(url.path), error.localizedDescription)
    }
  }
}
