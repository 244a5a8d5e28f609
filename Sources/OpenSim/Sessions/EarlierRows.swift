import Faults
import Formats
import Foundation

/// What earlier rows of a table of sessions say of people and recordings.
struct EarlierRows {
  private var masses = [String: (mass: Float, line: Int)]()
  /// The rows by the digest of their markers.
  private var recordings = [String: (subject: String, line: Int)]()

  /// Refuses a row that gives a person a second mass, or a recording a second person.
  func check(_ row: SessionRow) throws {
    if let known = masses[row.subject], known.mass != row.mass {
      throw Fault(
        .data, at: row.place,
        "\(row.subject) has a mass of \(row.mass) kg here and of \(known.mass) kg in line \(known.line); a person has one mass in a "
          + "table. Name another session of the same person as another subject.")
    }
    if let known = try digest(row).flatMap({ recordings[$0] }), known.subject != row.subject {
      throw Fault(
        .data, at: row.place,
        "column 'markers': \(known.subject) has the same recording in line \(known.line), and one person walked in it; keep one "
          + "of them.")
    }
  }

  /// Remembers a row that can be used.
  mutating func add(_ row: SessionRow) throws {
    masses[row.subject] = masses[row.subject] ?? (row.mass, row.line)
    if let digest = try digest(row) { recordings[digest] = recordings[digest] ?? (row.subject, row.line) }
  }

  private func digest(_ row: SessionRow) throws -> String? { try row.files["markers"].map(Digest.sha256(ofFile:)) }
}
