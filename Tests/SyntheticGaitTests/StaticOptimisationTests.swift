import SyntheticGait
import Testing

@Suite struct `Static optimisation` {
  /// Muscles of random strength and direction.
  static func muscles(_ count: Int, _ problem: Int) -> [SIMD4<Double>] {
    let draw = SyntheticDraw(seed: 1).of("problem", problem)
    return (0..<count).map { muscle in
      var moments = SIMD4<Double>.zero
      for axis in 0..<4 { moments[axis] = draw.uniform(-120, 120, "moment", 4 * muscle + axis) }
      return moments
    }
  }

  /// What muscles give at random activations, times a factor.
  static func moments(of muscles: [SIMD4<Double>], _ problem: Int, times factor: Double) -> SIMD4<Double> {
    let draw = SyntheticDraw(seed: 2).of("problem", problem)
    return muscles.indices.reduce(.zero) {
      $0 + muscles[$1] * (factor * draw.uniform(0, 1, "activation", $1))
    }
  }

  @Test(arguments: [1.0, 0.2, 3, 40], [0.0, 0.05])
  func `satisfies the conditions of an optimum`(factor: Double, least: Double) {
    for problem in 0..<200 {
      let muscles = Self.muscles(17, problem)
      let wanted = Self.moments(of: muscles, problem, times: factor)
      let solution = StaticOptimisation.solve(muscles: muscles, moments: wanted, least: least)
      var given = solution.reserves
      for (muscle, activation) in zip(muscles, solution.activations) {
        given += muscle * activation
        #expect(activation >= least && activation <= 1)
        // Stationarity: the price of a free activation is what its moments are worth.
        let worth = (muscle * solution.multipliers).sum()
        if activation > least && activation < 1 { #expect(abs(activation - worth) < 1e-12) }
        if activation == least { #expect(worth <= least) }
        if activation == 1 { #expect(worth >= 1) }
      }
      // Moments of 10^4 Nm (the factor 40) leave 8 digits to rounding.
      let scale = 1 + distance(wanted, .zero)
      #expect(distance(given, wanted) < 1e-8 * scale)
      #expect(solution.residual < 1e-8 * scale)
    }
  }

  @Test func `leaves almost nothing to the reserves where the muscles can do it`() {
    for problem in 0..<200 {
      let muscles = Self.muscles(17, problem)
      let wanted = Self.moments(of: muscles, problem, times: 0.9)
      let solution = StaticOptimisation.solve(muscles: muscles, moments: wanted)
      #expect(distance(solution.reserves, .zero) < 0.01)
    }
  }

  @Test func `pulls with all it has and leaves the rest to the reserves where they cannot`() {
    let muscles = [SIMD4<Double>(50, 0, 0, 0), SIMD4<Double>(-30, 0, 0, 0)]
    let solution = StaticOptimisation.solve(muscles: muscles, moments: SIMD4(80, 0, 0, 0))
    #expect(solution.activations == [1, 0])
    #expect(abs(solution.reserves.x - 30) < 1e-6)
  }

  @Test(arguments: [0.1, 0.6, 1, 4], [0.0, 0.1])
  func `finds the optimum that trying every choice of bounds finds`(factor: Double, least: Double) throws {
    for problem in 0..<25 {
      let muscles = Self.muscles(4, problem)
      let wanted = Self.moments(of: muscles, problem, times: factor)
      let solution = StaticOptimisation.solve(muscles: muscles, moments: wanted, least: least)
      let best = try #require(
        EveryChoice(muscles: muscles, moments: wanted, least: least).optimum(
          ridge: StaticOptimisation.reserve))
      for (found, expected) in zip(solution.activations, best) { #expect(abs(found - expected) < 1e-6) }
    }
  }

  @Test func `shares a moment by lever and strength`() {
    let muscles = [SIMD4<Double>(60, 0, 0, 0), SIMD4<Double>(30, 0, 0, 0)]
    let solution = StaticOptimisation.solve(muscles: muscles, moments: SIMD4(45, 0, 0, 0))
    #expect(abs(solution.activations[0] - 0.6) < 1e-5)
    #expect(abs(solution.activations[1] - 0.3) < 1e-5)
  }
}

private func distance(_ a: SIMD4<Double>, _ b: SIMD4<Double>) -> Double {
  ((a - b) * (a - b)).sum().squareRoot()
}
