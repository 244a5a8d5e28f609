import Faults
import Formats
import Foundation

/// Initial contacts that a person gives.
public enum ContactEvents {
  /// Reads the contacts of the right foot from a CSV table.
  ///
  /// It has a column `time` in seconds and, where both feet are in it, a column `side` (right or left).
  ///
  /// - Throws: ``Fault``: missing, io, or data with line and column.
  public static func right(inFile url: URL) throws -> [Double] {
    let file = url.relativePath
    let bytes = try Array(BoundedFile.read(url, limit: 1 << 20))
    let csv = try CSV(bytes, file: file)
    guard let time = csv.header.firstIndex(of: "time") else {
      throw Fault(
        .data, at: .file(file, line: 1), "there is no column 'time'; initial contacts in seconds are expected.")
    }
    let side = csv.header.firstIndex(of: "side")
    return try csv.rows.compactMap { row in
      if let side {
        guard let foot = Side(rawValue: row.fields[side].trimmed.lowercased()) else {
          throw Fault(
            .data, at: .file(file, line: row.line),
            "column 'side' holds '\(row.fields[side])'; right or left is expected.")
        }
        if foot == .left { return nil }
      }
      guard let instant = Double(row.fields[time].trimmed), instant.isFinite else {
        throw Fault(
          .data, at: .file(file, line: row.line), "column 'time' holds '\(row.fields[time])'; seconds are expected.")
      }
      return instant
    }
  }

  /// Reads contacts from a list such as `0.62,1.85`.
  /// - Throws: ``Fault`` (usage) when one is not a number of seconds.
  public static func parse(_ list: String) throws -> [Double] {
    try list.split(separator: ",", omittingEmptySubsequences: false).map { text in
      guard let instant = Double(text.trimmed), instant.isFinite else {
        throw Fault(.usage, "'\(text)' is not a contact in seconds; write them as in 0.62,1.85.")
      }
      return instant
    }
  }
}
