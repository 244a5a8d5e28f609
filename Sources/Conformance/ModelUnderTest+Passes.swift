import Formats
import Tensors
import Zoo

extension ModelUnderTest {
  /// Holds training against evaluation, by the hyperparameters that say how much is left out or added in training: those
  /// with `drop`, `noise` or `jitter` in their names.
  func dropoutViolations(_ configuration: Node, _ type: any Architecture.Type) -> [Violation] {
    let rates = configured.configuration.trainingRates
    var found = [Violation]()
    let x = angles(2, 20)
    if let acting = rates.first(where: { $0.rate > 0 }) {
      // A gain that begins at 0 hides masks as everything else.
      let (evaluated, trained) = awayFromFirstNumbers { _, _ in
        (model(x, .evaluation), [1, 2].map { model(x, training(step: $0)) })
      }
      if trained[0].isIdentical(to: evaluated) {
        found.append(
          Violation(
            .dropout, "'\(acting.key)' is \(acting.rate), and training gives what evaluation gives; hand 'pass' on."))
      } else if trained[0].isIdentical(to: trained[1]) {
        found.append(
          Violation(.dropout, "'\(acting.key)' is \(acting.rate), and two steps of training have the same masks."))
      }
    }
    let without = rates.reduce(configuration) { $0.replacing($1.key, by: 0.0) }
    if let still = try? ModelUnderTest(type, without, task),
      !still.model(x, training()).isIdentical(to: still.model(x, .evaluation))
    {
      let when = rates.map { "'\($0.key)' 0" }.joined(separator: " and ")
      found.append(
        Violation(
          .dropout,
          rates.isEmpty
            ? "Training differs from evaluation, and no hyperparameter says by how much; give it one with 'dropout', "
              + "'noise' or 'jitter' in its name, or leave out what asks 'pass' whether it trains."
            : "With \(when), training still differs from evaluation."))
    }
    return found
  }

  /// Changes the other trials of a batch, and takes a batch apart.
  func batchViolations() -> [Violation] {
    let frames = 20
    let (batch, others) = (angles(3, frames), angles(3, frames, seed: 8))
    let changed = Tensor.concatenated([batch.slice(0..<1), others.slice(1..<3)], axis: 0)
    var found = [Violation]()
    for (pass, word) in [(Pass.evaluation, "evaluation"), (training(), "training")] {
      if !model(changed, pass).slice(0..<1).isIdentical(to: model(batch, pass).slice(0..<1)) {
        found.append(Violation(.batch, "In \(word), a trial's output changes with the other trials of its batch."))
      }
    }
    // Products of another size may round otherwise, so the bytes may differ here.
    for (pass, alone, word) in [
      (Pass.evaluation, Pass.evaluation, "evaluation"), (training(), training(firstTrial: 2), "training"),
    ] {
      let (together, single) = (model(batch, pass).slice(2..<3).values, model(batch.slice(2..<3), alone).values)
      let scale = together.reduce(1) { max($0, abs($1)) }
      if zip(together, single).contains(where: { !(abs($0 - $1) <= 1e-4 * scale) }) {
        found.append(
          Violation(.batch, "In \(word), a trial by itself has another output than the same trial in a batch of 3."))
      }
    }
    return found
  }

  /// Changes later frames and looks at the earlier ones.
  func causalityViolations() -> [Violation] {
    let (isCausal, leak) = (configured.architecture.isCausal, firstLeak(frames: 180))
    if isCausal, let first = leak {
      return [
        Violation(.causality, "It says that it is causal, and outputs before frame \(first) change with later inputs.")
      ]
    }
    if !isCausal, leak == nil {
      return [Violation(.causality, "It says that it is not causal, and no output changes with a later input.")]
    }
    return []
  }

  /// The first frame of those before which an output changes with the inputs from that frame on.
  private func firstLeak(frames: Int) -> Int? {
    let (x, other) = (angles(1, frames), angles(1, frames, seed: 8))
    func changed(from first: Int) -> Tensor {
      Tensor.concatenated(
        [x.narrowed(axis: 1, to: 0..<first), other.narrowed(axis: 1, to: first..<frames)], axis: 1)
    }
    func differs(_ y: Tensor, _ z: Tensor, before first: Int) -> Bool {
      !y.narrowed(axis: 1, to: 0..<first).isIdentical(to: z.narrowed(axis: 1, to: 0..<first))
    }
    // Many frames in a batch, of one size throughout, since products of another size may round otherwise.
    let size = 30
    let y = model(Tensor.concatenated(Array(repeating: x, count: size), axis: 0), .evaluation)
    lazy var alone = model(x, .evaluation)
    for start in stride(from: 1, to: frames, by: size) {
      let firsts = (start..<start + size).map { min($0, frames - 1) }
      let z = model(Tensor.concatenated(firsts.map(changed), axis: 0), .evaluation)
      for (trial, first) in firsts.enumerated()
      where differs(y.slice(trial..<trial + 1), z.slice(trial..<trial + 1), before: first) {
        // Again by itself, since an output that changes with the other trials of a batch is another fault.
        if differs(alone, model(changed(from: first), .evaluation), before: first) { return first }
      }
    }
    return nil
  }

  /// Angles further from the mean than any joint bends: half a turn is about 32 of the smallest deviation.
  func extremeViolations() -> [Violation] {
    let (frames, far) = (180, Float(32))
    let patterns: [(String, (Int) -> Float)] = [
      ("all 0", { _ in 0 }), ("all \(far)", { _ in far }), ("all \(-far)", { _ in -far }),
      ("\(far) and \(-far) in turn", { $0.isMultiple(of: 2) ? far : -far }),
      ("0 but for one of \(far)", { $0 == frames * inputs / 2 ? far : 0 }),
    ]
    return patterns.compactMap { word, value in
      let x = Tensor((0..<frames * inputs).map(value), shape: [1, frames, inputs])
      let gradients = Gradients(for: parameters)
      let loss = gradients.accumulate { model(x, training()).mean() }
      let isFinite = (0..<gradients.count).allSatisfy { gradients[$0].values.allSatisfy(\.isFinite) }
      guard model(x, .evaluation).values.allSatisfy(\.isFinite), loss.isFinite, isFinite else {
        return Violation(.extremes, "Inputs of \(word) standard deviations give a NaN or an infinity.")
      }
      return nil
    }
  }
}

extension Node {
  /// The numbers whose keys say that they act in training only.
  fileprivate var trainingRates: [(key: String, rate: Double)] {
    guard case .mapping(let entries) = content else { return [] }
    return entries.compactMap { entry in
      guard ["drop", "noise", "jitter"].contains(where: entry.key.lowercased().contains),
        let rate = Double(entry.value.canonicalJSON)
      else { return nil }
      return (entry.key, rate)
    }
  }
}
