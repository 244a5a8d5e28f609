import Examination
import Formats
import Foundation
import Protocols
import Testing

@Suite("The protocol of a fine-tuning") struct FineTuningProtocolTests {
  @Test(arguments: [
    (2, 50, 1e-4, 42, "0.0001"), (1, 1, 1e-9, 0, "1.0e-9"), (10_000, 100_000, 10, Int(Int32.max), "10"),
    (3, 20, 0.015, 7, "0.015"),
  ])
  func `has the bytes of the file that would spell it`(
    _ subjects: Int, _ epochs: Int, _ learningRate: Double, _ seed: Int, _ rate: String
  ) throws {
    let made = FineTuning.rules(
      subjects: subjects, epochs: epochs, learningRate: learningRate, seed: UInt64(seed))
    let text = """
      schema: 1
      name: finetune
      summary: Weights adapted as the options of finetune say.
      kind: few-shot
      rules:
        selection: {cadences: all, subjects: all, trials_per_cadence: all}
        adaptation: {shuffle: numpy-pcg64, seed: \(seed), subjects: \(subjects), draws: 1}
        training:
          targets: divided-by-body-mass
          standardisation: {deviation: population, epsilon: 1.0e-8}
          loss: mean-squared-error
          optimiser: {name: adamw, learning_rate: \(rate), weight_decay: 1.0e-5, beta1: 0.9, beta2: 0.999, epsilon: 1.0e-8}
          clip_gradient_norm: 0.5
          batch: 16
          shuffle: torch-randperm
          epochs: \(epochs)
          patience: \(epochs)
          minimal_improvement: 1.0e-8
          final_epochs: median-of-best
          seeds: [\(seed)]
        scoring:
          unit: subject
          r2: pooled
          test: wilcoxon-signed-rank
          correction: holm
          external_entry: all
          bootstrap: {samples: 10000, seed: 0}
      """
    let read = try NamedProtocol(yaml: Array(text.utf8), file: "finetune.yaml")
    #expect(made.canonical == read.canonical)
    #expect(made.name == read.name && made.summary == read.summary)
    #expect(made.rules.training == read.rules.training && made.rules.scoring == read.rules.scoring)
    let people = (0..<9).map { "S\($0)" }
    if subjects < people.count {
      let trials = people.map { TrialFacts(subject: $0) }
      #expect(try made.rules.divisions(of: trials) == read.rules.divisions(of: trials))
    }
  }

  @Test func `has the fingerprint that runs of earlier versions carry`() {
    let made = FineTuning.rules(subjects: 2, epochs: 50, learningRate: 1e-4, seed: 42)
    #expect(
      Digest.sha256(of: Data(made.canonical.utf8)) == "8635c721ac03f382538b7724cb010aa1a2bebcdc924a07a82eed20dcb714155b"
    )
  }
}
