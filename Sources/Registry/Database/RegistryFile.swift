import Faults
import Formats
import Foundation
import GRDB

/// The SQLite file of a registry, opened by the house's rules: one writer at a time, nothing lost, nothing trusted.
///
/// In a home that may only be read it is a database in memory, which stands for the file until the command ends.
struct RegistryFile: Sendable {
  /// Where it is.
  let url: URL
  /// Whether what is written lasts only as long as the command, since the home may only be read.
  let isInMemory: Bool
  /// Whether the tables have just been made and hold nothing yet.
  let isNew: Bool
  private let queue: DatabaseQueue

  /// How long a writer waits for another one, in seconds.
  static let patience = 5.0

  /// Opens the file, or makes it, and gives it this layout where it has another.
  ///
  /// - Parameter inMemory: whether no file is made in any case.
  /// - Throws: ``Fault`` (data) for a file that is damaged, newer or not a registry; `io`.
  init(_ url: URL, inMemory: Bool = false) throws {
    self.url = url
    let folder = url.deletingLastPathComponent()
    let path = url.path(percentEncoded: false)
    let isInMemory =
      inMemory || !Folder.isWritable(folder) || (access(path, F_OK) == 0 && access(path, W_OK) != 0)
    self.isInMemory = isInMemory
    queue = try Self.translating(url) {
      if isInMemory { return try DatabaseQueue(configuration: Self.configuration()) }
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      return try SharedMemory.isShared(in: folder) ? Self.openedWithWAL(path) : Self.openedWithoutWAL(path)
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

  private static func configuration(_ pragmas: [String] = []) -> Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(patience)
    configuration.foreignKeysEnabled = true
    configuration.label = "registry"
    configuration.prepareDatabase { database in
      for pragma in pragmas + ["trusted_schema = OFF", "synchronous = NORMAL"] {
        try database.execute(sql: "PRAGMA \(pragma)")
      }
    }
    return configuration
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

  /// Opens the file in WAL mode, in which readers do not wait for a writer.
  private static func openedWithWAL(_ path: String) throws -> DatabaseQueue {
    let queue = try DatabaseQueue(path: path, configuration: configuration())
    try waiting { _ = try queue.inDatabase { try String.fetchOne($0, sql: "PRAGMA journal_mode = WAL") } }
    return queue
  }

  /// Opens the file with a journal that needs no shared memory, and takes it out of WAL mode where it was left in it.
  ///
  /// A connection that has the file alone keeps the index of the WAL in its own memory, so it can do that anywhere.
  private static func openedWithoutWAL(_ path: String) throws -> DatabaseQueue {
    if isLeftInWAL(path) {
      try waiting {
        let alone = try DatabaseQueue(path: path, configuration: configuration(["locking_mode = EXCLUSIVE"]))
        defer { try? alone.close() }
        try alone.inDatabase { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
      }
    }
    return try DatabaseQueue(path: path, configuration: configuration())
  }

  /// What the file's header says of its journal (the SQLite database file format, section 1.3.3).
  private static func isLeftInWAL(_ path: String) -> Bool {
    guard let file = FileHandle(forReadingAtPath: path) else { return false }
    defer { try? file.close() }
    try? file.seek(toOffset: 18)
    return (try? file.read(upToCount: 1))?.first == 2
  }

  /// Tries again while another program has the file; changing the journal needs it alone and does not always wait itself.
  private static func waiting(_ body: () throws -> Void) throws {
    let end = ContinuousClock.now + .seconds(patience)
    while true {
      do { return try body() } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY && .now < end {
        Thread.sleep(forTimeInterval: 0.02)
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
