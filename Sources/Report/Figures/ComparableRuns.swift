import Formats
import Foundation
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
  package private(set) var entries: [ComparedEntry]
  /// What stands unranked beside them, such as the mean curve.
  package private(set) var baselines: [ComparedEntry] = []
  /// A name on the page and in files that follows from task, protocol and cohort.
  package private(set) var anchor: String
  /// What tells it from others whose task, protocol and cohort have the same names, behind a blank; empty where none has.
  private(set) var digits = ""

  /// Puts runs together that may be compared: by task, then by the names of protocol and cohort.
  ///
  /// - Parameter unranked: the names of runs that the tables do not rank.
  package static func all(_ runs: [RunRecord], unranked: Set<String> = []) throws -> [ComparableRuns] {
    let tasks = PredictionTasks.all.map(\.name)
    func place(_ group: ComparableRuns) -> Int { tasks.firstIndex(of: group.task.name) ?? tasks.count }
    // Runs on other people than the protocol's first stand apart, so that a section holds one comparison.
    func key(_ run: RunRecord) -> [String] { [run.description.comparability.text, run.people] }
    let isBaseline = Dictionary(grouping: runs) { $0.description.origin == .baseline }
    let baselines = Dictionary(grouping: isBaseline[true] ?? [], by: key)
    var groups = try Dictionary(grouping: isBaseline[false] ?? [], by: key)
      .compactMap { key, runs in
        var group = try ComparableRuns(runs, unranked)
        group?.baselines = try baselines[key].flatMap { try ComparableRuns($0, []) }?.entries ?? []
        return group
      }
      .sorted { one, other in
        // Measured people come before computed ones.
        (place(one), one.isComputed ? 1 : 0, one.rules.name, one.cohort.name, one.comparability.text + one.people)
          < (
            place(other), other.isComputed ? 1 : 0, other.rules.name, other.cohort.name,
            other.comparability.text + other.people
          )
      }
    let labels = Set(groups.flatMap { $0.entries.map(\.label) }).sorted()
    let anchors = Dictionary(grouping: groups, by: \.anchor)
    for index in groups.indices {
      // One colour an entry, wherever it stands.
      groups[index].entries = groups[index].entries.map { $0.at(labels.firstIndex(of: $0.label) ?? 0) }
      // Rules without a name of their own have digits from the first, so that the next ones change no name.
      let isNamed = groups[index].rules.name != FewShot.nameOfOptions
      if !isNamed || anchors[groups[index].anchor, default: []].count > 1 {
        let identity = Digest.sha256(of: Data((groups[index].comparability.text + groups[index].people).utf8))
        groups[index].anchor += "-\(identity.prefix(8))"
        groups[index].digits = " \(identity.prefix(8))"
      }
    }
    return groups
  }

  /// Whether the people by whom entries are ranked were computed.
  var isComputed: Bool { mainCohort?.isSynthetic ?? cohort.isSynthetic }

  /// The main people in a text that only such people have.
  private var people: String { entries.first?.runs.first?.people ?? "" }

  private init?(_ runs: [RunRecord], _ unranked: Set<String>) throws {
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
    anchor = [task.suffix, rules.name, cohort.name].map(slug).joined(separator: "-")
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
    let ranked = groups.map { group in !group.runs.contains { unranked.contains($0.name) } }
    entries = groups.enumerated().map { place, group in
      let short = group.name.hasSuffix(ending) ? String(group.name.dropLast(ending.count)) : group.name
      // The same name twice: another configuration, or other weights of it; the fingerprint tells them apart. What has a
      // rank needs it only beside others that have one, so that an entry has one name in all tables whose past is in some.
      let isAlone = groups.indices.allSatisfy {
        $0 == place || groups[$0].name != group.name || (ranked[place] && !ranked[$0])
      }
      let label = isAlone ? short : "\(short) \(group.origin.rawValue) \(group.fingerprint.prefix(4))"
      // Where nothing has a rank all are compared, as the rows of such a table stand side by side.
      let isRanked = ranked[place] || !ranked.contains(true)
      return ComparedEntry(
        name: group.name, label: isRanked ? label : "\(label) (unranked)", origin: group.origin, place: place,
        runs: group.runs, isRanked: isRanked)
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
  package var pairs: [Comparison.Pair] { mainCohort.map(pairs) ?? [] }

  /// Holm-corrected paired tests of the pooled scores of the entries that were tested on these people.
  func pairs(on audience: TestedCohort) -> [Comparison.Pair] { pairs(of: entries, on: audience) }

  /// The same of some of the entries, as far as they are ranked.
  func pairs(of some: [ComparedEntry], on audience: TestedCohort) -> [Comparison.Pair] {
    Comparison.pairs(
      some.filter { $0.isRanked && !$0.tests(on: audience).isEmpty }.map { entry in
        let tables = entry.tests(on: audience).map(\.scores.table)
        return .init(entry.label, tables.map { ScoreTable(scores: $0.scores.filter { $0.output == nil }) })
      })
  }

}

extension Comparability {
  /// All parts in one text.
  fileprivate var text: String { [task, rules, cohort, split].joined(separator: " ") }
}

extension RunRecord {
  /// The population of the first test: healthy people where there are some.
  fileprivate var people: String { tests.first.map { $0.scores.population.rawValue } ?? "" }
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
