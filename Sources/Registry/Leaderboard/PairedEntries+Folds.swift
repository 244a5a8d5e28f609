import Faults
import Formats
import Foundation
import Protocols
import Runs
import Scores

extension PairedEntries {
  /// Compares entries by the people whom their folds validate on, so that a design is chosen before anybody looks at the
  /// test people.
  ///
  /// Folds count that all entries have done; final trainings and tests need not have been done. Each fold chose its epoch by
  /// these people, so the scores themselves are a little too good, for all entries alike.
  ///
  /// - Parameters:
  ///   - names: at least two entries; `name@` with the first digits of a fingerprint tells two of a name apart.
  ///   - home: where their runs are.
  ///   - current: the fingerprints of the entries as they are now: of an entry's versions the present one is meant.
  ///   - note: is told of runs that cannot be read.
  /// - Returns: one comparison for each examination of which all entries have done a fold.
  /// - Throws: ``Fault``: `usage` when a name is ambiguous or there are fewer than two; `missing` when they share no fold;
  ///   `data` when a fold of theirs is damaged, or was changed after its run was sealed.
  public static func byFolds(
    _ names: [String], in home: HomeFolder, current: [String: String] = [:], note: (String) -> Void = { _ in }
  ) throws -> [PairedEntries] {
    try checkNames(names)
    let trained = trainedRuns(in: home, note)
    let runs = try names.map { name in
      let word = EntryWord(name)
      return try trained.filter { word.means($0.1.entry.name, $0.1.entry.fingerprint, $0.1.origin) }
        .map { FoldedRun(description: $1, folds: try $0.foldResults(of: $1.split)) }.filter { !$0.folds.isEmpty }
    }
    for (name, own) in zip(names, runs) where own.isEmpty {
      let others = Set(trained.map(\.1.entry.name)).subtracting([name]).sorted()
      throw Fault(
        .missing,
        "No fold of '\(name)' has been done.\(suggestion(for: name, in: others)) (hipzoo benchmark --folds)")
    }
    let examinations = Set(runs.joined().map(\.description.comparability)).sorted()
    let compared = try examinations.compactMap { examination in
      try comparison(names, runs.map { $0.filter { $0.description.comparability == examination } }, current)
    }
    guard !compared.isEmpty else {
      throw Fault(
        .missing, "No fold of one protocol, cohort and split has been done by all of \(names.joined(separator: ", ")).")
    }
    return compared
  }

  /// The runs of entries that trained by a protocol, by name of their folder.
  private static func trainedRuns(in home: HomeFolder, _ note: (String) -> Void) -> [(RunFolder, RunDescription)] {
    home.runNames.compactMap { name in
      let folder = RunFolder(home.runs.appending(path: name))
      guard FileManager.default.fileExists(atPath: folder.description.path) else { return nil }
      do {
        let description = try folder.readDescription()
        return [.trained, .baseline].contains(description.origin) ? (folder, description) : nil
      } catch {
        note("\(error) The run is left out.")
        return nil
      }
    }
  }

  private static func comparison(
    _ names: [String], _ runs: [[FoldedRun]], _ current: [String: String]
  ) throws -> PairedEntries? {
    let runs = try zip(names, runs).map { try FoldedRun.present($1, EntryWord($0), current) }
    let done = runs.map { Set($0.flatMap { $0.folds.map(\.path) }) }
    guard let first = runs.first?.first?.description, let all = done.first,
      case let shared = done.reduce(all, { $0.intersection($1) }), !shared.isEmpty
    else { return nil }
    let tables = zip(names, runs).map { name, runs in
      Comparison.NamedTables(name, runs.flatMap { $0.tables(of: shared) })
    }
    let cohort = Leaderboard.Cohort(
      name: first.cohort.name, fingerprint: first.cohort.fingerprint, population: .healthy,
      isSynthetic: first.cohort.isSynthetic, doi: first.cohort.doi, labels: first.cohort.labels)
    let count = first.split.divisions.reduce(0) { $0 + $1.validation.count }
    let more = zip(names, done).filter { $1.count > shared.count }.map { "\($0) has done \($1.count)" }
    return PairedEntries(
      task: first.task, unit: try PredictionTasks.named(first.task).unit, cohort: cohort,
      sentence:
        "\(first.task) by protocol \(first.rules.name), paired by the people that \(shared.count) of \(count) folds "
        + "validated on, of \(cohort.isSynthetic ? "the synthetic cohort " : "")\(cohort.name). By the same people each fold "
        + "chose its epoch; no test was looked at.\(more.isEmpty ? "" : " More than these folds: \(more.joined(separator: ", ")).")",
      entries: names, pairs: Comparison.pairs(tables), means: means(tables))
  }

  private static func means(_ entries: [Comparison.NamedTables]) -> [Mean] {
    let subsets = Subset.sorted(Set(entries.flatMap { $0.tables.flatMap(\.subsets) }))
    return entries.flatMap { entry in
      Metric.allCases.flatMap { metric in
        subsets.map { subset in
          let people = Comparison.subjectMeans(entry.tables.map { $0.rows(subset, output: nil) }, metric)
          let numbers = people.sorted { $0.key < $1.key }.map(\.value)
          return Mean(
            entry: entry.name, metric: metric, subset: subset, n: numbers.count, mean: Summary.mean(numbers))
        }
      }
    }
  }
}

/// A run that trained by a protocol, and what came of its folds so far.
private struct FoldedRun {
  let description: RunDescription
  let folds: [(path: String, result: FoldResult)]

  /// The scores of some folds, in order.
  func tables(of paths: Set<String>) -> [ScoreTable] {
    folds.filter { paths.contains($0.path) }.map(\.result.scores)
  }

  /// The seeds of one version of an entry: of the present one, where the word names none.
  static func present(_ runs: [FoldedRun], _ word: EntryWord, _ current: [String: String]) throws -> [FoldedRun] {
    let present = runs.filter { current[$0.description.entry.name] == $0.description.entry.fingerprint }
    let fitting = present.isEmpty || word.isExact ? runs : present
    let versions = Set(fitting.map(\.description.entry.fingerprint)).sorted()
    guard versions.count < 2 else {
      let choices = versions.map { "\(word.name)@\($0.prefix(8))" }
      throw Fault(.usage, "'\(word.name)' is more than one: \(choices.joined(separator: ", ")). Name one of them.")
    }
    return fitting
  }
}
