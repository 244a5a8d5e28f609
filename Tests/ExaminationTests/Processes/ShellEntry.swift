import Cohorts
import Examination
import Faults
import Formats
import Foundation
import Jobs
import Protocols
import Runs
import TestSupport

/// A process entry that is a shell script, in an examination small enough for a test.
struct ShellEntry {
  /// What a script starts with: `zeros` writes predictions of a shape from bytes of one value.
  private static let prelude = #"""
    #!/bin/sh
    set -eu
    trials=$(sed 's/.*"trials":\([0-9]*\).*/\1/' call.json)
    # predictions SHAPE BYTES OCTAL: an array named 'predictions' whose every byte is OCTAL
    predictions() {
      header="{\"predictions\":{\"dtype\":\"F32\",\"shape\":[$1],\"data_offsets\":[0,$2]}}"
      length=${#header}
      printf "\\$(printf %03o $((length % 256)))\\$(printf %03o $((length / 256)))\\000\\000\\000\\000\\000\\000"
      printf %s "$header"
      head -c "$2" /dev/zero | tr '\000' "\\$3"
    }
    zeros() { predictions "$trials,180,3" $((trials * 180 * 3 * 4)) 000 > predictions.safetensors; }

    """#

  /// The folder that holds the zoo, the home and all else of one test.
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "shell-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  /// A entry that runs a script.
  ///
  /// - Parameters:
  ///   - fit: what it does when it is called with `fit`.
  ///   - predict: what it does when it is called with `predict`.
  func trainable(
    _ name: String, fit: String = "echo learnt > model/a", predict: String = "zeros", timeLimit: Int = 60
  ) throws -> TrainableEntry {
    let zoo = folder.appending(path: "zoo")
    let script = """
      case "$1" in
      fit)
      \(fit)
      ;;
      predict)
      \(predict)
      ;;
      esac

      """
    try AtomicFile.write(Data((Self.prelude + script).utf8), to: zoo.appending(path: "\(name).sh"))
    return try trainable(name, command: "[sh, \(name).sh]", timeLimit: timeLimit)
  }

  /// A entry with a command of its own.
  func trainable(_ name: String, command: String, timeLimit: Int = 60) throws -> TrainableEntry {
    let text = """
      name: \(name)
      process: {command: \(command), time_limit: \(timeLimit)}
      task: joint-moment
      configuration: {reach: 6, step: 3}
      """
    let zoo = folder.appending(path: "zoo")
    return try TrainableEntry(Manifest(yaml: Array(text.utf8), file: "\(name).yaml", folder: zoo), among: [], code: [:])
  }

  /// The examination of some candidates.
  func examination(_ candidates: [TrainableEntry]) throws -> ExaminationPlan {
    try ExaminationPlan(
      NamedProtocol(yaml: Array(tinyProtocol.utf8), file: "tiny.yaml"), cohort: HealthyCohort(tinyCohort()),
      external: nil, candidates: candidates, home: HomeFolder(folder.appending(path: "home").path))
  }

  /// Runs an examination and tells what failed.
  func run(_ examination: ExaminationPlan, interruption: Interruption = Interruption()) -> Schedule.Outcome {
    Schedule(examination.jobs).run(
      workers: 2, JobContext(threads: 1, interruption: interruption, report: { _ in }))
  }

  /// What fails of one entry.
  func failures(of trainable: TrainableEntry) throws -> [String] {
    run(try examination([trainable])).failures.map(\.message)
  }
}

/// Twelve trials of six subjects; every trial has angles and targets of its own.
func tinyCohort() throws -> Cohort {
  let subjects = (0..<12).map { "H\(String(format: "%02d", $0 / 2 + 1))" }
  let task = jointMoment
  func waves(_ columns: Int, _ size: Float) -> [Float] {
    (0..<12 * 180 * columns).map { index in
      let (frame, trial) = (Float(index / columns % 180), Float(index / columns / 180))
      let phase = 2 * Float.pi * frame / 180 + Float(index % columns)
      return size * sin(phase) + 0.3 * trial * cos(2 * phase)
    }
  }
  return try Cohort(
    source: "tiny.npz", task: task, inputs: waves(10, 20), targets: waves(3, 40), subjects: subjects,
    heights: subjects.map { _ in 1.7 }, masses: subjects.map { _ in 70 },
    cadences: subjects.indices.map { $0 % 2 == 0 ? .slow : .fast })
}

private let tinyProtocol = """
  schema: 1
  name: tiny
  summary: For tests.
  kind: hold-out
  rules:
    selection: {cadences: [slow, med, fast], subjects: all, trials_per_cadence: all}
    split: {shuffle: numpy-pcg64, seed: 42, test_ratio: 0.2}
    cross_validation: {method: group-k-fold, folds: 2}
    training:
      targets: divided-by-body-mass
      standardisation: {deviation: population, epsilon: 1.0e-8}
      loss: mean-squared-error
      optimiser: {name: adamw, learning_rate: 1.0e-3, weight_decay: 1.0e-5, beta1: 0.9, beta2: 0.999, epsilon: 1.0e-8}
      clip_gradient_norm: 0.5
      batch: 4
      shuffle: torch-randperm
      epochs: 3
      patience: 2
      minimal_improvement: 1.0e-8
      final_epochs: median-of-best
      seeds: [2025]
    scoring:
      unit: subject
      r2: pooled
      test: wilcoxon-signed-rank
      correction: holm
      external_entry: best-healthy-rmse
      bootstrap: {samples: 100, seed: 0}
  """
