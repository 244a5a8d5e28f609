import CycleMixer
import Examination
import Faults
import Fixtures
import Formats
import Foundation
import GRU
import Jobs
import LSTM
import Mamba
import Protocols
import Runs
import TCN
import TestSupport
import Testing
import Transformer
import Weights
import Zoo

/// Trainings whose numbers are kept with the version of the engine that gave them.
///
/// Numerics that change without a new version would leave scores standing that nobody could get again; a new operation
/// or a comment changes no number and needs no new version. `HIPZOO_RECORD_GOLDEN=1` writes the numbers of a version that
/// has none yet.
@Suite("Golden trainings") struct GoldenTrainingTests {
  private struct File: Codable {
    var engine: Int
    var trainings: [String: Numbers]
  }

  /// Few numbers that move when anything on the way from angles to predictions does.
  private struct Numbers: Codable {
    var losses: [Double]
    var validation: [Double]
    var mean: [Double]
    var weights: Double
    var predictions: [Double]

    var all: [Double] { losses + validation + mean + [weights] + predictions }
  }

  private static let architectures: [(any Architecture.Type, Node)] = [
    (
      CycleMixer.self,
      ["width": 8, "hidden": 12, "kernel": 3, "dilations": [1, 2], "harmonics": 3, "gain": 3, "dropout": 0.1]
    ),
    (GRU.self, ["hidden": 8, "layers": 2, "bidirectional": true, "dropout": 0.1]),
    (LSTM.self, ["hidden": 8, "layers": 2, "dropout": 0.1]),
    (Mamba.self, ["d_model": 8, "d_state": 4, "d_conv": 4, "expand": 2, "layers": 2, "dropout": 0.1]),
    (TCN.self, ["channels": 8, "kernel": 3, "blocks": 2, "padding": "circular", "dropout": 0.1]),
    (
      Transformer.self,
      ["d_model": 8, "heads": 2, "layers": 2, "feedforward": 16, "dropout": 0.1, "max_frames": 180]
    ),
  ]

  private static let url = Fixtures.url("golden-trainings.json")

  @Test func `give the numbers of this version of the engine`() throws {
    var measured = [String: Numbers]()
    for (type, configuration) in Self.architectures { measured[type.name] = try numbers(type, configuration) }
    let kept = try? JSONDecoder().decode(File.self, from: Data(contentsOf: Self.url))
    if ProcessInfo.processInfo.environment["HIPZOO_RECORD_GOLDEN"] == "1", kept?.engine != engineVersion {
      try JSONText.write(File(engine: engineVersion, trainings: measured), to: Self.url)
      return
    }
    let file = try #require(kept)
    try #require(
      file.engine == engineVersion,
      "the numbers are of engine \(file.engine), the engine says \(engineVersion): record them, HIPZOO_RECORD_GOLDEN=1")
    #expect(file.trainings.keys.sorted() == measured.keys.sorted())
    for (name, golden) in file.trainings.sorted(by: { $0.key < $1.key }) {
      let own = try #require(measured[name])
      #expect(own.all.count == golden.all.count)
      for (expected, found) in zip(golden.all, own.all) {
        // What other processors' products and exponentials may differ by, over two epochs; a fault moves far more.
        let allowed: Double = 2e-4 * max(abs(expected), 0.05)
        #expect(
          abs(expected - found) <= allowed,
          "\(name): \(found) for \(expected): numerics changed. If they were meant to, raise engineVersion and record.")
      }
    }
  }

  private func numbers(_ type: any Architecture.Type, _ configuration: Node) throws -> Numbers {
    let task = jointMoment
    let trainer = NetworkTrainer(
      entry: "golden", configured: try ConfiguredArchitecture(type.name, configuration: configuration, among: [type]),
      task: task)
    let folder = FileManager.default.temporaryDirectory.appending(path: "hipzoo-golden-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let recipe = try #require(smallProtocol(epochs: 2).rules.training)
    let training = trainingSet(0..<21, nil)
    let request = TrainingRequest(
      job: "golden", trainingSet: training, validation: trainingSet(21..<30, training.standardisation), epochs: 2,
      recipe: recipe, seed: 2025, fingerprint: "", folder: folder)
    let context = JobContext(threads: 2, interruption: Interruption(), report: { _ in })
    let trained = try trainer.train(request, context)
    try trained.model.keep(in: folder)
    let artifact = try Artifact.read(folder.appending(path: "weights.safetensors"))
    let records = try String(contentsOf: folder.appending(path: "log.jsonl"), encoding: .utf8).split(separator: "\n")
      .map { try JSONDecoder().decode(EpochRecord.self, from: Data($0.utf8)) }
    let predictions = try trained.model.predict(angles(30..<32), frames: Self.frames, context)
    var weights = 0.0
    for (index, value) in artifact.weights.flatMap(\.values).enumerated() {
      weights += Double(value) * sin(Double(index))
    }
    return Numbers(
      losses: records.map(\.loss), validation: records.compactMap(\.validationLoss),
      mean: (training.standardisation.mean + training.standardisation.deviation).map(Double.init),
      weights: weights,
      predictions: stride(from: 0, to: predictions.count, by: 7).map { Double(predictions[$0]) })
  }

  private static let frames = 20

  /// Angles in degrees by a formula, `[trials, frames, 10]`.
  private func angles(_ trials: Range<Int>) -> [Float] {
    formula(trials, 10) { trial, frame, input in
      let phase: Float = 0.31 * frame + 0.7 * input + 0.13 * trial
      return 20 * sin(phase) + trial.truncatingRemainder(dividingBy: 5)
    }
  }

  /// Numbers `[trials, frames, columns]` by a formula of the three places.
  private func formula(_ trials: Range<Int>, _ columns: Int, _ value: (Float, Float, Float) -> Float) -> [Float] {
    var numbers = [Float]()
    for trial in trials {
      for frame in 0..<Self.frames {
        for column in 0..<columns { numbers.append(value(Float(trial), Float(frame), Float(column))) }
      }
    }
    return numbers
  }

  private func trainingSet(_ trials: Range<Int>, _ standardisation: Standardisation?) -> TrainingSet {
    let angles = angles(trials)
    let used = standardisation ?? Standardisation(of: angles, inputs: 10, epsilon: 1e-8)
    let targets = formula(trials, 3) { trial, frame, output in
      let phase: Float = 0.29 * frame + output + 0.11 * trial
      return 0.5 * cos(phase)
    }
    return TrainingSet(
      standardisation: used, inputs: used.apply(angles), targets: targets, groups: trials.map { $0 / 3 },
      frames: Self.frames, inputCount: 10, outputCount: 3)
  }
}
