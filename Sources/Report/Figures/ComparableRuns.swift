import Formats
import Protocols
import Runs
import Scores

/// Runs whose scores may be held against each other: the same task, protocol, cohort and split.
package struct ComparableRuns: Sendable {
  /// What the runs share.
  package let comparability: Comparability
  /// The task.
  package let task: any PredictionTask
  /// The protocol, as its first run names it.
  package let rules: RunDescription.Rules
  /// The cohort.
  package let cohort: RunDescription.CohortSummary
  /// How subjects were divided.
  package let split: RunDescription.SplitSummary
  /// The entries, by name.
  package let entries: [ComparedEntry]

  /// Puts runs together that may be compared: by task, then by the names of protocol and cohort.
  package static func all(_ runs: [RunRecord]) throws -> [ComparableRuns] {
    let tasks = PredictionTasks.all.map(\.name)
    func place(_ group: ComparableRuns) -> Int { tasks.firstIndex(of: group.task.name) ?? tasks.count }
    return try Dictionary(grouping: runs, by: \.description.comparability).values
      .compactMap { try ComparableRuns($0) }
      .sorted { one, other in
        (place(one), one.rules.name, one.cohort.name, one.comparability)
          < (place(other), other.rules.name, other.cohort.name, other.comparability)
      }
  }

  private init?(_ runs: [RunRecord]) throws {
    let runs = runs.sorted {
      ($0.description.entry.name, $0.description.seed, $0.name)
        < ($1.description.entry.name, $1.description.seed, $1.name)
    }
    guard let first = runs.first?.description else { return nil }
    task = try PredictionTasks.named(first.task)
    comparability = first.comparability
    rules = first.rules
    cohort = first.cohort
    split = first.split
    let ending = "-\(task.suffix.lowercased())"
    var groups = [(name: String, origin: RunDescription.Origin, fingerprint: String, runs: [RunRecord])]()
    for run in runs {
      let (entry, origin) = (run.description.entry, run.description.origin)
      if let place = groups.firstIndex(where: {
        $0.name == entry.name && $0.origin == origin && $0.fingerprint == entry.fingerprint
      }) {
        groups[place].runs.append(run)
      } else {
        groups.append((entry.name, origin, entry.fingerprint, [run]))
      }
    }
    let names = groups.map(\.name)
    entries = groups.enumerated().map { place, group in
      let short = group.name.hasSuffix(ending) ? String(group.name.dropLast(ending.count)) : group.name
      // The same name twice: another configuration, or other weights of it; the fingerprint tells them apart.
      let isAlone = names.filter { $0 == group.name }.count == 1
      let label = isAlone ? short : "\(short) \(group.origin.rawValue) \(group.fingerprint.prefix(4))"
      return ComparedEntry(name: group.name, label: label, origin: group.origin, place: place, runs: group.runs)
    }
  }

  /// The people on whom any entry was tested, healthy subjects first.
  package var testedCohorts: [TestedCohort] {
    var found = [TestedCohort]()
    for audience in entries.flatMap({ $0.runs.flatMap { $0.tests.map { TestedCohort($0.scores) } } })
    where !found.contains(audience) { found.append(audience) }
    return found.sorted { ($0.population, $0.fingerprint ?? "") < ($1.population, $1.fingerprint ?? "") }
  }

  /// The people by whom entries are ranked.
  package var mainCohort: TestedCohort? { testedCohorts.first }

  /// The subsets of the main test, `overall` first.
  var subsets: [String] {
    guard let audience = mainCohort else { return [] }
    return entries.lazy.compactMap { $0.tests(on: audience).first?.scores.table.subsets }.first ?? []
  }

  /// Holm-corrected paired tests of the entries' pooled scores on the main test subjects.
  package var pairs: [Comparison.Pair] {
    guard let audience = mainCohort else { return [] }
    return Comparison.pairs(
      entries.map { entry in
        let tables = entry.tests(on: audience).map(\.scores.table)
        return .init(entry.label, tables.map { ScoreTable(scores: $0.scores.filter { $0.output == nil }) })
      })
  }

  /// How an output is called where room is short: without what all outputs of the task share.
  func label(_ output: String) -> String {
    var words = output.split(separator: "_").map(String.init)
    for ending in ["moment", "r"]
    where words.count > 1 && words.last == ending
      && task.outputs.allSatisfy({ $0.hasSuffix(ending) || $0.hasSuffix("\(ending)_moment") })
    { words.removeLast() }
    return words.joined(separator: " ")
  }
}

extension Metric {
  /// The metric as tables name it.
  package var heading: String {
    switch self {
    case .rmse: "RMSE"
    case .mae: "MAE"
    case .r2: "R²"
    }
  }

  /// The unit of the metric, empty where there is none.
  func unit(_ task: any PredictionTask) -> String { self == .r2 ? "" : task.unit }
}
