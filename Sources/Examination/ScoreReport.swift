import Foundation
import Protocols
import Runs
import Scores

/// The scores of one run for programs: all that the table shows with intervals, what was said aloud, every subject's scores.
public struct ScoreReport: Encodable, Sendable {
  /// One mean over subjects.
  public struct Line: Encodable, Sendable, Equatable {
    /// `overall`, or the label of a cadence.
    public let subset: String
    /// The output, or nil for all outputs pooled.
    public let output: String?
    /// The metric.
    public let metric: Metric
    /// The metric's unit; nil for R2.
    public let unit: String?
    /// The mean, its spread and its interval.
    public let summary: Summary
  }

  /// What a network has to beat.
  public struct Baseline: Encodable, Sendable {
    /// What it is called in tables.
    public let entry: String
    /// The name of its run.
    public let run: String
    /// The means over subjects.
    public let summary: [Line]
  }

  /// The scores of every subject.
  public let scores: RunScores
  /// The means: pooled for every subset, by output for all trials.
  public let summary: [Line]
  /// The mean curve on the same people, pooled over all trials; nil where there is none.
  public let baseline: Baseline?
  /// What a person should know.
  public let remarks: [String]
  /// The run's folder.
  public let folder: String

  /// Summarises the scores of a run.
  ///
  /// - Parameters:
  ///   - named: the protocol, which says how intervals are drawn.
  ///   - baseline: the scores of the mean curve.
  ///   - remarks: what was said aloud.
  ///   - folder: where the run is.
  public init(
    _ scores: RunScores, _ named: NamedProtocol, baseline: RunScores? = nil, remarks: [String], folder: RunFolder
  ) {
    let unit = (try? PredictionTasks.named(scores.description.task))?.unit
    let bootstrap = named.rules.scoring.bootstrap
    func lines(_ subset: String, _ output: String?, of scores: RunScores) -> [Line] {
      Metric.allCases.compactMap { metric in
        scores.table.summary(metric, subset, output: output, bootstrap).map {
          Line(subset: subset, output: output, metric: metric, unit: metric == .r2 ? nil : unit, summary: $0)
        }
      }
    }
    self.scores = scores
    self.baseline = baseline.map {
      Baseline(entry: $0.description.entry.name, run: $0.run, summary: lines(ScoreTable.overall, nil, of: $0))
    }
    self.remarks = remarks
    self.folder = folder.url.relativePath
    summary =
      scores.table.subsets.flatMap { lines($0, nil, of: scores) }
      + scores.table.outputs.flatMap { lines(ScoreTable.overall, $0, of: scores) }
  }

  private enum CodingKeys: String, CodingKey { case summary, baseline, remarks, folder }

  /// Writes the scores' own keys with the others beside them.
  public func encode(to encoder: any Encoder) throws {
    try scores.encode(to: encoder)
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(summary, forKey: .summary)
    try values.encodeIfPresent(baseline, forKey: .baseline)
    try values.encode(remarks, forKey: .remarks)
    try values.encode(folder, forKey: .folder)
  }
}

extension ScoreReport.Line {
  private enum CodingKeys: String, CodingKey { case subset, output, metric, unit }

  /// Writes the numbers beside what they are of; `output` is null for all outputs pooled.
  public func encode(to encoder: any Encoder) throws {
    try summary.encode(to: encoder)
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(subset, forKey: .subset)
    try values.encode(output, forKey: .output)
    try values.encode(metric, forKey: .metric)
    try values.encode(unit, forKey: .unit)
  }
}
