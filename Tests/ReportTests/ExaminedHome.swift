import Examination
import Faults
import Foundation
import Jobs
import LSTM
import Protocols
import Report
import Runs
import SyntheticGait
import TestSupport
import Testing

/// A home folder in which five small entries have really been trained and tested, on both tasks and both populations.
enum ExaminedHome {
  /// The folder; it is made once for all tests.
  static var shared: HomeFolder { get throws { try made.get() } }

  /// The report of all of it, made once: in a build without optimisation that takes a while.
  static var report: ReportPage { get throws { try reported.get() } }

  private static let reported = Result { try ReportPage(home: shared, manifests: manifests()) }

  static let entries = ["ada", "bea", "cleo", "dora-with-a-rather-long-name", "eve"]

  /// The manifests of the entries; one of them reports scores.
  static func manifests() throws -> [Manifest] {
    try [muscleForce, jointMoment].flatMap { task in try entries.indices.map { try manifest($0, task) } }
  }

  private static let made = Result { () throws -> HomeFolder in
    let home = HomeFolder(FileManager.default.temporaryDirectory.appending(path: "report-\(UUID().uuidString)").path)
    let synthetic = try SyntheticCohort.generate(seed: 3)
    let named = try NamedProtocol(yaml: Array(rules.utf8), file: "small.yaml")
    for task in [muscleForce, jointMoment] {
      let examination = try ExaminationPlan(
        named, cohort: HealthyCohort(synthetic.cohort(.healthy, task: task)),
        external: ExternalCohort(synthetic.cohort(.patients, task: task), population: .onfh),
        candidates: entries.indices.map {
          try TrainableEntry(manifest($0, task), among: [LSTM.self], code: ["LSTM": "test"])
        }, home: home)
      let outcome = Schedule(examination.jobs).run(
        workers: 2, JobContext(threads: 1, interruption: Interruption(), report: { _ in }))
      guard outcome.failures.isEmpty else { throw Fault(.software, "\(outcome.failures)") }
    }
    return home
  }

  private static func manifest(_ index: Int, _ task: any PredictionTask) throws -> Manifest {
    let reported =
      index == 0
      ? ", reported: [{cohort: healthy, subset: overall, rmse: 1.5136, mae: 0.6594, r2: 0.775, n: 12, source: \"a < b\"}]"
      : ""
    let text =
      "{name: \(entries[index])-\(task.suffix.lowercased()), architecture: LSTM, task: \(task.name), "
      + "configuration: {hidden: \(2 + index), layers: 1, dropout: 0}\(reported)}"
    return try Manifest(yaml: Array(text.utf8), file: "\(entries[index]).yaml")
  }

  private static let rules = """
    schema: 1
    name: small
    summary: For tests.
    kind: hold-out
    rules:
      selection: {cadences: all, subjects: all, trials_per_cadence: all}
      split: {shuffle: numpy-pcg64, seed: 42, test_ratio: 0.2}
      cross_validation: {method: group-k-fold, folds: 2}
      training:
        targets: divided-by-body-mass
        standardisation: {deviation: population, epsilon: 1.0e-8}
        loss: mean-squared-error
        optimiser: {name: adamw, learning_rate: 0.02, weight_decay: 1.0e-5, beta1: 0.9, beta2: 0.999, epsilon: 1.0e-8}
        clip_gradient_norm: 0.5
        batch: 64
        shuffle: torch-randperm
        epochs: 2
        patience: 10
        minimal_improvement: 1.0e-8
        final_epochs: median-of-best
        seeds: [2025]
      scoring:
        unit: subject
        r2: pooled
        test: wilcoxon-signed-rank
        correction: holm
        external_entry: all
        bootstrap: {samples: 200, seed: 0}
    """
}
