/// The mean and standard deviation by which inputs are standardised: `(x - mean) / deviation`.
///
/// Computed over all trials and frames of the training part (docs/semantics.md, section 1.3);
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

extension Standardisation {
  /// Takes mean and population standard deviation of numbers whose last axis is the inputs.
  ///
  /// Sums run in float32 from the first row to the last, which is what NumPy does to such an array and so gives the
  /// reference's bits (docs/semantics.md, section 1.3).
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

extension Standardisation {
  /// Standardises numbers whose last axis is the inputs, in float32 as the reference does.
  @inlinable
  public func apply(_ numbers: some Collection<Float>) -> [Float] {
    var input = 0
    return numbers.map { number in
      defer { input = input + 1 == mean.count ? 0 : input + 1 }
      return (number - mean[input]) / deviation[input]
    }
  }
}
