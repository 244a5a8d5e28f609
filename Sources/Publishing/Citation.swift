import Faults
import Foundation
import Protocols

/// How entries are cited.
public enum Citation {
  /// The entry's citation in BibTeX.
  ///
  /// A citation in words becomes a `@misc` record with those words as its note.
  /// - Throws: ``Fault`` of kind `missing` when the manifest names none.
  public static func bibTeX(of entry: Manifest) throws -> String {
    guard let citation = entry.citation?.trimmingCharacters(in: .whitespacesAndNewlines), !citation.isEmpty else {
      throw Fault(
        .missing, "The manifest of '\(entry.name)' names no citation; ask its authors, or cite HipZoo by CITATION.cff.")
    }
    guard !citation.hasPrefix("@") else { return citation }
    let words = citation.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let note = words.filter { !"{}\\".contains($0) }
    return "@misc{\(entry.name),\n  title = {\(entry.name)},\n  note = {\(note)}\n}"
  }
}
