import Tensors

extension ModelUnderTest {
  func shapeViolations() -> [Violation] {
    // One trial, a few, more than a shard; the shortest sequences, an odd one and a gait cycle.
    for batch in [1, 3, 17] {
      for frames in [1, 2, 7, 180] {
        let shape = model(angles(batch, frames), .evaluation).shape
        guard shape != [batch, frames, outputs] else { continue }
        // The first that is wrong says it; the others would say it again.
        return [
          Violation(
            .shapes,
            "An input of shape \([batch, frames, inputs]) gives \(shape), expected \([batch, frames, outputs]).")
        ]
      }
    }
    return []
  }

  /// Whether ordinary angles give finite numbers, in evaluation and in training.
  func finiteViolations() -> [Violation] {
    let odd = [("evaluation", Pass.evaluation), ("training", training())].filter { _, pass in
      !model(angles(2, 180), pass).values.allSatisfy(\.isFinite)
    }
    return odd.prefix(1).map { word, _ in
      Violation(.extremes, "Ordinary angles give NaN or an infinite number in \(word).")
    }
  }
}
