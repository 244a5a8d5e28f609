import Cohorts
import Faults
import Formats
import Foundation
import Protocols
import Scores

/// One walking trial of a table of sessions: who walked, and the files of the recording.
package struct SessionRow {
  let line: Int
  /// Who walked, as the table first writes the name.
  var subject: String
  let mass: Float
  let height: Float
  let population: Population?
  let cadence: String
  /// The files by the column that names them.
  let files: [String: URL]
  let start: Double?
  let end: Double?
  let place: Place

  /// What the folder of the walk is called: the recording's way from the table's folder.
  ///
  /// Where it lies elsewhere that way is told by its digest alone, since no folder of a person is kept in a file that may
  /// be published.
  func recording(in folder: URL) -> String {
    let path = files["markers"].map { $0.path.replacing(folder.path + "/", with: "") } ?? ""
    let name = URL(filePath: path).deletingPathExtension()
    guard path.hasPrefix("/") || path.split(separator: "/").contains("..") else { return name.relativePath }
    return "\(name.lastPathComponent)-\(Digest.sha256(of: Data(path.utf8)).prefix(6))"
  }

  /// Whether both are of one person's recording and of the same seconds of it, however its path is written.
  func isSameWalk(as other: SessionRow) -> Bool {
    func file(_ row: SessionRow) -> String? {
      row.files["markers"]?.resolvingSymlinksInPath().standardizedFileURL.path(percentEncoded: false)
    }
    return subject == other.subject && start == other.start && end == other.end && file(self) == file(other)
  }
}

/// The table that a simulation begins with.
package struct SessionTable {
  static let fileColumns = ["static", "placing", "markers", "ground_forces", "model"]
  private static let required = ["subject", "mass_kg", "markers", "ground_forces"]
  private static let optional = ["height_m", "population", "cadence", "static", "placing", "model", "start", "end"]

  package let rows: [(line: Int, subject: String, row: Result<SessionRow, Fault>)]
  let unusedColumns: [String]
  let file: String
  let folder: URL

  /// Reads the table.
  /// - Throws: ``Fault`` when the table as a whole cannot be used; a wrong row is kept as such.
  package init(_ url: URL) throws {
    file = url.relativePath
    folder = url.deletingLastPathComponent()
    let csv = try CSV(BoundedFile.bytes(of: url, limit: 64 << 20), file: file)
    let known = Self.required + Self.optional
    let header = csv.header(knowing: known)
    for name in Self.required where !header.contains(name) {
      throw Fault(
        .data, at: .file(file, line: 1),
        "there is no column '\(name)'; \(Self.required.joined(separator: ", ")) are needed and "
          + "\(Self.optional.joined(separator: ", ")) are possible.\(suggestion(for: name, in: header))")
    }
    guard !csv.rows.isEmpty else { throw Fault(.data, at: .file(file), "there is no trial under the header.") }
    unusedColumns = header.filter { !known.contains($0) }
    let (file, folder) = (file, folder)
    let populations = csv.rows.map { TableCells(file: file, header: header, row: $0)["population"] }
    if populations.contains(where: { !$0.isEmpty }), let place = populations.firstIndex(of: "") {
      throw Fault(
        .data, at: .file(file, line: csv.rows[place].line),
        "column 'population' is empty here and not in other rows; say it in every row or in none.")
    }
    rows = csv.rows.map { row in
      let cells = TableCells(file: file, header: header, row: row)
      return (row.line, cells["subject"], Result { () throws(Fault) in try Self.row(cells, in: folder) })
    }
  }

  private static func row(_ cells: TableCells, in folder: URL) throws(Fault) -> SessionRow {
    let place = Place.file(cells.file, line: cells.row.line)
    var files = [String: URL]()
    for column in fileColumns {
      // The table is the person's own and its files are only read, so recordings may lie on another disk.
      guard let path = try cells.path(column, isFree: true) else { continue }
      let url = path.hasPrefix("/") ? URL(fileURLWithPath: path) : folder.appending(path: path)
      guard FileManager.default.fileExists(atPath: url.path) else {
        throw Fault(.data, at: place, "column '\(column)': there is no file '\(path)'.")
      }
      files[column] = url
    }
    for column in ["markers", "ground_forces"] where files[column] == nil {
      throw cells.fault(column, "the path of a file is expected")
    }
    guard files["model"] != nil || files["static"] != nil else {
      throw Fault(
        .data, at: place,
        "neither 'static' names a standing trial to scale the model by, nor 'model' a scaled model.")
    }
    let (start, end) = (try cells.seconds("start"), try cells.seconds("end"))
    if let start, let end, start >= end { throw cells.fault("end", "a time after 'start' is expected") }
    let height = try cells.height()
    _ = try cells.cadence()
    return SessionRow(
      line: cells.row.line, subject: try cells.subject(), mass: try cells.mass(), height: height,
      population: try cells.population(), cadence: cells["cadence"], files: files, start: start, end: end, place: place)
  }
}
