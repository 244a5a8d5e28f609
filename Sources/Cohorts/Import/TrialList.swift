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
  /// The files by the column that names them, as written in the table.
  let paths: [String: String]

  /// What two rows may not have in common: the files of angles and targets, the side and the given cycle.
  var recording: [String] {
    TrialList.fileColumns.dropLast().map { paths[$0] ?? "" } + [side.rawValue]
      + (window.map { ["\($0.start)", "\($0.end)"] } ?? [])
  }
}

/// The table of trials that an import begins with.
struct TrialList {
  static let fileColumns = ["kinematics", "inverse_dynamics", "static_optimization", "ground_forces"]
  private static let required = ["subject", "mass_kg", "kinematics"]
  private static let optional = ["height_m", "cadence", "side", "cycle_start", "cycle_end", "population"]

  /// A row's line, the subject it names, and the row or what is wrong with it.
  let entries: [(line: Int, subject: String, entry: Result<TrialEntry, Fault>)]
  /// Columns that mean nothing here.
  let unusedColumns: [String]

  /// Reads the table.
  /// - Throws: ``Fault`` (data) when the table as a whole cannot be used; a wrong row is kept as such.
  init(_ bytes: [UInt8], file: String) throws {
    let csv = try CSV(bytes, file: file)
    for name in Self.required where !csv.header.contains(name) {
      throw Fault(
        .data, at: .file(file, line: 1),
        "there is no column '\(name)'; \(Self.required.joined(separator: ", ")) are needed and "
          + "\((Self.fileColumns.dropFirst() + Self.optional).joined(separator: ", ")) are possible.")
    }
    guard !csv.rows.isEmpty else { throw Fault(.data, at: .file(file), "there is no trial under the header.") }
    unusedColumns = csv.header.filter { !(Self.required + Self.fileColumns + Self.optional).contains($0) }
    entries = csv.rows.map { row in
      let cells = TrialCells(file: file, header: csv.header, row: row)
      return (row.line, cells["subject"], Result { () throws(Fault) in try cells.entry() })
    }
  }
}

/// The cells of one row, each read with a message that names its place.
private struct TrialCells {
  let file: String
  let header: [String]
  let row: CSV.Row

  subscript(name: String) -> String {
    header.firstIndex(of: name).map { row.fields[$0].trimmed } ?? ""
  }

  func entry() throws(Fault) -> TrialEntry {
    guard Cohort.isUsable(subject: self["subject"]) else {
      throw fault("subject", "a name of 1 to 64 characters is expected")
    }
    guard let mass = Float(self["mass_kg"]), Cohort.plausibleMasses.contains(mass) else {
      throw fault("mass_kg", "a body mass from 20 to 300 kg is expected")
    }
    guard let height = self["height_m"].isEmpty ? .nan : Float(self["height_m"]), !height.isInfinite else {
      throw fault("height_m", "a height in m or nothing is expected")
    }
    guard let side = self["side"].isEmpty ? .right : Side(rawValue: self["side"].lowercased()) else {
      throw fault("side", "right or left is expected")
    }
    var paths: [String: String] = [:]
    for column in TrialList.fileColumns where !self[column].isEmpty { paths[column] = try path(column) }
    guard paths["kinematics"] != nil else { throw fault("kinematics", "the path of a .mot file is expected") }
    guard paths["inverse_dynamics"] != nil || paths["static_optimization"] != nil else {
      throw Fault(
        .data, at: .file(file, line: row.line), "neither 'inverse_dynamics' nor 'static_optimization' names a file.")
    }
    return TrialEntry(
      line: row.line, subject: self["subject"], mass: mass, height: height, cadence: try cadence(),
      side: side,
      window: try window(), population: try population(), paths: paths)
  }

  private func population() throws(Fault) -> Population? {
    if self["population"].isEmpty { return nil }
    guard let population = Population(rawValue: self["population"]) else {
      throw fault("population", "healthy, onfh or another name of 1 to 64 characters is expected")
    }
    return population
  }

  private func cadence() throws(Fault) -> Cadence? {
    let text = self["cadence"].lowercased()
    if text.isEmpty { return nil }
    if let label = Cadence(rawValue: text) { return label }
    guard let stepsPerMinute = Double(text), (20...300).contains(stepsPerMinute) else {
      throw fault("cadence", "slow, med, fast, self or steps/min are expected")
    }
    return Cadence(nearest: stepsPerMinute)
  }

  private func window() throws(Fault) -> (start: Double, end: Double)? {
    if self["cycle_start"].isEmpty, self["cycle_end"].isEmpty { return nil }
    guard let start = Double(self["cycle_start"]), start.isFinite else {
      throw fault("cycle_start", "seconds are expected")
    }
    guard let end = Double(self["cycle_end"]), end.isFinite else {
      throw fault("cycle_end", "seconds are expected")
    }
    guard start < end else { throw fault("cycle_end", "a time after cycle_start is expected") }
    return (start, end)
  }

  /// A path from a table never leaves the table's folder (docs/limits.md, section 10).
  private func path(_ column: String) throws(Fault) -> String {
    let path = self[column]
    guard !path.hasPrefix("/"), !path.split(separator: "/").contains("..") else {
      throw fault(column, "a path inside the table's folder is expected")
    }
    return path
  }

  private func fault(_ column: String, _ expectation: String) -> Fault {
    let text = String(self[column].prefix(60))
    return Fault(.data, at: .file(file, line: row.line), "column '\(column)' holds '\(text)'; \(expectation).")
  }
}
