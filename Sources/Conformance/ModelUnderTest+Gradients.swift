import Tensors

extension ModelUnderTest {
  /// Holds the gradient of a loss against central differences, for the input and every parameter.
  ///
  /// The loss is a sum of all outputs with random signs, taken in double precision, in a training pass with its
  /// dropout. Each tensor is moved along its gradient, along random signs, and at two single places. A kink of a
  /// ReLU that lies within every step looks like a wrong gradient, so a tensor is reported only when the
  /// same direction is wrong for several inputs, each with its own kinks.
  func gradientViolations() -> [Violation] {
    var suspects = gradientSuspects(seed: 7, Difference.Direction.allCases) { _ in true }
    for seed: UInt64 in [17, 27, 37] where !suspects.isEmpty {
      let last = suspects
      suspects = gradientSuspects(seed: seed, last.map(\.direction)) { suspect in last.contains { $0.name == suspect } }
        .filter { suspect in last.contains { $0.name == suspect.name && $0.direction == suspect.direction } }
    }
    // One sentence a tensor is enough.
    var named = Set<String>()
    return suspects.filter { named.insert($0.name).inserted }.map(\.violation)
  }

  private func gradientSuspects(
    seed: UInt64, _ directions: [Difference.Direction], _ isWanted: (String) -> Bool
  ) -> [Difference.Suspect] {
    // Few frames have few kinks and round little.
    let x = angles(2, 4, seed: seed)
    var generator = TorchGenerator(seed: seed + 1)
    let signs = Tensor(generator.normal(2 * 4 * outputs).map { $0 < 0 ? -1 : 1 }, shape: [2, 4, outputs])
    func loss(_ x: Tensor) -> Difference.Loss { Difference.Loss(model(x, training()), signs) }

    let inputGradient = gradients(of: [x]) { (model($0[0], training()) * signs).sum() }.gradients[0]
    let slopes = Gradients(for: parameters)
    _ = slopes.accumulate { (model(x, training()) * signs).sum() }
    let original = parameters.weights
    defer { parameters.load(original) }
    let input = Difference("the input", x.values, inputGradient.values) { loss(Tensor($0, shape: x.shape)) }
    let rest = original.indices.map { index in
      Difference("'\(original[index].name)'", original[index].values, slopes[index].values) { values in
        var weights = original
        weights[index].values = values
        parameters.load(weights)
        return loss(x)
      }
    }
    return ([input] + rest).filter { isWanted($0.name) }.flatMap { difference in
      defer { parameters.load(original) }
      let kinds = Difference.Direction.allCases.filter(directions.contains)
      return kinds.compactMap { difference.suspect(along: $0, &generator) }
    }
  }
}

/// The derivative of a loss along directions of one tensor, by its gradient and by central differences.
private struct Difference {
  /// A loss, and by how much rounding may have moved it.
  struct Loss {
    let value, noise: Double

    init(_ y: Tensor, _ signs: Tensor) {
      value = zip(y.values, signs.values).reduce(0) { $0 + Double($1.0) * Double($1.1) }
      noise = y.values.reduce(0) { $0 + Double(abs($1)) } * 0x1p-22
    }
  }

  /// Where a tensor is moved.
  enum Direction: CaseIterable {
    case gradient, signs, steepest, drawn
  }

  /// A direction of a tensor along which the derivatives disagree.
  struct Suspect {
    let name: String
    let direction: Direction
    let violation: Violation
  }

  /// How far the tensor is moved: far enough for float32, near enough for curvature and for the kinks of a ReLU.
  static let steps = [0.02, 0.1, 0.004, 0.0008]
  /// The part by which the two derivatives may differ beyond rounding.
  static let tolerance = 0.02

  let name: String
  let values, gradient: [Float]
  let loss: ([Float]) -> Loss

  init(_ name: String, _ values: [Float], _ gradient: [Float], loss: @escaping ([Float]) -> Loss) {
    self.name = name
    self.values = values
    self.gradient = gradient
    self.loss = loss
  }

  /// Holds the gradient against differences along one direction.
  func suspect(along direction: Direction, _ generator: inout TorchGenerator) -> Suspect? {
    let vector: [Double]
    switch direction {
    case .gradient: vector = gradient.map(Double.init)
    case .signs: vector = generator.normal(values.count).map { $0 < 0 ? -1 : 1 }
    case .steepest: vector = single(gradient.indices.max { abs(gradient[$0]) < abs(gradient[$1]) } ?? 0)
    case .drawn: vector = single(Int(generator.next32()) % max(values.count, 1))
    }
    return disagreement(along: vector).map { expected, found in
      let violation = Violation(
        .gradients,
        "The gradient of \(name) is wrong: along it the loss changes by \(Float(expected)) per unit, and the "
          + "gradient says \(Float(found)).")
      return Suspect(name: name, direction: direction, violation: violation)
    }
  }

  private func single(_ place: Int) -> [Double] { values.indices.map { $0 == place ? 1 : 0 } }

  /// The derivative by differences and by the gradient, when no step makes them agree and two steps agree on another.
  ///
  /// Where a step crosses kinks, each length of it gives another derivative, which proves nothing: a deep network of
  /// rectifiers without a norm has slopes so small that rounding hides them at steps that would cross none.
  private func disagreement(along direction: [Double]) -> (Double, Double)? {
    let length = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard length > 0 else { return nil }
    let analytic = zip(direction, gradient).reduce(0) { $0 + $1.0 * Double($1.1) } / length
    // Where the numbers of a direction cancel, what is left is judged by the size of what cancelled.
    let typical = (gradient.reduce(0) { $0 + Double($1) * Double($1) } / Double(gradient.count)).squareRoot()
    var seen = [(numeric: Double, noise: Double)]()
    for step in Self.steps {
      let (ahead, behind) = (moved(direction, step / length), moved(direction, -step / length))
      let numeric = (ahead.value - behind.value) / (2 * step)
      let size = max(abs(numeric), abs(analytic), typical)
      let noise = (ahead.noise + behind.noise) / (2 * step)
      // A step so small that rounding hides the derivative proves nothing.
      if step < Self.steps[0], noise > 2 * Self.tolerance * size { continue }
      if abs(numeric - analytic) <= Self.tolerance * size + noise { return nil }
      seen.append((numeric, noise))
    }
    for (place, first) in seen.enumerated() {
      for second in seen[(place + 1)...] {
        let difference = abs(first.numeric - second.numeric)
        let apart = min(abs(first.numeric - analytic), abs(second.numeric - analytic))
        if difference <= apart / 2 + first.noise + second.noise { return (first.numeric, analytic) }
      }
    }
    return nil
  }

  private func moved(_ direction: [Double], _ step: Double) -> Loss {
    loss(zip(values, direction).map { Float(Double($0) + step * $1) })
  }
}
