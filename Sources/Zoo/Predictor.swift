import Protocols
import Tensors

/// A trained model that predicts from joint angles as a laboratory measures them.
public struct Predictor: Sendable {
  /// The network.
  public let model: any SequenceModel
  /// The standardisation of the model's training part.
  public let standardisation: Standardisation
  /// The number of outputs of a frame.
  public let outputs: Int

  /// Makes a predictor from a network and the standardisation it was trained with.
  public init(model: any SequenceModel, standardisation: Standardisation, outputs: Int) {
    self.model = model
    self.standardisation = standardisation
    self.outputs = outputs
  }

  /// Predicts trials.
  ///
  /// - Parameters:
  ///   - angles: `[trials, frames, inputs]`, in degrees, the inputs in the model's order.
  ///   - frames: the number of frames of each trial.
  ///   - threads: how many threads to use; the result does not depend on it.
  /// - Returns: `[trials, frames, outputs]`, in N/kg or Nm/kg.
  public func predict(_ angles: [Float], frames: Int, threads: Int) -> [Float] {
    let inputs = standardisation.mean.count
    let trials = angles.count / max(frames * inputs, 1)
    let parts = Shards(threads: threads).map(trials) { _, shard in
      let numbers = angles[shard.lowerBound * frames * inputs..<shard.upperBound * frames * inputs]
      let x = Tensor(standardisation.apply(numbers), shape: [shard.count, frames, inputs])
      return model(x, .evaluation)
    }
    var predictions = [Float]()
    predictions.reserveCapacity(trials * frames * outputs)
    for part in parts { part.withUnsafeValues { predictions.append(contentsOf: $0) } }
    return predictions
  }
}
