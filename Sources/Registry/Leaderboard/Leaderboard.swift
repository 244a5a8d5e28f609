import Faults
import Formats
import Foundation
import Protocols
import Runs
import Scores

/// Entries side by side, in tables that hold nothing but what may be compared.
///
/// Scores with different protocol, cohort or split fingerprints never share a table. What authors report stands in
/// tables of its own, and beside the measured numbers of the same entry.
public struct Leaderboard: Codable, Sendable, Equatable {
  /// Which part of the registry is shown, and how.
  public struct Filter: Sendable, Equatable {
    /// Only this task.
    public var task: String?
    /// Only cohorts of this name, fingerprint (its first digits, at least 6) or kind (`synthetic`, `measured`).
    public var cohort: String?
    /// The subset that ranks: `overall`, `slow`, `med` or `fast`.
    public var subset: String
    /// The metric that ranks.
    public var sort: Metric
    /// Whether the other subsets are read too.
    public var includesEverySubset: Bool
    /// Only these entries, beside the baselines: ranks and tests are then among them.
    ///
    /// All when there are none.
    public var entries: [String]

    /// Makes a filter.
    public init(
      task: String? = nil, cohort: String? = nil, subset: String = ScoreTable.overall, sort: Metric = .rmse,
      includesEverySubset: Bool = false, entries: [String] = []
    ) {
      self.task = task
      self.cohort = cohort
      self.subset = subset
      self.sort = sort
      self.includesEverySubset = includesEverySubset
      self.entries = entries
    }
  }

  /// A cohort whose trials were scored.
  public typealias Cohort = TestedCohort

  /// A mean over subjects; what authors do not report is nil.
  public struct Average: Codable, Sendable, Equatable {
    /// The mean over subjects.
    public var mean: Double
    /// The standard deviation over subjects (n - 1).
    public var deviation: Double?
    /// The number of subjects.
    public var n: Int?
    /// The lower end of the 95 % bootstrap interval of the mean.
    public var low: Double?
    /// The upper end of that interval.
    public var high: Double?
  }

  /// The three metrics of one subset, over subjects.
  public struct Scores: Codable, Sendable, Equatable {
    /// The root mean squared error, in the task's unit.
    public var rmse: Average
    /// The mean absolute error, in the task's unit.
    public var mae: Average
    /// The coefficient of determination.
    public var r2: Average

    /// The average of a metric.
    public subscript(metric: Metric) -> Average {
      switch metric {
      case .rmse: rmse
      case .mae: mae
      case .r2: r2
      }
    }
  }

  /// One entry in a table.
  public struct Row: Codable, Sendable, Equatable {
    /// Its place by the metric that ranks; nil without a score of that subset on the cohort that ranks.
    public var rank: Int?
    /// How it stands to the first of the table; nil for that one and for rows without a rank.
    public var toFirst: ToFirst?
    /// Whether the protocol's `external_entry` selects it of all that were tested on the external cohort.
    public var isExternalEntry = false
    /// The entry's name.
    public var entry: String
    /// SHA-256 of architecture, task and configuration; nil for a reported row.
    public var fingerprint: String?
    /// The architecture; `process` for a program.
    public var architecture: String
    /// The number of trained numbers, where it is known.
    public var parameters: Int?
    /// How the predictions came about; nil for a reported row.
    public var origin: RunDescription.Origin?
    /// What the weights are that predicted; nil where the runs trained their own.
    public var weights: WeightsLabel?
    /// The seeds whose scores are averaged.
    public var seeds: [UInt64]
    /// The names of the runs' folders.
    public var runs: [String]
    /// SHA-256 of the weights that predicted.
    public var artifacts: [String]
    /// When the last of the runs began, in UTC.
    public var begun: String?
    /// Whether every run was sealed when it was finished; one that was not has no rank.
    public var isSealed: Bool
    /// Whether the entry has other code or another configuration now; such a row has no rank.
    public var isPast: Bool
    /// What a reader has to know of the scores, a sentence each.
    public var marks: [String]
    /// The scores on the test subjects of the table's cohort, by subset.
    public var healthy: [String: Scores]
    /// The scores on the table's external cohort, by subset.
    public var external: [String: Scores]
    /// What the entry's authors report, by cohort (`healthy`, `onfh`) and subset; never ranked with measured numbers.
    public var reported: [String: [String: Scores]]
    /// Where the authors say so; only in a reported row.
    public var source: String?
    /// By whose rules the entry trained, where not by the protocol's recipe; such rows are ranked among themselves.
    public var track: Track?

    /// Whether the row is ranked with those that train by the protocol's recipe.
    package var isFixed: Bool { track?.isFixed ?? true }

    /// What marks the entry that the protocol selects for the external cohort.
    package static let selectionSign = "\u{2020}"

    /// Whether the row may have a rank among measured ones.
    package var canBeRanked: Bool { origin != .baseline && isSealed && !isPast }

    /// The external mean less the healthy one; nil without both.
    public func gap(_ metric: Metric, _ subset: String = ScoreTable.overall) -> Double? {
      guard let healthy = healthy[subset], let external = external[subset] else { return nil }
      return external[metric].mean - healthy[metric].mean
    }
  }

