import Formats

/// The contacts of a leg in ground forces, and what is missing there.
struct ForceSearch {
  /// The contacts in time's order, with those that cannot be told.
  let contacts: [ForceContact]
  /// The columns in which they were sought.
  let columns: [ForceColumn]
  /// The spans without rows.
  let gaps: [ClosedRange<Double>]

  /// The instants of the contacts in seconds.
  var instants: [Double] { contacts.map(\.instant) }

  /// What the file lacks for a cycle between two of the contacts to be told, after the file's name, or `nil`.
  func lack(in cycle: GaitCycle) -> String? {
    // A contact is rounded to a millisecond, and may so have left the gap that it lies in.
    let (start, end) = (cycle.start - 0.001, cycle.end + 0.001)
    if gaps.first(meeting: start, end) != nil { return "has a gap in it" }
    for column in columns {
      guard let gap = column.gaps.first(meeting: start, end) else { continue }
      return "has no number in column '\(column.label.prefix(60))' from \(gap.lowerBound.rounded(toPlaces: 4)) s to "
        + "\(gap.upperBound.rounded(toPlaces: 4)) s"
    }
    let bounds = contacts.first { !$0.isTold && [cycle.start, cycle.end].contains($0.instant) }
    guard let samples = bounds?.samples else { return nil }
    return "has no number between \(samples.lowerBound.rounded(toPlaces: 4)) s and "
      + "\(samples.upperBound.rounded(toPlaces: 4)) s, where a contact is"
  }
}
