/// The sums from which RMSE, MAE and R2 of any set of frames and outputs follow (docs/semantics.md, section 1.6).
///
/// R2 is `1 - sum of squared errors / (sum of squares about the one mean of all references + 1e-12)`. Over several
/// outputs at once that is the paper's pooled R2, which outputs of different size inflate; over a single output it
/// is the usual one. Where all references are one number to a millionth of the unit it is undefined: there is nothing to
/// explain, and the quotient would be a huge number without a meaning.
public struct Errors: Sendable, Equatable {
  private var count = 0
  private var squaredErrors = 0.0
  private var absoluteErrors = 0.0
  private var references = [Float]()

  /// The population standard deviation of references, in their unit, below which R2 is undefined.
  public static let leastDeviation = 1e-6

  /// Whether an R2 is one of references that deviate: their deviation follows from it and the error.
  static func isDefined(r2: Double, rmse: Double) -> Bool {
    guard r2 < 1, rmse > 0 else { return true }
    // The least deviation itself is defined, so the margin leaves room for rounding.
    return rmse / (1 - r2).squareRoot() >= leastDeviation * (1 - 1e-9)
  }

  /// Starts without any number.
  public init() {}

  /// Adds one reference with its prediction.
  public mutating func add(_ reference: Float, _ prediction: Float) {
    let error = Double(reference) - Double(prediction)
    count += 1
    squaredErrors += error * error
    absoluteErrors += abs(error)
    references.append(reference)
  }

  /// The root of the mean squared error.
  public var rmse: Double { (squaredErrors / Double(max(count, 1))).squareRoot() }
  /// The mean absolute error.
  public var mae: Double { absoluteErrors / Double(max(count, 1)) }
  /// The coefficient of determination about the references' one mean; nil where they hardly deviate from it.
  public var r2: Double? {
    let mean = references.reduce(0.0) { $0 + Double($1) } / Double(max(count, 1))
    let total = references.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    guard (total / Double(max(count, 1))).squareRoot() >= Self.leastDeviation else { return nil }
    return 1 - squaredErrors / (total + 1e-12)
  }
}
