import Cohorts
import Fixtures
import Foundation
import LSTM
import Mamba
import Protocols
import Testing
import Transformer
import Weights
import Zoo

@Suite(
  .enabled(
    if: Fixtures.isShared("real/real_MF60.npz") && Fixtures.isShared("published/Transformer_MF60.pt"),
    "needs ../shared/real and ../shared/published"))
struct PublishedScoresTests {
  /// What PyTorch gives for a published checkpoint on a real cohort: means over subjects to 4 digits.
  static let scores: [(checkpoint: String, rmse: Double, mae: Double, r2: Double)] = [
    ("Transformer_MF60", 1.4966, 0.6761, 0.8070), ("Transformer_JM60", 0.2149, 0.1373, 0.6059),
    ("LSTM_MF60", 1.8523, 0.8082, 0.7085), ("LSTM_JM60", 0.1956, 0.1226, 0.6964),
    ("Mamba_MF60", 1.8369, 0.8123, 0.7073), ("Mamba_JM60", 0.2080, 0.1351, 0.6364),
  ]

  @Test(arguments: scores)
  func `a published checkpoint has its known scores on a real cohort`(
    expected: (checkpoint: String, rmse: Double, mae: Double, r2: Double)
  ) throws {
    let architectures: [any Architecture.Type] = [LSTM.self, Mamba.self, Transformer.self]
    let file = expected.checkpoint.lowercased().replacingOccurrences(of: "_", with: "-") + ".yaml"
    let text = try String(contentsOf: Fixtures.url("../../zoo/\(file)").standardized, encoding: .utf8)
    let catalogue = try Catalogue(
      builtIn: [.init(name: file, text: text)], architectures: architectures.map { $0.name })
    let artifact = try WeightsImport(catalogue, architectures: architectures)
      .artifact(Fixtures.shared.appending(path: "published/\(expected.checkpoint).pt"))
    let suffix = expected.checkpoint.suffix(4)
    let cohort = try Cohort.read(Fixtures.shared.appending(path: "real/real_\(suffix).npz"))
    let values = try artifact.predictor(among: architectures)
      .predict(cohort.inputs, frames: cohort.frames, threads: 2)
    let truth = try #require(cohort.normalisedTargets)
    let each = truth.count / cohort.trials
    var sums = (rmse: 0.0, mae: 0.0, r2: 0.0)
    let subjects = Set(cohort.subjects)
    for subject in subjects {
      let rows = cohort.subjects.indices.filter { cohort.subjects[$0] == subject }
        .flatMap { $0 * each..<($0 + 1) * each }
      let y = rows.map { Double(truth[$0]) }
      let errors = rows.map { Double(values[$0]) - Double(truth[$0]) }
      let mean = y.reduce(0, +) / Double(y.count)
      let squares = errors.reduce(0) { $0 + $1 * $1 }
      sums.rmse += (squares / Double(y.count)).squareRoot()
      sums.mae += errors.reduce(0) { $0 + abs($1) } / Double(y.count)
      sums.r2 += 1 - squares / y.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
    let count = Double(subjects.count)
    #expect(abs(sums.rmse / count - expected.rmse) < 6e-5, "\(sums.rmse / count)")
    #expect(abs(sums.mae / count - expected.mae) < 6e-5, "\(sums.mae / count)")
    #expect(abs(sums.r2 / count - expected.r2) < 6e-5, "\(sums.r2 / count)")
  }
}
