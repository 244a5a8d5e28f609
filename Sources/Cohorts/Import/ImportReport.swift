import Faults

/// What became of each row of a table of trials.
public struct ImportReport: Sendable, Codable {
  /// One row of the table.
  public struct Trial: Sendable, Codable {
    /// The line of the table.
    public let line: Int
    /// Who walked.
    public let subject: String
    /// How many cycles entered the cohort of each task, by the task's suffix.
    public var cycles: [String: Int] = [:]
    /// Where the cycles came from: `given`, `force` or `angles`.
    public var contacts: [String] = []
    /// How the file counts the knee, and whether that was detected.
    public var knee: String?
    /// What was found out about the cycles of each leg: how contacts were found, the cycles kept and dropped.
    public internal(set) var findings: [CycleFindings] = []
    /// The suffixes of the tasks of which the trial has no target, though other rows have.
    public internal(set) var missingTargets: [String] = []
    /// What the person should know although the trial was used.
    public var notes: [String] = []
    /// Why the trial, or one task of it, could not be used.
    public private(set) var reasons: [String] = []
    /// The fault that the first reason tells of.
    private(set) var firstFault: Fault?

    init(line: Int, subject: String) {
      self.line = line
      self.subject = subject
    }

    private enum CodingKeys: String, CodingKey {
      case line, subject, cycles, contacts, knee, findings
      case missingTargets, notes, reasons
    }

    /// Whether nothing of the trial could be used.
    public var isUnusable: Bool { cycles.values.allSatisfy { $0 == 0 } }

    /// Takes something that the person should know, once.
    mutating func take(_ note: RecordingNote) {
      let text = (note.isWarning ? "warning: " : "") + note.description
      if !notes.contains(text) { notes.append(text) }
    }

    /// Takes why a cycle was not used: as a reason, or as a note where others may be used all the same.
    mutating func setAside(_ fault: Fault, isReason: Bool) {
      if isReason {
        refuse(fault)
      } else if !notes.contains(fault.description) {
        notes.append(fault.description)
      }
    }

    /// The row as a person reads it: the knee, the contacts and cycles of each leg, the targets, and what is missing.
    public var lines: [String] {
      let counts = cycles.sorted { $0.key < $1.key }.map { "\($0.value) with \($0.key)" }.joined(separator: ", ")
      var lines = [
        "line \(line), \(subject): knee \(knee ?? "unknown"), \(counts.isEmpty ? "no cycles" : "cycles " + counts)"
      ]
      for finding in findings {
        let kept = finding.kept.map { "\($0.start.inMilliseconds) to \($0.end.inMilliseconds) s" }.joined(
          separator: ", ")
        lines.append("\(finding.side) cycles \(kept.isEmpty ? "none" : kept) (contacts: \(finding.contacts.rawValue))")
        lines += finding.dropped.map { "\(finding.side) cycle left out: \($0)" }
      }
      lines += missingTargets.map { "no target for \($0)" }
      return lines + notes + reasons
    }

    /// Takes why something of the trial could not be used, once.
    mutating func refuse(_ fault: Fault) {
      if firstFault == nil { firstFault = fault }
      if !reasons.contains(fault.description) { reasons.append(fault.description) }
    }
  }

  /// The rows in the table's order.
  public internal(set) var trials: [Trial] = []
  /// What a person should know about how the table itself was read.
  public internal(set) var remarks: [String] = []
  /// Columns of the table that mean nothing here.
  public internal(set) var unusedColumns: [String] = []

  /// The rows of which something could not be used.
  public var rejected: [Trial] { trials.filter { !$0.reasons.isEmpty } }

  /// A table of the trials that could not be used, with their reasons; empty when all could.
  public var rejectionTable: String {
    let rows = rejected.flatMap { trial in
      trial.reasons.map { ("\(trial.line)", trial.subject, trial.isUnusable ? "none" : "in part", $0) }
    }
    guard !rows.isEmpty else { return "" }
    let cells = [("line", "subject", "used", "reason")] + rows
    let widths = [cells.map(\.0.count), cells.map(\.1.count), cells.map(\.2.count)].map { $0.max() ?? 0 }
    func padded(_ text: String, _ column: Int) -> String {
      text + String(repeating: " ", count: widths[column] - text.count)
    }
    return cells.map { "\(padded($0.0, 0))  \(padded($0.1, 1))  \(padded($0.2, 2))  \($0.3)\n" }.joined()
  }
}
