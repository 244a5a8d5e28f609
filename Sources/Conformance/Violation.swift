/// One thing that an architecture does otherwise than every architecture must, said in one sentence.
public struct Violation: Sendable, Equatable, CustomStringConvertible {
  /// What every architecture keeps.
  public enum Rule: String, Sendable, CaseIterable {
    /// What is wrong in a configuration is refused, in a sentence that names the key.
    case configuration
    /// Parameter names are unique, and two builds with one seed are the same network.
    case parameters
    /// `[batch, frames, inputs]` becomes `[batch, frames, outputs]`, whatever the batch and the frames.
    case shapes
    /// Nothing but the input, the parameters and the pass decides what comes out, on any number of threads.
    case determinism
    /// Dropout acts in training and never in evaluation.
    case dropout
    /// The trials of a batch do not see one another.
    case batch
    /// The future is used if and only if the architecture says so.
    case causality
    /// Extreme angles give finite predictions and gradients.
    case extremes
    /// The gradient is the derivative of the loss.
    case gradients
    /// A network that was saved and loaded predicts the same bytes.
    case weights
  }

  /// The rule that is broken.
  public let rule: Rule
  /// What was seen and what was expected.
  public let description: String

  init(_ rule: Rule, _ description: String) {
    self.rule = rule
    self.description = description
  }
}
