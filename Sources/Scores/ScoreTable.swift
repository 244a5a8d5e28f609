import Faults

/// What a number of a score says.
public enum Metric: String, Sendable, Codable, CaseIterable {
  /// The root mean squared error, in the task's unit; smaller is better.
  case rmse
  /// The mean absolute error, in the task's unit; smaller is better.
  case mae
  /// The coefficient of determination; larger is better.
  case r2

  /// Whether a larger number is a better one.
  public var isLargerBetter: Bool { self == .r2 }
}

/// The scores of one subject's trials, or of those of one cadence, for one output or all of them pooled.
public struct SubjectScore: Sendable, Codable, Equatable {
  /// Who walked.
  public var subject: String
  /// `overall`, or the label of a cadence such as `slow`.
  public var subset: String
  /// The output, or nil for all outputs pooled, which is what the paper reports.
  public var output: String?
  /// The number of trials.
  public var trials: Int
  /// The root mean squared error, in the task's unit.
  public var rmse: Double
  /// The mean absolute error, in the task's unit.
  public var mae: Double
  /// The coefficient of determination; nil where the references hardly deviate, as those of a silent muscle.
  public var r2: Double?

  /// Makes a score from its parts.
  public init(subject: String, subset: String, output: String?, trials: Int, rmse: Double, mae: Double, r2: Double?) {
    self.subject = subject
    self.subset = subset
    self.output = output
    self.trials = trials
    self.rmse = rmse
    self.mae = mae
    self.r2 = r2
  }

  /// The number of a metric; nil where it is undefined.
  public subscript(metric: Metric) -> Double? {
    switch metric {
    case .rmse: rmse
    case .mae: mae
    case .r2: r2
    }
  }
}

extension SubjectScore {
  private enum CodingKeys: String, CodingKey { case subject, subset, output, trials, rmse, mae, r2 }

  /// Reads a score; an R2 over references that hardly deviate, as version 0.1 wrote it, is undefined.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    subject = try values.decode(String.self, forKey: .subject)
    subset = try values.decode(String.self, forKey: .subset)
    output = try values.decodeIfPresent(String.self, forKey: .output)
    trials = try values.decode(Int.self, forKey: .trials)
    rmse = try values.decode(Double.self, forKey: .rmse)
    mae = try values.decode(Double.self, forKey: .mae)
    let (error, number) = (rmse, try values.decodeIfPresent(Double.self, forKey: .r2))
    r2 = number.flatMap { Errors.isDefined(r2: $0, rmse: error) ? $0 : nil }
  }

  /// Writes every number, an undefined one as `null`, so that a reader of the file sees that it is none.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(subject, forKey: .subject)
    try values.encode(subset, forKey: .subset)
    try values.encodeIfPresent(output, forKey: .output)
    try values.encode(trials, forKey: .trials)
    try values.encode(rmse, forKey: .rmse)
    try values.encode(mae, forKey: .mae)
    try values.encode(r2, forKey: .r2)
  }
}

/// The scores of every test subject, overall and by cadence, pooled and by output.
public struct ScoreTable: Sendable, Codable, Equatable {
  /// The subset of all trials.
  public static let overall = Subset.overall.rawValue

  /// The rows: subjects in sorted order; of each the subsets, `overall` first; of each the pooled score, then outputs.
  public var scores: [SubjectScore]

  /// Makes a table of scores.
  public init(scores: [SubjectScore]) { self.scores = scores }

  private enum CodingKeys: String, CodingKey { case scores }

  /// Reads a table.
  /// - Throws: `Fault` of kind `data` naming the row that can be no score; what the decoder throws.
  public init(from decoder: any Decoder) throws {
    scores = try decoder.container(keyedBy: CodingKeys.self).decode([SubjectScore].self, forKey: .scores)
    try Self.check(scores)
  }

  /// Scores predictions.
  ///
  /// - Parameters:
  ///   - predictions: `[trials, frames, outputs]`, in N/kg or Nm/kg.
  ///   - references: the same shape and unit.
  ///   - subjects: who walked, `[trials]`.
  ///   - cadences: the label of each trial's cadence, `[trials]`.
  ///   - outputs: the names of the outputs.
  /// - Throws: `Fault` (software) when the sizes do not fit.
  public init(
    _ predictions: [Float], references: [Float], subjects: [String], cadences: [String], outputs: [String]
  ) throws {
    let each = subjects.isEmpty ? 0 : references.count / subjects.count
    guard predictions.count == references.count, cadences.count == subjects.count, !outputs.isEmpty,
      each * subjects.count == references.count, each % outputs.count == 0
    else {
      throw Fault(
        .software,
        "\(predictions.count) predictions do not fit \(references.count) references of \(subjects.count) trials.")
    }
    scores = []
    for subject in Set(subjects).sorted() {
      let own = subjects.indices.filter { subjects[$0] == subject }
      let labels = Set(own.map { cadences[$0] }).sorted()
      let subsets = [(Self.overall, own)] + labels.map { label in (label, own.filter { cadences[$0] == label }) }
      for (subset, trials) in subsets {
        var (pooled, single) = (Errors(), [Errors](repeating: Errors(), count: outputs.count))
        for trial in trials {
          for place in trial * each..<(trial + 1) * each {
            pooled.add(references[place], predictions[place])
            single[place % outputs.count].add(references[place], predictions[place])
          }
        }
        for (output, errors) in [(nil, pooled)] + zip(outputs.map(Optional.some), single) {
          scores.append(
            SubjectScore(
              subject: subject, subset: subset, output: output, trials: trials.count, rmse: errors.rmse,
              mae: errors.mae, r2: errors.r2))
        }
      }
    }
  }

  /// The subsets that any subject has, `overall` first, the others as the field orders them: slow, med, fast.
  public var subsets: [String] { Subset.sorted(Set(scores.map(\.subset))) }

  /// The outputs in the task's order.
  public var outputs: [String] {
    guard let first = scores.first else { return [] }
    return scores.filter { $0.subject == first.subject && $0.subset == first.subset }.compactMap(\.output)
  }

  /// The scores of every subject for a subset and an output, sorted by subject.
  public func rows(_ subset: String = ScoreTable.overall, output: String? = nil) -> [SubjectScore] {
    scores.filter { $0.subset == subset && $0.output == output }
  }

  /// The mean of a metric over the subjects for whom it is defined, as many as its `n` says.
  /// - Returns: nil when there is none.
  public func summary(
    _ metric: Metric, _ subset: String = ScoreTable.overall, output: String? = nil, _ bootstrap: Bootstrap
  ) -> Summary? {
    Summary(rows(subset, output: output).map { $0[metric] }, bootstrap)
  }
}
