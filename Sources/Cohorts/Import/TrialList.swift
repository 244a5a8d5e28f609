import Faults
import Formats
import Foundation
import Scores

/// One row of a table of trials: who walked, and the files of the recording.
struct TrialEntry {
  let line: Int
  let subject: String
  let mass: Float
  let height: Float
  let cadence: Cadence?
  let side: Side
  let window: (start: Double, end: Double)?
  let population: Population?
  /// The laboratory or another group, where the row says it.
  let group: String?
  /// The files by the column that names them, as written in the table.
  let paths: [String: String]
  /// The columns of targets that are empty here and not in other rows.
  let emptyTargets: [String]

  /// What two rows may not have in common: the files of angles and targets, the side and the given cycle.
  ///
  /// - Parameter takesBothSides: whether a row stands for both legs, so that its side says nothing.
  func recording(in folder: URL, takesBothSides: Bool) -> [String] {
    let files = (["kinematics"] + TrialList.targetColumns).map { column in
      paths[column].map { folder.appending(path: $0).resolvingSymlinksInPath().standardizedFileURL.path } ?? ""
    }
    let cycle = window.map { ["\($0.start)", "\($0.end)"] } ?? []
    return files + (takesBothSides && window == nil ? [] : [side.rawValue]) + cycle
  }
}

/// The table of trials that an import begins with.
package struct TrialList {
  static let targetColumns = ["inverse_dynamics", "static_optimization"]
  private static let fileColumns = ["kinematics"] + targetColumns + ["ground_forces", "events"]
  private static let required = ["subject", "mass_kg", "kinematics"]
  private static let optional = ["height_m", "cadence", "side", "cycle_start", "cycle_end", "population", "group"]

  /// A row's line, the subject it names, and the row or what is wrong with it.
  let entries: [(line: Int, subject: String, entry: Result<TrialEntry, Fault>)]
  /// Columns that mean nothing here.
  let unusedColumns: [String]
  /// What a person should know about how the table was read.
  let remarks: [String]

  /// Reads the table.
  /// - Throws: ``Fault`` (data) when the table as a whole cannot be used; a wrong row is kept as such.
  package init(_ bytes: [UInt8], file: String) throws {
    let csv = try CSV(bytes, file: file)
    let known = Self.fileColumns + Self.required + Self.optional
    let header = csv.header(knowing: known)
    for name in Self.required where !header.contains(name) {
      throw Fault(
        .data, at: .file(file, line: 1),
        "there is no column '\(name)'; \(Self.required.joined(separator: ", ")) are needed and "
          + "\((Self.fileColumns.dropFirst() + Self.optional).joined(separator: ", ")) are possible."
          + suggestion(for: name, in: header))
    }
    guard !csv.rows.isEmpty else { throw Fault(.data, at: .file(file), "there is no trial under the header.") }
    unusedColumns = header.filter { !known.contains($0) }
    remarks = csv.remarks
    let rows = csv.rows.map { TableCells(file: file, header: header, row: $0) }
    let wanted = Self.targetColumns.filter { column in rows.contains { !$0[column].isEmpty } }
    entries = rows.map { cells in
      (cells.row.line, cells["subject"], Result { () throws(Fault) in try Self.entry(cells, wanted) })
    }
  }

  private static func entry(_ cells: TableCells, _ wanted: [String]) throws(Fault) -> TrialEntry {
    let (subject, mass, height, side) = (try cells.subject(), try cells.mass(), try cells.height(), try cells.side())
    var paths: [String: String] = [:]
    for column in fileColumns { paths[column] = try cells.path(column) }
    guard paths["kinematics"] != nil else { throw cells.fault("kinematics", "the path of a .mot file is expected") }
    guard targetColumns.contains(where: { paths[$0] != nil }) else {
      throw Fault(
        .data, at: .file(cells.file, line: cells.row.line),
        "neither 'inverse_dynamics' nor 'static_optimization' names a file.")
    }
    return TrialEntry(
      line: cells.row.line, subject: subject, mass: mass, height: height, cadence: try cells.cadence(), side: side,
      window: try window(cells), population: try cells.population(),
      group: cells["group"].isEmpty ? nil : cells["group"], paths: paths,
      emptyTargets: wanted.filter { paths[$0] == nil })
  }

  /// What a person should know of who is who in the rows: other spellings of a name, and two masses of one person.
  var people: [String] {
    let rows = entries.compactMap { try? $0.entry.get() }
    let names = PersonNames(rows.map(\.subject))
    var (first, masses) = ([String: TrialEntry](), [String]())
    var said = Set<String>()
    for (row, name) in zip(rows, names.subjects) {
      guard let earlier = first[name] else {
        first[name] = row
        continue
      }
      guard earlier.mass != row.mass, said.insert(name).inserted else { continue }
      masses.append(
        "\(quoted(name)) has a mass of \(row.mass) kg in line \(row.line) and of \(earlier.mass) kg in line \(earlier.line); one "
          + "person has one mass")
    }
    return names.remarks + masses
  }

  private static func window(_ cells: TableCells) throws(Fault) -> (start: Double, end: Double)? {
    let (start, end) = (try cells.seconds("cycle_start"), try cells.seconds("cycle_end"))
    if start == nil, end == nil { return nil }
    guard let start else { throw cells.fault("cycle_start", "seconds are expected") }
    guard let end else { throw cells.fault("cycle_end", "seconds are expected") }
    guard start < end else { throw cells.fault("cycle_end", "a time after cycle_start is expected") }
    return (start, end)
  }
}
