import Formats
import Protocols
import Runs
import Scores

/// One entry as an examination found it: its runs, a seed each.
package struct ComparedEntry: Sendable {
  /// The entry's name.
  package let name: String
  /// The name as figures show it: without the task's suffix, which all entries of a figure share.
  package let label: String
  /// How its predictions came about.
  let origin: RunDescription.Origin
  /// Its place among the entries, which decides its colour.
  private(set) var place: Int
  /// The runs by seed.
  package private(set) var runs: [RunRecord]
  /// Whether the table ranks it: figures draw what it does not rank, and compare it with nobody.
  let isRanked: Bool

  /// The same entry with another place.
  func at(_ place: Int) -> ComparedEntry {
    var entry = self
    entry.place = place
    return entry
  }

  /// The same entry with more runs.
  func with(_ more: [RunRecord]) -> ComparedEntry {
    var entry = self
    entry.runs += more
    return entry
  }

  /// SHA-256 of the weights that predicted in the first run.
  var artifact: String? { runs.first?.tests.first?.scores.artifact }

  /// By whose rules it trained.
  var track: Track { runs.first?.description.entry.track ?? .fixed }

  /// Its sign at points: colour and shape together belong to one entry of forty.
  func signs(_ points: [(x: Double, y: Double)]) -> Markup { Marks.signs(points, place) }

  /// The style class of its colour.
  var style: String { Palette.style(place) }
  /// The style classes of its line: colour and dashes together belong to one entry of forty.
  var line: String { "line \(Palette.dashes(place)) \(style)" }
  /// The entry as its first run describes it.
  var entry: RunDescription.Entry? { runs.first?.description.entry }

  /// What the entry did on one cohort, a record for each seed.
  package func tests(on audience: TestedCohort) -> [RunRecord.TestRecord] {
    runs.compactMap { run in run.tests.first { TestedCohort($0.scores) == audience } }
  }

  /// The curves that figures show: those of the first seed.
  package func curves(on audience: TestedCohort) -> GaitCurves? { tests(on: audience).lazy.compactMap(\.curves).first }

  /// Everybody's own curves, of the first seed.
  func people(on audience: TestedCohort) -> [PersonCurves] {
    tests(on: audience).lazy.map(\.people).first { !$0.isEmpty } ?? []
  }

  /// Each subject's error along the cycle, `[outputs][frames]`: a mean over seeds.
  func errors(on audience: TestedCohort) -> [String: [[Double]]] {
    var all = [String: [[[Double]]]]()
    for person in tests(on: audience).flatMap(\.people) { all[person.subject, default: []].append(person.rmse) }
    return all.compactMapValues { seeds in
      guard seeds.count > 1, let first = seeds.first else { return seeds.first }
      return first.indices.map { output in
        first[output].indices.map { frame in Summary.mean(seeds.map { $0[output][frame] }) }
      }
    }
  }

  /// Each subject's score, a mean over seeds, sorted by subject.
  func scores(on audience: TestedCohort, subset: String = ScoreTable.overall, output: String? = nil) -> [SubjectScore] {
    let tables = tests(on: audience).map { $0.scores.table.rows(subset, output: output) }
    guard tables.count > 1 else { return tables.first ?? [] }
    var all = [String: [SubjectScore]]()
    for score in tables.joined() { all[score.subject, default: []].append(score) }
    return all.sorted { $0.key < $1.key }.compactMap { subject, scores in
      guard let first = scores.first else { return nil }
      let r2 = scores.compactMap(\.r2)
      return SubjectScore(
        subject: subject, subset: subset, output: output, trials: first.trials,
        rmse: Summary.mean(scores.map(\.rmse)), mae: Summary.mean(scores.map(\.mae)),
        r2: r2.isEmpty ? nil : Summary.mean(r2))
    }
  }
}

extension TestedCohort {
  /// The people in words.
  package var title: String {
    switch population {
    case .healthy: "Healthy test subjects"
    case .onfh: "ONFH patients"
    case .external: "External cohort \(name)"
    default: "\(population), cohort \(name)"
    }
  }

  /// The people in a word, for names of files and narrow labels.
  package var word: String {
    switch population {
    case .healthy: "healthy"
    case .onfh: "onfh"
    case .external: "external-\((fingerprint ?? "").prefix(8))"
    default:
      "\(population.rawValue.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "-" }.joined())"
        + "-\((fingerprint ?? "").prefix(8))"
    }
  }
}
