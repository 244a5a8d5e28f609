import Formats

extension NamedProtocol {
  /// Makes a protocol of rules that no file spells; its fingerprint is that of a file that would.
  package init(name: String, summary: String, rules: FewShot) {
    self.name = name
    self.summary = summary
    self.rules = rules
    let node: Node = ["kind": Node(FewShot.kind), "rules": rules.node]
    canonical = node.canonicalJSON
  }
}

extension FewShot {
  fileprivate var node: Node {
    [
      "selection": selection.node,
      "adaptation": [
        "shuffle": "numpy-pcg64", "seed": Node(Int(clamping: seed)), "subjects": Node(subjects), "draws": Node(draws),
      ],
      "training": recipe.node,
      "scoring": scoring.node,
    ]
  }
}

extension TrialSelection {
  fileprivate var node: Node {
    [
      "cadences": cadences.map { Node($0.map { Node($0) }) } ?? "all",
      "subjects": subjects.map { Node($0) } ?? "all",
      "trials_per_cadence": trialsPerCadence.map { Node($0) } ?? "all",
    ]
  }
}

extension TrainingRecipe {
  fileprivate var node: Node {
    [
      "targets": "divided-by-body-mass",
      "standardisation": ["deviation": "population", "epsilon": Node(standardisationEpsilon)],
      "loss": "mean-squared-error",
      "optimiser": [
        "name": "adamw", "learning_rate": Node(optimiser.learningRate), "weight_decay": Node(optimiser.weightDecay),
        "beta1": Node(optimiser.beta1), "beta2": Node(optimiser.beta2), "epsilon": Node(optimiser.epsilon),
      ],
      "clip_gradient_norm": Node(clip),
      "batch": Node(batch),
      "shuffle": "torch-randperm",
      "epochs": Node(epochs),
      "patience": Node(patience),
      "minimal_improvement": Node(minimalImprovement),
      "final_epochs": "median-of-best",
      "seeds": Node(seeds.map { Node(Int(clamping: $0)) }),
    ]
  }
}

extension ScoringRules {
  fileprivate var node: Node {
    [
      "unit": "subject",
      "r2": "pooled",
      "test": "wilcoxon-signed-rank",
      "correction": "holm",
      "external_entry": Node(external.rawValue),
      "bootstrap": ["samples": Node(bootstrap.samples), "seed": Node(Int(clamping: bootstrap.seed))],
    ]
  }
}
