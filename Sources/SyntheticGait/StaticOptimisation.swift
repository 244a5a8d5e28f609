/// The sharing of joint moments among muscles with the least sum of squared activations.
///
/// Minimises `1/2 sum(a_i^2) + 1/(2 e) |s|^2` subject to `sum(a_i R_i) + s = t` and `least <= a_i <= 1`
/// (Crowninshield and Brand 1981, with the exponent 2 of OpenSim's tool). `R_i` are a muscle's moments at full
/// activation, `t` the moments wanted, `s` reserve moments so dear (`e` = 0.001 Nm2) that they carry only what
/// the muscles cannot.
///
/// The dual has one multiplier a degree of freedom: `a_i = clip(R_i . y)`, `s = e y`, and
/// `G(y) = sum(a_i R_i) + e y - t = 0` is the gradient of a convex, piecewise quadratic function. Newton's
/// method on its pieces (semismooth Newton; Qi and Sun 1993) with an exact search along each step ends at the
/// optimum in a few steps.
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
    var gradient = dual.gradient(at: y)
    for _ in 0..<200 where norm(gradient) > tolerance {
      let step = dual.newtonStep(at: y, against: gradient)
      y += step * dual.length(of: step, from: y, slope: (step * gradient).sum())
      gradient = dual.gradient(at: y)
    }
    return Solution(
      activations: muscles.map { dual.activation(of: $0, at: y) }, multipliers: y, residual: norm(gradient))
  }

  private static func norm(_ vector: SIMD4<Double>) -> Double { (vector * vector).sum().squareRoot() }
}

/// The convex dual function of one frame.
private struct Dual {
  let muscles: [SIMD4<Double>]
  let moments: SIMD4<Double>
  let least: Double

  func activation(of muscle: SIMD4<Double>, at y: SIMD4<Double>) -> Double {
    min(max((muscle * y).sum(), least), 1)
  }

  func gradient(at y: SIMD4<Double>) -> SIMD4<Double> {
    muscles.reduce(y * StaticOptimisation.reserve - moments) { $0 + $1 * activation(of: $1, at: y) }
  }

  /// How far along a descending step the function is least.
  ///
  /// Along a line its slope grows linearly between the places where an activation meets a bound, so the zero of
  /// the slope is found by walking from one such place to the next.
  func length(of step: SIMD4<Double>, from y: SIMD4<Double>, slope: Double) -> Double {
    var (place, slope, growth) = (0.0, slope, StaticOptimisation.reserve * (step * step).sum())
    var bends: [(place: Double, change: Double)] = []
    for muscle in muscles {
      let (pull, speed) = ((muscle * y).sum(), (muscle * step).sum())
      guard speed != 0 else { continue }
      let bounds = [(least - pull) / speed, (1 - pull) / speed]
      let (enters, leaves) = (min(bounds[0], bounds[1]), max(bounds[0], bounds[1]))
      if leaves > 0 { bends.append((leaves, -speed * speed)) }
      if enters > 0 { bends.append((enters, speed * speed)) } else if leaves > 0 { growth += speed * speed }
    }
    for bend in bends.sorted(by: { $0.place < $1.place }) {
      let end = place - slope / growth
      if end <= bend.place { return end }
      slope += growth * (bend.place - place)
      growth += bend.change
      place = bend.place
    }
    return place - slope / growth
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
