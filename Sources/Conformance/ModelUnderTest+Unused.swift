import Tensors
import Zoo

extension ModelUnderTest {
  /// Looks for parameters that no output depends on.
  ///
  /// Suspects are those without any gradient away from the first numbers, where a gain of 0 hides nothing. Each is then
  /// changed, and an output that stays the same to the byte in evaluation and in training does not depend on it.
  func unusedViolations() -> [Violation] {
    let original = parameters.weights
    defer { parameters.load(original) }
    var generator = TorchGenerator(seed: 5)
    func moved(_ weight: Weight) -> Weight {
      Weight(
        name: weight.name, shape: weight.shape,
        values: zip(weight.values, generator.normal(weight.values.count)).map { $0 + 0.05 * $1 })
    }
    let base = original.map(moved)
    parameters.load(base)
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
      changed[index] = moved(moved(base[index]))
      parameters.load(changed)
      guard zip(predicted(), before).allSatisfy({ $0.isIdentical(to: $1) }) else { return nil }
      return Violation(
        .parameters,
        "'\(base[index].name)' of shape \(base[index].shape) is never used: no output changes with it; use it in "
          + "'callAsFunction', or do not make it.")
    }
  }
}
