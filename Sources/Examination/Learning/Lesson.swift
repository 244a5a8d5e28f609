import Zoo

/// What an entry learns from: standardised inputs and mass-normalised targets, and nothing that names a person.
public struct Lesson: Sendable {
  /// How the inputs were standardised.
  public let standardisation: Standardisation
  /// `[trials, frames, inputs]`, standardised.
  public let inputs: [Float]
  /// `[trials, frames, outputs]`, in N/kg or Nm/kg.
  public let targets: [Float]
  /// An opaque number of each trial's subject.
  public let groups: [Int]
  /// The frames of a trial.
  public let frames: Int
  /// The inputs of a frame.
  public let inputCount: Int
  /// The outputs of a frame.
  public let outputCount: Int

  /// Makes a lesson; inputs and targets hold as many numbers as the groups' trials have.
  public init(
    standardisation: Standardisation, inputs: [Float], targets: [Float], groups: [Int], frames: Int, inputCount: Int,
    outputCount: Int
  ) {
    self.standardisation = standardisation
    self.inputs = inputs
    self.targets = targets
    self.groups = groups
    self.frames = frames
    self.inputCount = inputCount
    self.outputCount = outputCount
  }

  /// The number of trials.
  public var trials: Int { groups.count }
}

extension Standardisation {
  /// Takes mean and population standard deviation of numbers whose last axis is the inputs.
  ///
  /// Sums run in float32 from the first row to the last, which is what NumPy does to such an array and so gives the
  /// reference's bits (SEMANTICS.md section 1.3).
  public init(of numbers: [Float], inputs: Int, epsilon: Float) {
    let rows = Float(max(numbers.count / max(inputs, 1), 1))
    var mean = [Float](repeating: 0, count: inputs)
    var square = mean
    numbers.withUnsafeBufferPointer { numbers in
      for start in stride(from: 0, to: numbers.count, by: inputs) {
        for i in 0..<inputs { mean[i] += numbers[start + i] }
      }
      for i in 0..<inputs { mean[i] /= rows }
      for start in stride(from: 0, to: numbers.count, by: inputs) {
        for i in 0..<inputs {
          let distance = numbers[start + i] - mean[i]
          square[i] += distance * distance
        }
      }
    }
    self.init(mean: mean, deviation: square.map { ($0 / rows).squareRoot() + epsilon })
  }
}
