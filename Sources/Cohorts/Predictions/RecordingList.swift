import Faults
import Formats
import Foundation

/// A table of recordings of many people to predict from.
///
/// It has the columns `subject, mass_kg, kinematics` and may have `height_m`, `side` (right, left or both),
/// `ground_forces` and `events`. Paths are relative to the table and stay in its folder.
public struct RecordingList: Sendable {
  /// One recording with what the table says of it.
  public struct Recording: Sendable {
    /// The motion file.
    public let kinematics: URL
    /// Its path as the table has it.
    public let path: String
    /// The table of its contacts.
    public let events: URL?
    /// What the file does not say by itself.
    public let facts: PredictionSource.RecordingFacts
  }

  /// One row of the table.
  public struct Row: Sendable {
    /// The line of the table.
    public let line: Int
    /// Who walked, as the table has it.
    public let subject: String
    /// The recording, or what is wrong with the row; a row's failure is its own.
    public let recording: Result<Recording, Fault>
  }

  /// The rows in the table's order.
  public let rows: [Row]
  /// Columns that mean nothing here.
  public let unusedColumns: [String]
  /// What a person should know about how the table was read.
  public let remarks: [String]
  /// The table.
  let file: URL

  private static let required = ["subject", "mass_kg", "kinematics"]
  private static let optional = ["height_m", "side", "ground_forces", "events"]

  /// Reads the table.
  ///
  /// - Parameter usual: what holds for every recording where the table says nothing else.
  /// - Throws: ``Fault`` when the table as a whole cannot be used; a wrong row is kept as such.
  public init(contentsOf url: URL, usual: PredictionSource.RecordingFacts = .init()) throws {
    self.file = url
    let file = url.relativePath
    let csv = try CSV(BoundedFile.bytes(of: url, limit: 64 << 20), file: file)
    let header = csv.header(knowing: Self.required + Self.optional)
    for name in Self.required where !header.contains(name) {
      throw Fault(
        .data, at: .file(file, line: 1),
        "there is no column '\(name)'; \(Self.required.joined(separator: ", ")) are needed and "
          + "\(Self.optional.joined(separator: ", ")) are possible." + suggestion(for: name, in: header))
    }
    guard !csv.rows.isEmpty else { throw Fault(.data, at: .file(file), "there is no recording under the header.") }
    unusedColumns = header.filter { !(Self.required + Self.optional).contains($0) }
    remarks = csv.remarks
    // As a person writes it: `a/walk.mot`, and not `./a/walk.mot`.
    let folder = file.contains("/") ? String(file.prefix(through: file.lastIndex(of: "/") ?? file.startIndex)) : ""
    rows = csv.rows.map { row in
      let cells = TableCells(file: file, header: header, row: row)
      return Row(
        line: row.line, subject: cells["subject"],
        recording: Result { () throws(Fault) in try Self.recording(cells, in: folder, usual) })
    }
  }

  private static func recording(
    _ cells: TableCells, in folder: String, _ usual: PredictionSource.RecordingFacts
  ) throws(Fault) -> Recording {
    var facts = usual
    facts.subject = try cells.subject()
    facts.mass = try cells.mass()
    facts.height = try cells.height()
    if cells["side"].lowercased() == "both" {
      facts.sides = Side.allCases
    } else if !cells["side"].isEmpty {
      guard let side = Side(word: cells["side"]) else { throw cells.fault("side", "right, left or both is expected") }
      facts.sides = [side]
    }
    guard let kinematics = try cells.path("kinematics") else {
      throw cells.fault("kinematics", "the path of a .mot or .sto file is expected")
    }
    guard PredictionSource.isMotion(URL(fileURLWithPath: kinematics)) else {
      throw cells.fault("kinematics", "a .mot or .sto file is expected")
    }
    facts.forces = try cells.path("ground_forces").map { URL(fileURLWithPath: folder + $0) }
    let events = try cells.path("events").map { URL(fileURLWithPath: folder + $0) }
    if let events, let path = try cells.path("events") {
      let place = Place.part("column 'events'").within(.file(cells.file, line: cells.row.line))
      do {
        facts.events = try ContactEvents(contentsOf: events, named: path)
      } catch let fault as Fault {
        throw fault.within(place)
      } catch {
        throw Fault(.io, at: place, "\(error)")
      }
    }
    return Recording(
      kinematics: URL(fileURLWithPath: folder + kinematics), path: kinematics, events: events, facts: facts)
  }
}
