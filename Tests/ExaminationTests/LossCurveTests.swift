import Examination
import Faults
import Formats
import Foundation
import Jobs
import LSTM
import Mamba
import Protocols
import Runs
import TestSupport
import Testing
import Transformer
import Zoo

/// Twenty epochs without dropout against PyTorch's; `Reference/make_loss_curves.py` made the numbers.
@Suite("Loss curves") struct LossCurveTests {
  private struct Reference: Decodable {
    struct Curve: Decodable {
      var loss: [Double]
      var validationLoss: [Double]
    }
    var curves: [String: Curve]
  }

  private static let configurations: [(any Architecture.Type, Node)] = [
    (LSTM.self, ["hidden": 16, "layers": 2, "dropout": 0.0]),
    (
      Transformer.self,
      ["d_model": 16, "heads": 4, "layers": 2, "feedforward": 32, "dropout": 0.0, "max_frames": 180]
    ),
    (
      Mamba.self, ["d_model": 16, "d_state": 4, "d_conv": 4, "expand": 2, "layers": 2, "dropout": 0.0]
    ),
  ]

  @Test(arguments: 0..<3) func `follow PyTorch's at every epoch`(_ index: Int) throws {
    let (type, configuration) = Self.configurations[index]
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Reference/loss_curves.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let reference = try decoder.decode(Reference.self, from: Data(contentsOf: file))
    let curve = try #require(reference.curves[type.name])
    let task = jointMoment
    let trainer = NetworkTrainer(
      entry: "small", configured: try ConfiguredArchitecture(type.name, configuration: configuration, among: [type]),
      task: task)
    let folder = FileManager.default.temporaryDirectory.appending(path: "hipzoo-loss-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let recipe = try #require(smallProtocol().rules.training)
    let request = TrainingRequest(
      job: "curve", trainingSet: trainingSet(0..<20), validation: trainingSet(20..<28), epochs: 20, recipe: recipe,
      seed: 2025,
      fingerprint: "", folder: folder)
    _ = try trainer.train(request, JobContext(threads: 2, interruption: Interruption(), report: { _ in }))

    let log = try String(contentsOf: folder.appending(path: "log.jsonl"), encoding: .utf8)
    let records = try log.split(separator: "\n").map {
      try JSONDecoder().decode(EpochRecord.self, from: Data($0.utf8))
    }
    #expect(records.count == 20)
    for (record, (loss, validation)) in zip(records, zip(curve.loss, curve.validationLoss)) {
      #expect(abs(record.loss - loss) < 1e-3 * loss, "\(type.name), epoch \(record.epoch)")
      let own = try #require(record.validationLoss)
      #expect(abs(own - validation) < 1e-3 * validation, "\(type.name), epoch \(record.epoch)")
    }
  }

  /// The formula of the script, in its order of operations.
  private func trainingSet(_ trials: Range<Int>) -> TrainingSet {
    let (frames, inputs) = (24, 10)
    var (x, y) = ([Float](), [Float]())
    for trial in trials {
      let n = Double(trial)
      let rows = (0..<frames).map { t in
        (0..<inputs).map { c in
          sin(2 * Double.pi * (Double(t) / Double(frames) + 0.13 * n) + 0.7 * Double(c))
            + 0.3 * cos(1.7 * n + Double(c))
        }
      }
      let sums = rows.map { $0.reduce(0, +) / Double(inputs) }
      for t in 0..<frames {
        x += rows[t].map { Float($0) }
        let before = sums[(t + frames - 1) % frames]
        y += [Float(tanh(2 * sums[t])), Float(sums[t] * rows[t][0]), Float(before + 0.5 * rows[t][3])]
      }
    }
    return TrainingSet(
      standardisation: Standardisation(mean: .init(repeating: 0, count: 10), deviation: .init(repeating: 1, count: 10)),
      inputs: x, targets: y, groups: Array(trials), frames: frames, inputCount: inputs, outputCount: 3)
  }
}
