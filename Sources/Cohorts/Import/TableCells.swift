import Faults
import Formats
import Scores

/// The cells of one row of a table that lists recordings, each read with a message that names its place.
package struct TableCells {
  package let file: String
  package let header: [String]
  package let row: CSV.Row

  /// The cells of a row.
  package init(file: String, header: [String], row: CSV.Row) {
    (self.file, self.header, self.row) = (file, header, row)
  }

  /// The text of a cell, empty where there is no such column.
  package subscript(name: String) -> String {
    header.firstIndex(of: name).map { row.fields[$0].trimmed } ?? ""
  }

  package func subject() throws(Fault) -> String {
    guard Cohort.isUsable(subject: self["subject"]) else {
      throw fault("subject", "a name of 1 to 64 characters is expected")
    }
    // What a program could not read it replaced by one and the same character, so two people may be one.
    guard !self["subject"].unicodeScalars.contains("\u{FFFD}") else {
      throw fault("subject", "a character of it was lost when the table was saved; save it as UTF-8 again")
    }
    return self["subject"]
  }

  package func mass() throws(Fault) -> Float {
    guard let mass = self["mass_kg"].decimal.map(Float.init), Cohort.plausibleMasses.contains(mass) else {
      throw fault("mass_kg", "a body mass from 20 to 300 kg is expected")
    }
    return mass
  }

  package func height() throws(Fault) -> Float {
    if self["height_m"].isEmpty { return .nan }
    guard let height = self["height_m"].decimal.map(Float.init),
      height.isNaN || Cohort.plausibleHeights.contains(height)
    else { throw fault("height_m", "a height from 0.3 to 3 m or nothing is expected") }
    return height
  }

  package func side() throws(Fault) -> Side {
    guard let side = self["side"].isEmpty ? .right : Side(word: self["side"]) else {
      throw fault("side", "right or left is expected")
    }
    return side
  }

  /// The pace, of a label or of steps/min, or `nil` for an empty cell.
  package func cadence() throws(Fault) -> Cadence? {
    let text = self["cadence"].lowercased()
    if text.isEmpty { return nil }
    if let label = Cadence(rawValue: text) { return label }
    guard let stepsPerMinute = text.decimal, (20...300).contains(stepsPerMinute) else {
      throw fault("cadence", "slow, med, fast, self or steps/min are expected")
    }
    return Cadence(nearest: stepsPerMinute)
  }

  /// Whose trials they are, or `nil` for an empty cell.
  package func population() throws(Fault) -> Population? {
    if self["population"].isEmpty { return nil }
    guard let population = Population(rawValue: self["population"]) else {
      throw fault("population", "healthy, onfh or another name of 1 to 64 characters is expected")
    }
    return population
  }

  /// A number in seconds, or `nil` for an empty cell.
  package func seconds(_ column: String) throws(Fault) -> Double? {
    if self[column].isEmpty { return nil }
    guard let instant = self[column].decimal, instant.isFinite else { throw fault(column, "seconds are expected") }
    return instant
  }

  /// A path from a table, or `nil` for an empty cell.
  ///
  /// - Parameter isFree: whether it may leave the table's folder, as one of a table of trials never does (docs/limits.md,
  ///   section 10).
  package func path(_ column: String, isFree: Bool = false) throws(Fault) -> String? {
    let path = self[column]
    if path.isEmpty { return nil }
    guard isFree || !path.hasPrefix("/") && !path.split(separator: "/").contains("..") else {
      throw fault(column, "a path inside the table's folder is expected")
    }
    return path
  }

  package func fault(_ column: String, _ expectation: String) -> Fault {
    Fault(.data, at: .file(file, line: row.line), "column '\(column)' holds \(quoted(self[column])); \(expectation).")
  }
}

extension CSV {
  /// The header in small letters where it has a known name in capitals.
  package func header(knowing names: [String]) -> [String] {
    header.map { name in
      let small = name.lowercased().split { $0 == " " }.joined(separator: "_")
      return names.contains(small) && !header.contains(small) ? small : name
    }
  }

  /// What a person should know about how the table was read.
  package var remarks: [String] {
    encoding == .windows1252
      ? ["the table is no UTF-8 and was read as Windows-1252; save it as UTF-8 if names look wrong"] : []
  }
}
