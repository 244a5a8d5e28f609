/// The slow and sure way to a static optimum: try every choice of which muscles are at a bound.
struct EveryChoice {
  let muscles: [SIMD4<Double>]
  let moments: SIMD4<Double>
  let least: Double

  /// The activations of least cost among all choices that keep the bounds.
  func optimum(ridge: Double) -> [Double]? {
    var best: (cost: Double, activations: [Double])?
    for choice in 0..<Int(pow3(muscles.count)) {
      var (rest, code) = (moments, choice)
      var activations = muscles.map { _ in least }
      var free: [Int] = []
      for index in muscles.indices {
        let state = code % 3
        code /= 3
        if state == 2 {
          free.append(index)
        } else {
          activations[index] = state == 0 ? least : 1
          rest -= muscles[index] * activations[index]
        }
      }
      let matrix = free.map { row in
        free.map { (muscles[row] * muscles[$0]).sum() / ridge + (row == $0 ? 1 : 0) }
      }
      let right = free.map { (muscles[$0] * rest).sum() / ridge }
      for (index, value) in zip(free, solved(matrix, right)) { activations[index] = value }
      guard activations.allSatisfy({ $0 >= least - 1e-9 && $0 <= 1 + 1e-9 }) else { continue }
      let left = zip(muscles, activations).reduce(moments) { $0 - $1.0 * $1.1 }
      let cost = activations.map { $0 * $0 }.reduce((left * left).sum() / ridge, +)
      if cost < best?.cost ?? .infinity { best = (cost, activations) }
    }
    return best?.activations
  }

  private func pow3(_ exponent: Int) -> Int { (0..<exponent).reduce(1) { product, _ in product * 3 } }

  /// Gaussian elimination of a positive definite system.
  private func solved(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
    var (a, x) = (matrix, right)
    for pivot in x.indices {
      for row in x.indices where row != pivot {
        let factor = a[row][pivot] / a[pivot][pivot]
        for column in x.indices { a[row][column] -= factor * a[pivot][column] }
        x[row] -= factor * x[pivot]
      }
    }
    return x.indices.map { x[$0] / a[$0][$0] }
  }
}
