import Faults
import Formats

/// How the initial contacts of a recording were found.
public enum ContactSource: String, Sendable, Codable {
  /// A person gave them.
  case given
  /// In the ground forces.
  case force
  /// In the joint angles.
  case angles
  /// In the joint angles, and at both ends of a recording that is cut at contacts.
  case ends
  /// A person said that the recording is one cycle.
  case whole
}

/// A stride that was found and not taken.
public struct DroppedCycle: Sendable, Codable, Equatable, CustomStringConvertible {
  /// The stride.
  public let cycle: GaitCycle
  /// Why it was not taken, in one sentence.
  public let reason: String

  /// The stride and the reason as a person reads them.
  public var description: String {
    "\(cycle.start.rounded(toPlaces: 3)) to \(cycle.end.rounded(toPlaces: 3)) s: \(reason)"
  }
}

/// What became of ground forces that were given.
public struct ForceFindings: Sendable, Codable, Equatable {
  /// The columns that were taken as vertical.
  public let columns: [String]
  /// The axis that was taken as vertical.
  public let axis: ForceAxis
  /// Why the forces were not used for the contacts, or `nil` when they were.
  public var notUsed: String?
}

/// One thing that a person should know about a recording.
public struct RecordingNote: Sendable, Codable, Equatable, CustomStringConvertible {
  /// What the note is about.
  public enum Subject: String, Sendable, Codable {
    /// The file and its time stamps.
    case file
    /// The names of its columns.
    case columns
    /// The contacts.
    case contacts
    /// The ground forces.
    case forces
    /// Whether this is walking, and how fast.
    case gait
  }

  /// What the note is about.
  public let subject: Subject
  /// Whether results may be wrong because of it.
  public let isWarning: Bool
  /// The sentence that a person reads.
  public let description: String

  init(_ subject: Subject, isWarning: Bool = false, _ description: String) {
    self.subject = subject
    self.isWarning = isWarning
    self.description = description
  }
}

/// What was found out about the gait cycles of one leg in a recording.
public struct CycleFindings: Sendable, Codable, Equatable {
  /// The leg whose contacts bound the cycles.
  public let side: Side
  /// How its contacts were found.
  public var contacts: ContactSource
  /// The cycles that are taken, in time's order.
  public var kept: [GaitCycle] = []
  /// The strides that were found and not taken, in time's order.
  public var dropped: [DroppedCycle] = []
  /// What became of the ground forces, where there were any.
  public var forces: ForceFindings?
  /// Instants in seconds that may be contacts and lie too near the ends of the recording.
  public var nearEnds: [Double] = []
  /// What else a person should know.
  public var notes: [RecordingNote] = []

  init(side: Side, contacts: ContactSource) {
    self.side = side
    self.contacts = contacts
  }

  mutating func drop(_ cycle: GaitCycle, _ reason: String) {
    // A fault is a whole sentence, and this is a part of one.
    dropped.append(DroppedCycle(cycle: cycle, reason: reason.hasSuffix(".") ? String(reason.dropLast()) : reason))
  }

  /// Takes only the cycles of which something can be made, and says why the others are dropped.
  mutating func keep(_ check: (GaitCycle) -> String?) {
    kept = kept.filter { cycle in
      guard let reason = check(cycle) else { return true }
      drop(cycle, reason)
      return false
    }
    dropped.sort { $0.cycle.start < $1.cycle.start }
  }

  /// Why none of the cycles can be used.
  func refusal(in source: String) -> Fault {
    let range = GaitCycle.plausibleDurations
    let unused = self.forces?.notUsed.map { " The ground forces were not used: \($0)." } ?? ""
    if !dropped.isEmpty {
      return Fault(
        .data, at: .file(source),
        "no \(side) gait cycle can be used, of \(dropped.count) that \(dropped.count == 1 ? "was" : "were") found (contacts: "
          + "\(contacts.rawValue)): \(reasons).\(unused)")
    }
    if contacts == .given {
      return Fault(
        .data, at: .file(source),
        "no \(side) gait cycle is there: fewer than two contacts of the \(side) foot were given, and a cycle needs two.\(unused)"
      )
    }
    let near = nearEnds.prefix(6).map { "\($0)" }.joined(separator: ", ")
    let candidates =
      near.isEmpty
      ? ""
      : " The \(side) foot is farthest in front at \(near) s too, but within \(ContactDetection.margin) s of an end."
    return Fault(
      .data, at: .file(source),
      "no \(side) gait cycle of \(range.lowerBound) to \(range.upperBound) s was found.\(candidates)\(unused)"
        + OptionAdvice.contacts(of: side))
  }

  /// The reasons of the dropped cycles, each once, those of walking before those of a duration.
  private var reasons: String {
    var counts: [(reason: String, first: DroppedCycle, count: Int)] = []
    for cycle in dropped {
      if let place = counts.firstIndex(where: { $0.reason == cycle.reason }) {
        counts[place].count += 1
      } else if counts.count < 100 {
        counts.append((cycle.reason, cycle, 1))
      }
    }
    let isDuration = { (reason: String) in reason.hasPrefix("it lasts") }
    let sorted = counts.filter { !isDuration($0.reason) } + counts.filter { isDuration($0.reason) }
    let shown = sorted.prefix(3).map { entry in
      "\(entry.first)" + (entry.count > 1 ? " (and \(entry.count - 1) more)" : "")
    }
    let rest = dropped.count - sorted.prefix(3).reduce(0) { $0 + $1.count }
    return shown.joined(separator: "; ") + (rest > 0 ? "; and \(rest) others" : "")
  }
}
