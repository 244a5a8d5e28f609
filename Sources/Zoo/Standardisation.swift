/// The mean and standard deviation by which inputs are standardised: `(x - mean) / deviation`.
///
/// Computed over all trials and frames of the training part (DESIGN.md section 2, SEMANTICS.md section 1.3);
/// the deviation is the population one plus 1e-8.
public struct Standardisation: Sendable, Equatable {
  /// The mean of each input, in the input's unit.
  public var mean: [Float]
  /// The standard deviation of each input, in the input's unit.
  public var deviation: [Float]

  /// Makes a standardisation from its numbers.
  public init(mean: [Float], deviation: [Float]) {
    self.mean = mean
    self.deviation = deviation
  }
}
