import Foundation
import Runs
import Scores
import TestSupport

/// A home of three entries whose numbers are simple enough to be computed anywhere: `Fixtures/report/make.py` computes
/// every figure of it without HipZoo.
///
/// `alpha` has two seeds, curves and folds; `beta` one seed and no curves; `gamma` saw no patients and tells no epochs.
enum GoldenHome {
  private static let outputs = ["hip_flexion_r_moment", "hip_adduction_r_moment", "hip_rotation_r_moment"]
  private static let healthy: [Double] = [3, 8, 1, 6, 2, 7, 4, 5]
  private static let patients: [Double] = [4, 6, 2, 10]

  static func write(in home: HomeFolder) throws {
    for seed in [1, 2] as [UInt64] {
      var alpha = run("alpha", seed: seed)
      alpha.parameters = 1_234_567
      // Figures show the curves of the first seed; those of the second are others.
      alpha.curves = curves(healthy: true, gain: seed == 1 ? 1 : 3)
      if seed == 1 {
        alpha.folds = [
          epochs([(4, 3.5, 8, 1.5), (2, 2.25, 4, 1.25), (1, 2.5, 2, 1)]), epochs([(5, 3, 9, 2), (3, 3.125, 5, 2.5)]),
        ]
        alpha.final = epochs([(4.5, nil, 7, 60), (2.5, nil, 3, 64.5)])
      } else {
        alpha.folds = [epochs([(4.25, 3.75, 8.5, 3)])]
        alpha.final = epochs([(4.75, nil, 7.5, 10000)])
      }
      try alpha.write(in: home)
      try alpha.writeExternal(
        "patients", table: table("alpha", seed, patients), curves: curves(healthy: false, gain: seed == 1 ? 1 : 3),
        in: home)
    }
    var beta = run("beta", seed: 1)
    beta.parameters = 250
    beta.final = epochs([(6, nil, 1, 0.5)])
    try beta.write(in: home)
    try beta.writeExternal("patients", table: table("beta", 1, patients), in: home)
    var gamma = run("gamma", seed: 1)
    gamma.parameters = nil
    try gamma.write(in: home)
  }

  private static func run(_ entry: String, seed: UInt64) -> MadeRun {
    var run = MadeRun(entry: "\(entry)-jm60", seed: seed)
    run.table = table(entry, seed, healthy)
    run.subjects = healthy.indices.map { "H0\($0 + 1)" }
    return run
  }

  private static func epochs(_ numbers: [(Double, Double?, Double, Double)]) -> [EpochRecord] {
    numbers.enumerated().map {
      EpochRecord(epoch: $0 + 1, loss: $1.0, validationLoss: $1.1, gradientNorm: $1.2, seconds: $1.3)
    }
  }

  // MARK: Scores

  /// The RMSE of a subject over all trials and outputs.
  private static func error(_ entry: String, _ seed: UInt64, _ name: String, _ base: Double) -> Double {
    let shifts = ["alpha": seed == 1 ? -0.0625 : 0.0625, "beta": name == "H03" ? -0.5 : 0.25, "gamma": 0.5]
    return 1 + 0.125 * base + (shifts[entry] ?? 0) + (name.hasPrefix("P") ? 0.5 : 0)
  }

  private static func table(_ entry: String, _ seed: UInt64, _ bases: [Double]) -> ScoreTable {
    ScoreTable(
      scores: bases.enumerated().flatMap { place, base -> [SubjectScore] in
        let number = place + 1
        let name = "\(bases.count == healthy.count ? "H" : "P")0\(number)"
        let pooled = error(entry, seed, name, base)
        func score(_ subset: String, _ trials: Int, _ rmse: Double) -> SubjectScore {
          .init(
            subject: name, subset: subset, output: nil, trials: trials, rmse: rmse, mae: rmse / 2, r2: 1 - rmse / 4)
        }
        let single = outputs.enumerated().map { output, title in
          let rmse = pooled * (1 + 0.25 * Double((number + output) % 3))
          return SubjectScore(
            subject: name, subset: "overall", output: title, trials: 3, rmse: rmse, mae: rmse / 4,
            r2: 0.875 - 0.125 * Double(output) - 0.0625 * Double(number))
        }
        return [score("overall", 3, pooled)] + single
          + [score("fast", 2, pooled + 0.1875), score("slow", 1, pooled + (number % 2 == 0 ? 0.25 : 0.125))]
      })
  }

  // MARK: Curves

  /// A gain, a shift in frames, the side of the peak and the frame of the reference's peak, for each output.
  private static let moves: [(gain: Float, shift: Int, side: Float, peak: Int)] = [
    (1.25, 2, 1, 20), (0.5, -3, -1, 10), (1.5, 4, 1, 38),
  ]
  private static let frames = 40

  /// A triangle over the cycle, higher in later trials.
  private static func reference(_ trial: Int, _ output: Int, _ frame: Int) -> Float {
    let (move, ahead) = (moves[output], (frame - moves[output].peak + 2 * frames) % frames)
    let away = Float(min(ahead, frames - ahead))
    return move.side * (1 + Float(trial) / 4) * Float(output + 1) * (1 - away / 16)
  }

  private static func curves(healthy: Bool, gain: Float) -> GaitCurves {
    let trials =
      healthy
      ? [("H01", "slow"), ("H01", "fast"), ("H02", "slow"), ("H02", "fast")] : [("P01", "self"), ("P02", "self")]
    func all(_ value: (Int, Int, Int) -> Float) -> [Float] {
      trials.indices.flatMap { trial in
        (0..<frames).flatMap { frame in outputs.indices.map { value(trial, $0, frame) } }
      }
    }
    let predicted = all { trial, output, frame in
      let move = moves[output]
      let early = reference(trial, output, (frame - move.shift + frames) % frames)
      return gain * move.gain * early + (trial == 2 ? 0.25 : 0)
    }
    return GaitCurves(
      predicted, references: all(reference), subjects: trials.map(\.0), cadences: trials.map(\.1), outputs: outputs,
      frames: frames)
  }
}
