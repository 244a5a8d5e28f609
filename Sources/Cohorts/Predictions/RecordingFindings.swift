import Formats

/// What was found out about a recording and one leg of it, as commands show it.
public struct RecordingFindings: Sendable, Codable, Equatable {
  /// The file.
  public let file: String
  /// How the file counts the knee.
  public let kneeSign: KneeSign
  /// Whether the sign was detected and not told.
  public let kneeSignWasDetected: Bool
  /// The contacts, the cycles and what became of the forces.
  public let cycles: CycleFindings
  /// What is unusual about the file itself.
  public let notes: [RecordingNote]

  init(_ recording: WalkingRecording, file notes: [RecordingNote]) {
    file = recording.angles.source
    kneeSign = recording.angles.kneeSign
    kneeSignWasDetected = recording.angles.kneeSignWasDetected
    cycles = recording.findings
    self.notes = notes
  }

  /// The findings as a person reads them, a line each.
  public var lines: [String] {
    let kept = cycles.kept.map { "\($0.start.inMilliseconds) to \($0.end.inMilliseconds) s" }.joined(separator: ", ")
    let knee = kneeSign.rawValue + (kneeSignWasDetected ? " (detected)" : "")
    let first = "\(file): \(cycles.side) gait cycles \(kept) (contacts: \(cycles.contacts.rawValue)), knee \(knee)"
    var dropped = cycles.dropped.prefix(20).map { "\(file): \(cycles.side) cycle left out: \($0)" }
    if cycles.dropped.count > 20 {
      dropped.append("\(file): \(cycles.dropped.count - 20) more \(cycles.side) cycles left out")
    }
    return [first] + dropped + (notes + cycles.notes).map { "\(file): \($0.isWarning ? "warning: " : "")\($0)" }
  }
}

extension RecordingNote {
  /// Says that forces were given beside the contacts that they would have been searched for.
  static func unusedForces(_ file: String) -> RecordingNote {
    RecordingNote(.forces, "the ground forces of \(file) were not used, because the contacts were given")
  }

  /// What is unusual about a file and the names of its columns.
  static func notes(on angles: JointAngles, _ table: MotionTable) -> [RecordingNote] {
    var notes = table.irregularities.map { irregularity in
      var isWarning = true
      if case .repeatedRows = irregularity { isWarning = false }
      return RecordingNote(.file, isWarning: isWarning, "\(irregularity)")
    }
    if let gap = angles.gaps.first {
      let count = angles.gaps.count == 1 ? "a gap" : "\(angles.gaps.count) gaps"
      notes.append(
        RecordingNote(
          .file,
          "column 'time' has \(count), the first from \(gap.lowerBound.rounded(toPlaces: 4)) s to "
            + "\(gap.upperBound.rounded(toPlaces: 4)) s; no cycle over a gap is taken"))
    }
    if !angles.renamed.isEmpty {
      let names = angles.renamed.sorted { $0.key < $1.key }.map { "\($0.key) from '\($0.value)'" }
      notes.append(
        RecordingNote(.columns, "angles were taken from columns of other names: \(names.joined(separator: ", "))"))
    }
    return notes
  }
}

extension Double {
  /// The number with three places, as `%.3f` prints it.
  var inMilliseconds: String {
    let thousandths = (magnitude * 1000).rounded()
    guard thousandths < 1e15 else { return "\(self)" }
    let whole = Int(thousandths)
    let places = "\(whole % 1000)"
    return (self < 0 && whole > 0 ? "-" : "") + "\(whole / 1000)." + String(repeating: "0", count: 3 - places.count)
      + places
  }
}
