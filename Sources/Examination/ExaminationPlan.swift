import Faults
import Formats
import Foundation
import Jobs
import Protocols
import Runs
import Scores

/// Entries of one task that sit the same examination: one protocol, one cohort, the same split.
public struct ExaminationPlan: Sendable {
  /// What it is called; also the name of its folder.
  public let name: String
  /// The protocol.
  public let named: NamedProtocol
  /// The task.
  public let task: any PredictionTask
  /// The runs: entry by entry, of each the seeds in order; last the baseline.
  public let runs: [RunPlan]
  /// Where it leaves what concerns several runs.
  public let folder: ExaminationFolder
  private let external: ExternalCohort?
  private let isOfFoldsAlone: Bool
  /// What a person should know of the cohorts: guesses, what was mended and what is odd.
  public let remarks: [String]

  /// Plans an examination.
  ///
  /// - Parameters:
  ///   - named: the protocol.
  ///   - cohort: the healthy cohort, before the protocol's selection.
  ///   - external: a cohort that no training sees.
  ///   - candidates: the entries, all of the cohort's task.
  ///   - seeds: the seeds; nil for those of the protocol.
  ///   - isOfFoldsAlone: whether neither final trainings nor tests are asked for, as where designs are chosen.
  ///   - home: where runs are kept.
  /// - Throws: ``Fault`` of kind `data` when the cohort is too small, or a subject is in both cohorts.
  public init(
    _ named: NamedProtocol, cohort: HealthyCohort, external: ExternalCohort?, candidates: [TrainableEntry],
    seeds: [UInt64]? = nil, isOfFoldsAlone: Bool = false, home: HomeFolder
  ) throws {
    guard !(named.rules is FewShot) else {
      throw Fault(
        .usage,
        "The protocol '\(named.name)' adapts weights that are there already: hipzoo finetune ENTRY --cohort FILE "
          + "--protocol \(named.name).")
    }
    guard let recipe = named.rules.training else {
      throw Fault(
        .usage, "The protocol '\(named.name)' trains nothing; it is one to evaluate weights with (hipzoo evaluate).")
    }
    let selected = try cohort.selecting(named.rules.selection)
    if let external { try Self.refuseSharedSubjects(cohort, external) }
    let divisions = try named.rules.checkedDivisions(of: selected.facts)
    let split = try RunDescription.SplitSummary(divisions, of: selected.subjects)
    func plan(_ trainable: TrainableEntry, _ seed: UInt64) -> RunPlan {
      RunPlan(
        trainable, named, recipe, cohort: selected, divisions: divisions, split: split, seed: seed, home: home)
    }
    // The baseline draws nothing, so it has one seed whatever the entries have.
    runs =
      candidates.flatMap { trainable in (seeds ?? recipe.seeds).map { plan(trainable, $0) } }
      + [plan(.meanCurve(of: cohort.task), 0)]
    let identity = ([external?.summary.fingerprint ?? "-"] + runs.map(\.description.fingerprint)).joined(
      separator: "\n")
    name = "\(named.name)-\(cohort.task.suffix.lowercased())-\(Digest.sha256(of: Data(identity.utf8)).prefix(8))"
    folder = ExaminationFolder(home.examinations.appending(path: name))
    self.named = named
    task = cohort.task
    self.external = external
    self.isOfFoldsAlone = isOfFoldsAlone
    remarks = cohort.remarks + (external?.remarks ?? [])
  }

  /// The trials of the cohort that no training sees; nil where there is none.
  var externalTrials: Int? { external?.subjects.count }

  /// Every job, each after those it needs; the folds alone, where no more was asked for.
  public var jobs: [Job] {
    guard !isOfFoldsAlone else { return runs.flatMap(\.foldJobs) }
    let tests = runs.map(\.testJobID)
    var jobs = runs.flatMap(\.jobs)
    jobs.append(
      Job(
        id: "\(name)/compare", follows: tests, outputs: [folder.comparison],
        isDone: { folder.comparedRuns == comparable.map(\.folder.name) }
      ) { _ in try folder.write(compared()) })
    if let external {
      let scores = runs.map { $0.folder.external(external.summary.fingerprint, external.population).scores }
      jobs.append(
        Job(
          id: "\(name)/external", follows: tests, outputs: scores, isDone: { isTestedExternally(external) }
        ) { context in
          for run in tested { try run.testExternally(external, context) }
        })
    }
    return jobs
  }

  /// The paired tests, once they have been made.
  public var comparison: Comparison? { try? folder.readComparison()?.comparison }

  // MARK: Several runs

  private var tested: [RunPlan] { runs.filter(\.isTested) }

  /// The runs that are compared: a baseline is no entry, and would weaken the tests of the others.
  private var comparable: [RunPlan] { tested.filter { $0.description.origin != .baseline } }

  private func compared() throws -> Comparison {
    let comparable = comparable
    var entries = [Comparison.NamedTables]()
    for run in comparable {
      let table = try run.folder.readScores(run.folder.test).table
      if entries.last?.name == run.trainable.entry.name {
        entries[entries.count - 1].tables.append(table)
      } else {
        entries.append(.init(run.trainable.entry.name, [table]))
      }
    }
    guard let first = runs.first else { throw Fault(.usage, "No entry was named; there is nothing to compare.") }
    return Comparison(
      task: task.name, rules: first.description.rules, cohort: first.description.cohort.fingerprint,
      split: first.description.split.fingerprint, runs: comparable.map(\.folder.name),
      pairs: Comparison.pairs(entries))
  }

  private func isTestedExternally(_ external: ExternalCohort) -> Bool {
    let tested = tested
    return !tested.isEmpty
      && tested.allSatisfy {
        $0.folder.isOver($0.folder.external(external.summary.fingerprint, external.population))
      }
  }

  private static func refuseSharedSubjects(_ cohort: HealthyCohort, _ external: ExternalCohort) throws {
    let own = Set(cohort.subjects.map(PersonKey.init))
    let shared = Set(external.subjects.filter { own.contains(PersonKey($0)) }).sorted()
    guard shared.isEmpty else {
      throw Fault(
        .data, at: .file(external.summary.name),
        "subject \(shared.joined(separator: ", ")) is in the healthy cohort too; an external "
          + "cohort holds nobody that training may see.")
    }
  }
}
