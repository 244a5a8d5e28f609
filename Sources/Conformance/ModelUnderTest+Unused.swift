import Tensors
import Zoo

extension ModelUnderTest {
  /// Looks for parameters that no output depends on.
  ///
  /// Suspects are those without any gradient away from the first numbers, where a gain of 0 hides nothing. Each is then
  /// changed, and an output that stays the same to the byte in evaluation and in training does not depend on it.
  func unusedViolations() -> [Violation] {
    awayFromFirstNumbers { base, generator in unused(base, &generator) }
  }

  /// Runs `body` with every parameter moved a little, and puts the first numbers back.
  func awayFromFirstNumbers<Result>(_ body: ([Weight], inout TorchGenerator) -> Result) -> Result {
    let original = parameters.weights
    defer { parameters.load(original) }
    var generator = TorchGenerator(seed: 5)
    let base = original.map { $0.moved(&generator) }
    parameters.load(base)
    return body(base, &generator)
  }

  private func unused(_ base: [Weight], _ generator: inout TorchGenerator) -> [Violation] {
    let short = angles(2, 40)
    let slopes = Gradients(for: parameters)
    let signs = Tensor(generator.normal(2 * 40 * outputs), shape: [2, 40, outputs])
    _ = slopes.accumulate { (model(short, training()) * signs).sum() }
    let suspects = base.indices.filter { slopes[$0].values.allSatisfy { $0 == 0 } }
    guard !suspects.isEmpty else { return [] }
    let x = angles(2, 180)
    func predicted() -> [Tensor] { [model(x, .evaluation), model(x, training())] }
    let before = predicted()
    return suspects.compactMap { index in
      var changed = base
      changed[index] = base[index].moved(&generator)
      parameters.load(changed)
      guard zip(predicted(), before).allSatisfy({ $0.isIdentical(to: $1) }) else { return nil }
      return Violation(
        .parameters,
        "'\(base[index].name)' of shape \(base[index].shape) is never used: no output changes with it; use it in "
          + "'callAsFunction', or do not make it.")
    }
  }
}

extension Weight {
  /// The same weight with a little of a normal distribution added.
  fileprivate func moved(_ generator: inout TorchGenerator) -> Weight {
    Weight(name: name, shape: shape, values: zip(values, generator.normal(values.count)).map { $0 + 0.05 * $1 })
  }
}
