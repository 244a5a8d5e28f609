import Cohorts
import Formats
import Foundation
import Protocols
import Runs
import Scores
import Zoo

extension Evaluation {
  /// Scores what weights have to beat on this cohort: a mean curve that takes no notice of the angles.
  ///
  /// By a protocol that trains it is the mean curve of the pool's targets. Where nobody is trained on, as for `zero-shot`,
  /// everybody is predicted by the mean curve of the others in the cohort, since the targets that weights were trained on
  /// are not at hand.
  /// - Returns: nil where there is nobody else, or a benchmark has left the mean curve of its pool in the same table.
  /// - Throws: ``Fault`` as the scoring of weights does.
  public func baseline() throws -> Outcome? {
    let trials = try tested()
    let isTrained = trials.divisions.contains { !$0.pool.isEmpty }
    guard try isTrained ? !isTrainedHere(trials) : Set(trials.asked.map { cohort.subjects[$0] }).count > 1 else {
      return nil
    }
    let curves = try isTrained ? ofPools(trials) : ofOthers(trials.asked)
    let word = "the mean curve of \(isTrained ? "the pool" : "the other people of the cohort")"
    let (task, engine) = (cohort.task, engineVersion)
    let entry = RunDescription.Entry(
      name: BaselineName.meanCurve(of: task), architecture: "baseline", configuration: "{}", parameters: nil,
      fingerprint: Digest.sha256(of: Data("mean-curve\n\(task.name)\n\(word)\nengine \(engine)\n".utf8)), code: nil,
      engine: engine)
    // It has seen nobody by name: everybody who may be tested is.
    return try record(.baseline, entry, artifact: nil, trainedOn: { cohort.trainedOn([]) }, saying: [word]) {
      $1.flatMap { curves[$0] ?? [] }
    }
  }

  /// Whether a benchmark's own mean curve stands in the same table.
  private func isTrainedHere(_ trials: TestedTrials) throws -> Bool {
    let split = try trials.split(of: cohort)
    return try home.runFolders().contains { folder in
      guard let run = try? folder.readDescription(), run.origin == .baseline, run.population == nil else {
        return false
      }
      return run.task == cohort.task.name && run.rules.fingerprint == RunDescription.Rules(named).fingerprint
        && run.cohort.fingerprint == cohort.fingerprint && run.split.fingerprint == split.fingerprint
    }
  }

  /// For each tested trial the mean curve of its division's pool.
  private func ofPools(_ trials: TestedTrials) throws -> [Int: [Float]] {
    let targets = try cohort.targetsForScoring
    var curves: [Int: [Float]] = [:]
    for division in trials.divisions {
      let pool = division.pool.map { trials.selected[$0] }
      let mean = curve(sum(of: pool, targets), over: pool.count)
      for trial in division.test { curves[trials.selected[trial]] = mean }
    }
    return curves
  }

  /// For each tested trial the mean curve of everybody else's.
  private func ofOthers(_ asked: [Int]) throws -> [Int: [Float]] {
    let targets = try cohort.targetsForScoring
    let all = sum(of: asked, targets)
    var curves: [Int: [Float]] = [:]
    for own in Dictionary(grouping: asked, by: { cohort.subjects[$0] }).values {
      let rest = zip(all, sum(of: own, targets)).map { $0 - $1 }
      let mean = curve(rest, over: asked.count - own.count)
      for trial in own { curves[trial] = mean }
    }
    return curves
  }

  private func sum(of trials: [Int], _ targets: [Float]) -> [Double] {
    let each = cohort.frames * cohort.task.outputs.count
    var sums = [Double](repeating: 0, count: each)
    for trial in trials.sorted() { for place in 0..<each { sums[place] += Double(targets[trial * each + place]) } }
    return sums
  }

  private func curve(_ sums: [Double], over count: Int) -> [Float] { sums.map { Float($0 / Double(max(count, 1))) } }
}
