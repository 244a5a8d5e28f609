import Cohorts
import Faults
import Foundation
import Protocols
import Runs
import Scores
import Weights
import Zoo

/// A band around an entry's predictions, and how well it holds, from a cohort that its weights were not trained on.
public struct Calibration: Sendable {
  /// The band.
  public let band: ConformalBand
  /// What was measured of it.
  public let record: CalibrationRecord
  /// What a person should know: guesses, what is odd, who was left out.
  public let remarks: [String]

  /// Predicts a cohort and measures how far off the predictions are.
  ///
  /// - Parameters:
  ///   - level: the share that is promised, in per cent.
  ///   - artifact: the weights.
  ///   - cohort: trials with targets; people whom the weights were trained on are left out, since their errors are too
  ///     small.
  ///   - option: whose trials a person says these are.
  ///   - seen: what becomes of people whom the weights were trained on.
  ///   - types: the architectures that there are.
  ///   - threads: how many threads to use; the result does not depend on it.
  /// - Throws: ``Fault`` of kind `data` when the cohort is of another task, impossible, or of too few people.
  public init(
    _ level: Int, of artifact: Artifact, on cohort: Cohort, option: Population? = nil, seen: SeenPolicy = .exclude,
    among types: [any Architecture.Type], threads: Int
  ) throws {
    guard artifact.task == cohort.task.name else {
      throw Fault(
        .data, at: .file(cohort.source),
        "it holds targets of \(cohort.task.name); the weights of '\(artifact.entry)' predict \(artifact.task).")
    }
    let whole = try ExternalCohort(stated: cohort, option: option)
    let unseen = try whole.unseen(by: artifact.trainedOn, seen)
    let set = try whole.evaluationSet(unseen.trials)
    let predictor = try artifact.predictor(among: types)
    let errors = try set.absoluteErrors(predictor.predict(set.angles, frames: cohort.frames, threads: threads))
    let (share, outputs) = (Double(level) / 100, cohort.task.outputs)
    guard let band = ConformalBand(level: share, errors: errors, subjects: set.subjects) else {
      throw Fault(
        .data, at: .file(cohort.source),
        "\(Set(set.subjects).count) people are left to calibrate with; \(level) % bands need "
          + "\(ConformalBand.fewestPeople(level: share)). Ask for a lower --interval, or bring more people.")
    }
    let shares = ConformalBand.coverage(
      level: share, errors: errors, subjects: set.subjects, outputs: outputs.count)
    let byOutput = outputs.indices.compactMap { output in
      shares.map { 100 * Summary.mean($0.map { $0[output] }) }
    }
    self.band = band
    record = CalibrationRecord(
      artifact: try artifact.digest(), entry: artifact.entry, task: artifact.task, cohort: whole.summary,
      population: whole.population.rawValue, level: level, people: band.people, trials: set.trials,
      coverage: byOutput.isEmpty ? nil : Summary.mean(byOutput),
      coverageByOutput: zip(outputs, byOutput).map { .init(output: $0, coverage: $1) })
    remarks = whole.remarks + unseen.marks
  }
}
