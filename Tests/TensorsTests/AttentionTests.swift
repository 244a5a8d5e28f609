import Tensors
import Testing

@Suite("Attention with several heads")
struct AttentionTests {
  /// `softmax(q k^T / sqrt(width)) v` for each head, between two linear maps.
  static func reference(_ x: Grid, _ parameters: [Grid], heads: Int, isCausal: Bool) -> Grid {
    let (frames, features) = (x.shape[1], x.shape[2])
    let width = features / heads
    let qkv = MatrixProductTests.linear([x, parameters[2], parameters[3]])
    var mixed = Grid(x.shape) { _ in 0 }
    for trial in 0..<x.shape[0] {
      for head in 0..<heads {
        for frame in 0..<frames {
          let seen = isCausal ? frame + 1 : frames
          let scores = (0..<seen).map { other in
            (0..<width).reduce(0.0) {
              let at = head * width + $1
              return $0 + qkv[trial, frame, at] * qkv[trial, other, features + at]
            } / Double(width).squareRoot()
          }
          for (other, share) in NormalisationTests.softmax(scores).enumerated() {
            for at in head * width..<(head + 1) * width {
              mixed.values[(trial * frames + frame) * features + at] += share * qkv[trial, other, 2 * features + at]
            }
          }
        }
      }
    }
    return MatrixProductTests.linear([mixed, parameters[0], parameters[1]])
  }

  /// Heads, causality and the shape of the input.
  static let cases: [(Int, Bool, [Int])] = [
    (1, false, [2, 5, 3]), (2, false, [2, 5, 6]), (2, true, [2, 5, 6]), (4, true, [1, 37, 8]), (3, false, [1, 1, 6]),
  ]

  @Test("gives the values and slopes of float64", arguments: cases)
  func attention(_ heads: Int, _ isCausal: Bool, _ shape: [Int]) {
    let features = shape[2]
    let names = ["out_proj.weight", "out_proj.bias", "in_proj_weight", "in_proj_bias"]
    let shapes = [[features, features], [features], [3 * features, features], [3 * features]]
    let grids = shapes.enumerated().map { Grid.varied($1, in: -1...1, seed: UInt64($0) + 20) }
    let scope = Scope(weights: zip(names, grids).map { Weight(name: $0, shape: $1.shape, values: $1.floats) })
    let layer = MultiHeadAttention(features, heads: heads, dropout: 0, isCausal: isCausal, in: scope)
    #expect(scope.problems.isEmpty && scope.parameters.names == names)
    // The input: values, and slopes for parameters that stay.
    check(
      Operation("attention", [shape], run: { layer($0[0], .evaluation) }) {
        Self.reference($0[0], grids, heads: heads, isCausal: isCausal)
      }, tolerance: 5e-5)
    // The parameters.
    let x = Grid.varied(shape, in: -1...1, seed: 5)
    let weights = Grid.varied(shape, in: -1...1, seed: 6)
    let gradients = Gradients(for: scope.parameters)
    _ = gradients.accumulate {
      (layer(Tensor(x.floats, shape: shape), .evaluation) * Tensor(weights.floats, shape: shape)).sum()
    }
    let differences = CentralDifferences(grids) { parameters in
      let y = Self.reference(x, parameters, heads: heads, isCausal: isCausal)
      return zip(y.values, weights.values).reduce(0) { $0 + $1.0 * $1.1 }
    }
    for place in grids.indices {
      let (indices, slopes) = differences.slopes(of: place)
      expectClose(indices.map { gradients[place].values[$0] }, slopes, 5e-5, names[place])
    }
  }

  @Test("that is causal sees no later frame")
  func causality() {
    let layer = MultiHeadAttention(4, heads: 2, dropout: 0, isCausal: true, in: Scope(seed: 1))
    let numbers = Grid.varied([1, 6, 4], in: -1...1, seed: 2).floats
    let later = numbers.enumerated().map { $0 < 16 ? $1 : $1 - 3 }
    let results = [numbers, later].map { layer(Tensor($0, shape: [1, 6, 4]), .evaluation).values }
    #expect(results[0].prefix(16) == results[1].prefix(16) && results[0] != results[1])
  }

  @Test("drops probabilities in training by the same mask forwards and backwards")
  func dropout() {
    let layer = MultiHeadAttention(8, heads: 2, dropout: 0.4, in: Scope(seed: 1))
    let pass = Pass.training(seed: 5, step: 2)
    let shape = [2, 5, 8]
    let x = Grid.varied(shape, in: -1...1, seed: 2)
    let weights = Grid.varied(shape, in: -1...1, seed: 3)
    let direction = Grid.varied(shape, in: -1...1, seed: 4)
    @Sendable func weighted(_ x: Tensor) -> Double {
      zip(layer(x, pass).values, weights.values).reduce(0) { $0 + Double($1.0) * $1.1 }
    }
    func moved(_ step: Double) -> Tensor {
      Tensor(zip(x.values, direction.values).map { Float($0 + step * $1) }, shape: shape)
    }
    #expect(layer(moved(0), pass).values != layer(moved(0), .evaluation).values)
    let slopes = gradients(of: [moved(0)]) {
      (layer($0[0], pass) * Tensor(weights.floats, shape: shape)).sum()
    }.gradients[0].values
    let along = zip(slopes, direction.values).reduce(0) { $0 + Double($1.0) * $1.1 }
    // The forward pass itself is float32 here, since the mask is its own.
    let slope = (weighted(moved(0.01)) - weighted(moved(-0.01))) / 0.02
    #expect((along - slope).magnitude < 2e-3 * max(slope.magnitude, 1), "\(along) instead of \(slope)")
  }
}
