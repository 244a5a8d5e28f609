import Protocols
import Scores

extension FineTuning {
  /// The protocol of an adaptation that a person describes by a few numbers; every rule is in it, so that the run says
  /// how it was made.
  ///
  /// - Parameters:
  ///   - subjects: how many subjects are adapted to, one of ``FewShot/allowedSubjects``.
  ///   - epochs: how long is trained, one of ``TrainingRecipe/allowedEpochs``.
  ///   - learningRate: one of ``TrainingRecipe/Optimiser/allowedLearningRates``.
  ///   - seed: of the draw of subjects and of training, one of ``FewShot/allowedSeeds``.
  public static func rules(subjects: Int, epochs: Int, learningRate: Double, seed: UInt64) -> NamedProtocol {
    let recipe = TrainingRecipe(
      standardisationEpsilon: 1e-8,
      optimiser: .init(learningRate: learningRate, weightDecay: 1e-5, beta1: 0.9, beta2: 0.999, epsilon: 1e-8),
      clip: 0.5, batch: 16, epochs: epochs, patience: epochs, minimalImprovement: 1e-8, seeds: [seed])
    let rules = FewShot(
      selection: .all, subjects: subjects, draws: 1, seed: seed, training: recipe,
      scoring: ScoringRules(external: .all, bootstrap: Bootstrap(samples: 10_000, seed: 0)))
    return NamedProtocol(
      name: FewShot.nameOfOptions, summary: "Weights adapted as the options of finetune say.", rules: rules)
  }
}
