import Tensors

extension ModelUnderTest {
  func shapeViolations() -> [Violation] {
    var found = [Violation]()
    // One trial, a few, more than a shard; the shortest sequences, an odd one and a gait cycle.
    for batch in [1, 3, 17] {
      for frames in [1, 2, 7, 180] {
        let shape = model(angles(batch, frames), .evaluation).shape
        if shape != [batch, frames, outputs] {
          found.append(
            Violation(
              .shapes,
              "An input of shape \([batch, frames, inputs]) gives \(shape), expected \([batch, frames, outputs])."))
        }
      }
    }
    return found
  }

  /// Whether ordinary angles give finite numbers, in evaluation and in training.
  func finiteViolations() -> [Violation] {
    let odd = [("evaluation", Pass.evaluation), ("training", training())].filter { _, pass in
      !model(angles(2, 180), pass).values.allSatisfy(\.isFinite)
    }
    return odd.map { word, _ in Violation(.extremes, "Ordinary angles give NaN or an infinite number in \(word).") }
  }
}
