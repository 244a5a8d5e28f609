import Protocols

/// Gait cycles as a plot needs them, whatever they were read from.
public struct PlottedTrials: Sendable {
  /// What is predicted.
  public let task: any PredictionTask
  /// The names of the outputs on the leg that walked, in the task's order.
  public let outputs: [String]
  /// The leg, `right` or `left`; predictions of a left one are of its mirror image.
  public let leg: String
  /// What the trials are called in titles, such as a file's name.
  public let source: String
  /// The frames of a trial.
  public let frames: Int
  /// Who walked, a name a trial.
  public let subjects: [String]
  /// The body mass of each trial in kg.
  public let masses: [Float]
  /// `[trials, frames, outputs]`, in N/kg or Nm/kg; nil where nothing was measured or computed.
  public let references: [Float]?

  /// Collects the parts; each is what the property of its name says.
  public init(
    task: any PredictionTask, source: String, frames: Int, subjects: [String], masses: [Float], references: [Float]?,
    outputs: [String]? = nil, leg: String = "right"
  ) {
    self.outputs = outputs?.count == task.outputs.count ? outputs ?? [] : task.outputs
    self.leg = leg
    self.task = task
    self.source = source
    self.frames = frames
    self.subjects = subjects
    self.masses = masses
    self.references = references
  }

  /// The number of trials.
  public var count: Int { subjects.count }
}
