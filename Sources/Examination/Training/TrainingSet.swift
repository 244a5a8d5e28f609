import Protocols

/// What an entry learns from: standardised inputs and mass-normalised targets, and nothing that names a person.
public struct TrainingSet: Sendable {
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

  /// Makes a training set; inputs and targets hold as many numbers as the groups' trials have.
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
