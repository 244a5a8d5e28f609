/// The sharing of joint moments among muscles with the least sum of squared activations.
///
/// Minimises `1/2 sum(a_i^2) + 1/(2 e) |s|^2` subject to `sum(a_i R_i) + s = t` and `least <= a_i <= 1`
/// (Crowninshield and Brand 1981, with the exponent 2 of OpenSim's tool). `R_i` are a muscle's moments at full
/// activation, `t` the moments wanted, `s` reserve moments so dear (`e` = 0.001 Nm2) that they carry only what
/// the muscles cannot.
///
/// The dual has one multiplier a degree of freedom: `a_i = clip(R_i . y)`, `s = e y`, and
/// `G(y) = sum(a_i R_i) + e y - t = 0` is the gradient of a convex, piecewise quadratic function. Newton's
/// method on its pieces (semismooth Newton; Qi and Sun 1993) with halving of steps that do not descend ends in a
/// few steps at the exact optimum.
package enum StaticOptimisation {
  /// The optimum.
  package struct Solution: Sendable {
    /// The activation of each muscle.
    package var activations: [Double]
    /// The multipliers of the moments, 1/Nm.
    package var multipliers: SIMD4<Double>
    /// What is left of `G`, Nm.
    package var residual: Double
    /// The moments that the muscles could not give, Nm.
    package var reserves: SIMD4<Double> { multipliers * StaticOptimisation.reserve }
  }

  /// The square of the reserves' strength, Nm2.
  package static let reserve = 1e-3
  /// The residual at which the search ends, Nm.
  package static let tolerance = 1e-8

  /// Solves one frame.
  /// - Parameters:
  ///   - muscles: the moments of each muscle at full activation, Nm
  ///   - moments: the moments wanted, Nm
  ///   - least: the least activation of each muscle
  package static func solve(
    muscles: [SIMD4<Double>], moments: SIMD4<Double>, least: Double = 0
  ) -> Solution {
    let dual = Dual(muscles: muscles, moments: moments, least: least)
    var y = SIMD4<Double>.zero
    var point = dual.point(at: y)
    for _ in 0..<200 where point.residual > tolerance {
      let step = dual.newtonStep(at: y, against: point.gradient)
      let slope = (step * point.gradient).sum()
      var length = 1.0
      var next = dual.point(at: y + step)
      while next.height > point.height + 1e-4 * length * slope && next.residual > tolerance && length > 1e-12 {
        length /= 2
        next = dual.point(at: y + step * length)
      }
      y += step * length
      point = next
    }
    return Solution(
      activations: muscles.map { dual.activation(of: $0, at: y) }, multipliers: y, residual: point.residual)
  }
}

/// The convex dual function of one frame.
private struct Dual {
  let muscles: [SIMD4<Double>]
  let moments: SIMD4<Double>
  let least: Double

  struct Point {
    var height: Double
    var gradient: SIMD4<Double>
    var residual: Double { (gradient * gradient).sum().squareRoot() }
  }

  func activation(of muscle: SIMD4<Double>, at y: SIMD4<Double>) -> Double {
    min(max((muscle * y).sum(), least), 1)
  }

  func point(at y: SIMD4<Double>) -> Point {
    let reserve = StaticOptimisation.reserve
    var point = Point(height: reserve / 2 * (y * y).sum() - (moments * y).sum(), gradient: y * reserve - moments)
    for muscle in muscles {
      let pull = (muscle * y).sum()
      let a = min(max(pull, least), 1)
      point.height += pull * a - a * a / 2
      point.gradient += muscle * a
    }
    return point
  }

  /// Solves `(sum of R R^T over the muscles between their bounds + e I) step = -gradient` by Cholesky's method.
  func newtonStep(at y: SIMD4<Double>, against gradient: SIMD4<Double>) -> SIMD4<Double> {
    var columns = (0..<4).map { row in
      var column = SIMD4<Double>.zero
      column[row] = StaticOptimisation.reserve
      return column
    }
    for muscle in muscles {
      let pull = (muscle * y).sum()
      guard pull >= least, pull <= 1 else { continue }
      for index in 0..<4 { columns[index] += muscle * muscle[index] }
    }
    var step = -gradient
    for k in 0..<4 {
      let root = columns[k][k].squareRoot()
      for row in k..<4 { columns[k][row] /= root }
      step[k] /= columns[k][k]
      for later in (k + 1)..<4 where k < 3 {
        for row in later..<4 { columns[later][row] -= columns[k][row] * columns[k][later] }
        step[later] -= columns[k][later] * step[k]
      }
    }
    for k in (0..<4).reversed() {
      for later in (k + 1)..<4 where k < 3 { step[k] -= columns[k][later] * step[later] }
      step[k] /= columns[k][k]
    }
    return step
  }
}
