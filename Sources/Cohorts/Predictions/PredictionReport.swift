import Faults

/// What became of each file that was to be predicted from.
public struct PredictionReport: Sendable, Encodable {
  /// A table of predictions that was written: one leg of a recording, or the gait cycles of an NPZ.
  public struct Prediction: Sendable, Encodable {
    /// The file that was predicted from.
    public let input: String
    /// The line of the table that names it.
    public let line: Int?
    /// Who walked, by the table.
    public let subject: String?
    /// The leg whose outputs were predicted.
    public let side: Side
    /// The file that was written, `-` for standard output.
    public let output: String
    /// How many gait cycles there are.
    public let gaitCycles: Int
    /// The unit of the numbers that stand first.
    public let unit: String
    /// What was found out about a recording.
    public let findings: RecordingFindings?
    /// What a person should know, a line each.
    public let remarks: [String]
    /// How the inputs leave what the model was trained on, a line each.
    public let warnings: [String]
  }

  /// A file or row of which nothing was predicted.
  public struct Failure: Sendable, Encodable {
    /// The line of the table.
    public let line: Int?
    /// Who walked, by the table.
    public let subject: String?
    /// The file, or the table when its row is wrong.
    public let input: String
    /// What is wrong.
    public let reason: String

    init(line: Int?, subject: String?, input: String, fault: Fault) {
      (self.line, self.subject, self.input) = (line, subject, input)
      reason = fault.description
    }
  }

  /// What predicted.
  public let entry: String
  /// What was predicted.
  public let task: String
  /// The tables that were written, in the order of the inputs.
  public internal(set) var predictions: [Prediction] = []
  /// What failed, in the order of the inputs.
  public internal(set) var failures: [Failure] = []
  /// The file with mean and deviation over each person's cycles.
  public internal(set) var summary: String?
  /// What a person should know about how the table of recordings was read.
  public var remarks: [String]
  /// Columns of the table of recordings that mean nothing here.
  public let unusedColumns: [String]
  /// How many files or rows there were.
  public let recordings: Int

  /// A heading and a row for each failure; empty when there was none.
  public var failureTable: [[String]] {
    guard !failures.isEmpty else { return [] }
    let hasLines = failures.contains { $0.line != nil }
    let heading = (hasLines ? ["line", "subject"] : []) + ["recording", "reason"]
    return [heading]
      + failures.map { failure in
        let place = "\(failure.input): "
        let reason = failure.reason.hasPrefix(place) ? String(failure.reason.dropFirst(place.count)) : failure.reason
        let row = hasLines ? [failure.line.map(String.init) ?? "", failure.subject ?? ""] : []
        return row + [failure.input, reason]
      }
  }

  /// The fault to end with, or `nil` when all was predicted.
  public var fault: Fault? {
    guard !failures.isEmpty else { return nil }
    let others = predictions.isEmpty ? "nothing was written" : "the others are written"
    return Fault(.data, "\(failures.count) of \(counted(recordings, "recording")) could not be predicted; \(others).")
  }
}