  /// A table: rows that may be compared with each other.
  public struct Group: Codable, Sendable, Equatable {
    /// Whether the numbers were measured here or reported by authors.
    public var isReported: Bool
    /// The task.
    public var task: String
    /// The unit of RMSE and MAE.
    public var unit: String
    /// The protocol's name; nil for a reported table.
    public var protocolName: String?
    /// The protocol's fingerprint.
    public var protocolFingerprint: String?
    /// The cohort that was trained and tested on.
    public var cohort: Cohort
    /// The split's fingerprint.
    public var split: String?
    /// The cohort that no training has seen, where one was tested.
    public var external: Cohort?
    /// One sentence that says what the rows may be compared with.
    public var sentence: String
    /// What has to be known of the table's columns, a sentence each.
    public var notes: [String]
    /// The entries, the best first, those without a rank last.
    public var rows: [Row]

    /// What the runs of the rows share; nil for a reported table.
    public var comparability: Comparability? {
      guard let protocolFingerprint, let fingerprint = cohort.fingerprint, let split else { return nil }
      return Comparability(task: task, rules: protocolFingerprint, cohort: fingerprint, split: split)
    }
  }

  /// The metric that ranks.
  public var sort: Metric
  /// The subset that ranks.
  public var subset: String
  /// The tables: task by task, measured cohorts first, then synthetic ones, then what authors report.
  public var groups: [Group]
  /// The manifests that were left out when this was made, with the reasons; nil for none.
  public var skipped: [SkippedManifest]?
  /// What a person should know of the registry: folders that were left out, runs that have gone; nil for nothing.
  public var notice: String?

  /// Reads the leaderboard of a registry.
  ///
  /// - Parameters:
  ///   - registry: the registry; what the manifests report is taken up in it first.
  ///   - manifests: the zoo's entries.
  ///   - filter: which part is shown.
  ///   - current: the fingerprint of each entry as it would be trained now; a trained row with another one has no rank.
  /// - Throws: ``Fault`` of kind `usage` for an unknown task or cohort; `io`.
  public init(
    _ registry: RegistryIndex, _ manifests: [Manifest], _ filter: Filter = Filter(), current: [String: String] = [:]
  ) throws {
    if let task = filter.task { _ = try PredictionTasks.named(task) }
    try registry.record(reportedBy: manifests)
    (sort, subset) = (filter.sort, filter.subset)
    let reading = try registry.file.read { try LeaderboardReading($0, filter, current: current) }
    groups = reading.groups
    for index in groups.indices {
      groups[index].order(by: sort, subset)
      try groups[index].testAgainstFirst(sort, subset, registry)
      groups[index].nameExternalEntry()
    }
    if let cohort = filter.cohort {
      let cohorts = Set(groups.flatMap { [$0.cohort.name] + ($0.external.map { [$0.name] } ?? []) }).sorted()
      groups = groups.filter { $0.fits(cohort: cohort) }
      if groups.isEmpty {
        throw Fault(
          .usage,
          "No table is about a cohort '\(cohort)'. \(known(cohorts)); also synthetic, measured "
            + "and the first digits of a fingerprint.")
      }
    }
  }
}

extension Leaderboard.Group {
  /// Ranks the rows; without healthy scores in the whole table, by those of the external cohort.
  fileprivate mutating func order(by metric: Metric, _ subset: String) {
    let usesHealthy = rows.contains { $0.healthy[subset] != nil }
    func number(_ row: Leaderboard.Row) -> Double? {
      guard isReported || row.canBeRanked else { return nil }
      let mean = (usesHealthy ? row.healthy : row.external)[subset]?[metric].mean
      return mean.map { metric.isLargerBetter ? -$0 : $0 }
    }
    func identity(_ row: Leaderboard.Row) -> [String] {
      [row.entry, row.origin?.rawValue ?? "", row.fingerprint ?? "", row.runs.first ?? ""]
    }
    let numbered = rows.map { (number: number($0), identity: identity($0), row: $0) }
    // Entries that train by rules of their own have ranks of their own, below those that train by the protocol's.
    let tracks = [true, false].map { isFixed in numbered.filter { $0.number != nil && $0.row.isFixed == isFixed } }
    rows = (tracks + [numbered.filter { $0.number == nil }]).flatMap { members in
      let ordered = members.sorted { first, second in
        let (a, b) = (first.number ?? .infinity, second.number ?? .infinity)
        return a == b ? first.identity.lexicographicallyPrecedes(second.identity) : a < b
      }
      var rank = 0
      return ordered.enumerated().map { place, element in
        var row = element.row
        // Equal numbers share a rank.
        if place == 0 || ordered[place - 1].number != element.number { rank = place + 1 }
        row.rank = element.number == nil ? nil : rank
        return row
      }
    }
  }

  /// Says which entry the protocol selects for the external cohort.
  fileprivate mutating func nameExternalEntry() {
    guard let selected = rows.first(where: \.isExternalEntry) else { return }
    notes.append(
      "\(Leaderboard.Row.selectionSign) \(selected.entry) is the entry that the protocol selects for the external cohort "
        + "(\(ScoringRules.ExternalEntries.best.rawValue)); the others are tested on it, too.")
  }

  fileprivate func fits(cohort word: String) -> Bool {
    ([cohort] + (external.map { [$0] } ?? [])).contains { cohort in
      if cohort.name == word || word == cohort.population.rawValue && cohort.population != .healthy { return true }
      guard let fingerprint = cohort.fingerprint else { return word == "reported" }
      if word == "synthetic" { return cohort.isSynthetic }
      if word == "measured" { return !cohort.isSynthetic }
      return word.count >= 6 && fingerprint.hasPrefix(word)
    }
  }
}
