import Foundation

extension Initialiser {
  /// `normal_`: of a mean and a deviation.
  public static func normal(mean: Double = 0, deviation: Double) -> Initialiser {
    Initialiser { shape, generator in
      generator.normal(shape.reduce(1, *)).map { $0 * Float(deviation) + Float(mean) }
    }
  }

  /// `trunc_normal_`: normal numbers of which those outside the limits are not taken.
  ///
  /// PyTorch draws a uniform number between the limits' probabilities and takes the normal number of that probability.
  ///
  /// - Parameters:
  ///   - mean: the mean before the cut.
  ///   - deviation: the deviation before the cut.
  ///   - low: the smallest number that is taken; not a multiple of the deviation.
  ///   - high: the largest.
  public static func truncatedNormal(
    mean: Double = 0, deviation: Double = 1, from low: Double = -2, to high: Double = 2
  ) -> Initialiser {
    func probability(_ limit: Double) -> Double { (1 + erf((limit - mean) / deviation / 2.0.squareRoot())) / 2 }
    let (first, last) = (2 * probability(low) - 1, 2 * probability(high) - 1)
    return Initialiser { shape, generator in
      generator.uniform(shape.reduce(1, *), from: first, to: last).map {
        let number = Float(inverseErrorFunction(Double($0))) * Float(deviation * 2.0.squareRoot()) + Float(mean)
        return min(max(number, Float(low)), Float(high))
      }
    }
  }

  /// The number whose error function is `x`: an approximation, made better three times by Newton's rule.
  private static func inverseErrorFunction(_ x: Double) -> Double {
    guard x.magnitude < 1 else { return x.sign == .minus ? -.infinity : .infinity }
    // Winitzki's formula, within 0.4 %.
    let logarithm = log1p(-x * x)
    let half = 2 / (Double.pi * 0.147) + logarithm / 2
    var y = ((half * half - logarithm / 0.147).squareRoot() - half).squareRoot()
    for _ in 0..<3 { y -= (erf(y) - x.magnitude) * Double.pi.squareRoot() / 2 * exp(y * y) }
    return x.sign == .minus ? -y : y
  }
}
