import Formats
import Foundation
import Protocols
import Weights
import Zoo

extension ModelUnderTest {
  /// Saves the network in a weights file, loads it and holds the predictions against each other.
  func weightsViolations() -> [Violation] {
    // A name that is made twice has been reported and cannot be saved.
    guard problems.isEmpty, !parameters.tensors.isEmpty else { return [] }
    let file = FileManager.default.temporaryDirectory.appending(path: "conformance-\(UUID().uuidString).safetensors")
    defer { try? FileManager.default.removeItem(at: file) }
    do {
      // Another seed than a default build, so that numbers that were not loaded show.
      let drawn = rebuilt(seed: 99)
      let standardisation = Standardisation(
        mean: (0..<inputs).map { Float($0) - 4 }, deviation: (0..<inputs).map { Float($0) + 1 })
      try Artifact(
        entry: "conformance", architecture: name, task: task.name,
        configuration: configured.configuration.json,
        standardisation: standardisation, inputs: task.inputs, outputs: task.outputs, unit: task.unit,
        rawUnit: task.rawUnit, weights: drawn.parameters.weights
      ).write(to: file)
      let loaded = try Artifact.read(file).predictor(among: [type(of: configured.architecture)])
      let saved = Predictor(model: drawn.model, standardisation: standardisation, outputs: outputs)
      let angles = angles(3, 20).values
      guard
        loaded.predict(angles, frames: 20, threads: 1).isIdentical(to: saved.predict(angles, frames: 20, threads: 1))
      else {
        return [
          Violation(
            .weights, "A network that was saved and loaded predicts other numbers; some are not made in the scope.")
        ]
      }
      return []
    } catch {
      return [Violation(.weights, "A network cannot be saved and loaded: \(error)")]
    }
  }
}
