import Protocols

/// A protocol of a few words for tests: everything but what is named is as published.
func smallProtocol(
  epochs: Int = 20, learningRate: Double = 3e-3, batch: Int = 8, patience: Int = 1000, folds: Int = 2,
  external: String = "best-healthy-rmse"
) throws -> NamedProtocol {
  let text = """
    schema: 1
    name: small
    summary: For tests.
    kind: hold-out
    rules:
      selection: {cadences: all, subjects: all, trials_per_cadence: all}
      split: {shuffle: numpy-pcg64, seed: 42, test_ratio: 0.25}
      cross_validation: {method: group-k-fold, folds: \(folds)}
      training:
        targets: divided-by-body-mass
        standardisation: {deviation: population, epsilon: 1.0e-8}
        loss: mean-squared-error
        optimiser: {name: adamw, learning_rate: \(learningRate), weight_decay: 1.0e-5, beta1: 0.9, beta2: 0.999, epsilon: 1.0e-8}
        clip_gradient_norm: 0.5
        batch: \(batch)
        shuffle: torch-randperm
        epochs: \(epochs)
        patience: \(patience)
        minimal_improvement: 1.0e-8
        final_epochs: median-of-best
        seeds: [2025]
      scoring:
        unit: subject
        r2: pooled
        test: wilcoxon-signed-rank
        correction: holm
        external_entry: \(external)
        bootstrap: {samples: 200, seed: 0}
    """
  return try NamedProtocol(yaml: Array(text.utf8), file: "small.yaml")
}
