/// An array of float64 numbers with a shape: what the plain references of these tests compute with.
///
/// Slow and obvious on purpose, and independent of the engine that it checks.
struct Grid: Sendable {
  let shape: [Int]
  var values: [Double]

  init(_ shape: [Int], _ values: [Double]) {
    self.shape = shape
    self.values = values
  }

  /// Makes a grid of numbers that are told by their index.
  init(_ shape: [Int], _ number: (_ index: [Int]) -> Double) {
    self.shape = shape
    var index = [Int](repeating: 0, count: shape.count)
    values = (0..<shape.reduce(1, *)).map { _ in
      defer {
        for axis in shape.indices.reversed() {
          index[axis] += 1
          if index[axis] < shape[axis] { break }
          index[axis] = 0
        }
      }
      return number(index)
    }
  }

  /// Three axes or fewer without the cost of an index array.
  subscript(i: Int) -> Double { values[i] }
  subscript(i: Int, j: Int) -> Double { values[i * shape[1] + j] }
  subscript(i: Int, j: Int, k: Int) -> Double { values[(i * shape[1] + j) * shape[2] + k] }

  subscript(index: [Int]) -> Double {
    values[zip(index, shape).reduce(0) { $0 * $1.1 + $1.0 }]
  }

  func map(_ function: (Double) -> Double) -> Grid { Grid(shape, values.map(function)) }
}

extension Grid {
  /// The numbers as a tensor.
  var floats: [Float] { values.map { Float($0) } }

  /// Numbers within a range that look random and are float32 exactly.
  static func varied(_ shape: [Int], in range: ClosedRange<Double>, seed: UInt64) -> Grid {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678_9ABC_DEF1
    return Grid(shape) { _ in
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      let share = Double(state >> 11) * 0x1p-53
      return Double(Float(range.lowerBound + share * (range.upperBound - range.lowerBound)))
    }
  }
}
