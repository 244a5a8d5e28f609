import Foundation
import Scores

/// Paired tests between the entries of one examination: `comparison.json` in the examination's folder.
public struct Comparison: Codable, Sendable, Equatable {
  /// Two entries, held against each other over the same test subjects.
  public struct Pair: Codable, Sendable, Equatable {
    /// The first entry.
    public var first: String
    /// The second entry.
    public var second: String
    /// The metric that is compared.
    public var metric: Metric
    /// `overall`, or the label of a cadence.
    public var subset: String
    /// The output, or nil for all outputs pooled.
    public var output: String?
    /// The number of subjects for whom both have a number.
    public var n: Int
    /// The mean of first minus second over subjects.
    public var difference: Double
    /// The standard deviation of the differences (n - 1); nil for one subject.
    public var deviation: Double?
    /// Wilcoxon's statistic.
    public var statistic: Double
    /// How the p-value was computed: `exact`, `permutation` or `asymptotic`.
    public var method: String
    /// Wilcoxon's two-sided p-value.
    public var pValue: Double
    /// The p-value after Holm's correction over the pairs of the same metric, subset and output.
    public var adjusted: Double
    /// The matched-pairs rank-biserial correlation; positive when the first has the larger numbers.
    public var effectSize: Double

    /// The difference with its deviation as tables print it, such as `+0.0123 ± 0.0200`.
    public var differenceText: String {
      String(format: "%+.4f", difference) + (deviation.map { String(format: " ± %.4f", $0) } ?? "")
    }
  }

  /// The task.
  public var task: String
  /// The protocol.
  public var rules: RunDescription.Rules
  /// The fingerprint of the cohort.
  public var cohort: String
  /// The fingerprint of the split.
  public var split: String
  /// The runs that were compared; an entry's subjects' scores are means over its seeds.
  public var runs: [String]
  /// The tests: by output, subset, metric and pair.
  public var pairs: [Pair]

  /// Collects the parts; each is what the property of its name says.
  package init(
    task: String, rules: RunDescription.Rules, cohort: String, split: String, runs: [String], pairs: [Pair]
  ) {
    self.task = task
    self.rules = rules
    self.cohort = cohort
    self.split = split
    self.runs = runs
    self.pairs = pairs
  }

  /// An entry with the score tables of its seeds, or of each seed's folds.
  public struct NamedTables: Sendable {
    /// The name of the entry.
    public let name: String
    /// The tables; a subject's scores are means over those that it is in.
    public var tables: [ScoreTable]

    /// Names tables.
    public init(_ name: String, _ tables: [ScoreTable]) {
      self.name = name
      self.tables = tables
    }
  }

  /// Compares every pair of entries for every metric, subset and output.
  ///
  /// - Parameter entries: each entry with its tables.
  /// - Returns: the tests, corrected by Holm's method over the pairs of each metric, subset and output.
  public static func pairs(_ entries: [NamedTables]) -> [Pair] {
    guard let first = entries.first?.tables.first else { return [] }
    let outputs: [String?] = [nil] + first.outputs.map(Optional.some)
    let subsets = Subset.sorted(Set(entries.flatMap { $0.tables.flatMap(\.subsets) }))
    return outputs.flatMap { output in
      subsets.flatMap { subset in
        Metric.allCases.flatMap { metric in family(entries, metric, subset, output) }
      }
    }
  }

  /// Compares every pair of entries for one metric, subset and output, corrected by Holm's method over these pairs.
  package static func family(
    _ entries: [NamedTables], _ metric: Metric, _ subset: String, _ output: String?
  ) -> [Pair] {
    let scores = entries.map { entry in
      subjectMeans(entry.tables.map { $0.rows(subset, output: output) }, metric)
    }
    var pairs = [Pair]()
    for i in entries.indices {
      for j in entries.indices where j > i {
        let shared = scores[i].keys.filter { scores[j][$0] != nil }.sorted()
        let differences = shared.compactMap { name in scores[i][name].flatMap { a in scores[j][name].map { a - $0 } } }
        guard !differences.isEmpty else { continue }
        let test = Wilcoxon(differences)
        pairs.append(
          Pair(
            first: entries[i].name, second: entries[j].name, metric: metric, subset: subset, output: output,
            n: differences.count, difference: Summary.mean(differences), deviation: Summary.deviation(differences),
            statistic: test.statistic, method: test.method.rawValue, pValue: test.pValue, adjusted: test.pValue,
            effectSize: test.effectSize))
      }
    }
    for (index, adjusted) in holm(pairs.map(\.pValue)).enumerated() { pairs[index].adjusted = adjusted }
    return pairs
  }

  /// The mean of each subject's numbers over seeds; subjects for whom the metric is undefined are left out.
  package static func subjectMeans(_ tables: [[SubjectScore]], _ metric: Metric) -> [String: Double] {
    var numbers = [String: [Double]]()
    for score in tables.joined() {
      if let number = score[metric] { numbers[score.subject, default: []].append(number) }
    }
    return numbers.mapValues(Summary.mean)
  }
}
