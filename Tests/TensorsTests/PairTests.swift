import Foundation
import Tensors
import Testing

@Suite("Functions of two numbers, limits and choices")
struct PairTests {
  /// A function of two or more grids that broadcast.
  static func combined(_ given: [Grid], _ function: ([Double]) -> Double) -> Grid {
    let rank = given.map(\.shape.count).max() ?? 0
    let shapes = given.map { [Int](repeating: 1, count: rank - $0.shape.count) + $0.shape }
    let shape = (0..<rank).map { axis in shapes.map { $0[axis] }.max() ?? 1 }
    return Grid(shape) { index in
      function(
        zip(given, shapes).map { grid, shape in
          Grid(shape, grid.values)[zip(index, shape).map { $1 == 1 ? 0 : $0 }]
        })
    }
  }

  static let shapes: [[[Int]]] = [[[3, 4], [3, 4]], [[2, 3, 4], [4]], [[3, 1], [1, 4]], [[], [5]]]

  static let pairs: [Operation] = shapes.flatMap { shapes in
    [
      Operation("minimum", shapes, run: { .minimum($0[0], $0[1]) }) { combined($0) { min($0[0], $0[1]) } },
      Operation("maximum", shapes, run: { .maximum($0[0], $0[1]) }) { combined($0) { max($0[0], $0[1]) } },
      Operation("power", shapes, in: 0.3...2, -2...2, run: { $0[0].power($0[1]) }) {
        combined($0) { pow($0[0], $0[1]) }
      },
      Operation("where", shapes, run: { .where($0[0] .> $0[1] * 0.3, $0[0] * 2, $0[1]) }) {
        combined($0) { $0[0] > $0[1] * 0.3 ? $0[0] * 2 : $0[1] }
      },
    ]
  }

  static let singles: [Operation] = [
    Operation("square", [[7]], in: -2...2, run: { $0[0].power(2) }) { $0[0].map { $0 * $0 } },
    Operation("cube root", [[7]], in: 0.2...2, run: { $0[0].power(1 / 3) }) {
      $0[0].map { pow($0, Double(Float(1) / 3)) }
    },
    Operation("reciprocal", [[7]], in: -3...(-0.3), run: { $0[0].power(-1) }) { $0[0].map { 1 / $0 } },
    Operation("limits", [[3, 9]], in: -2...2, run: { $0[0].clamped(from: -0.7, to: 1.1) }) {
      $0[0].map { min(max($0, -0.7), 1.1) }
    },
    Operation("a lower limit", [[3, 9]], in: -2...2, run: { $0[0].clamped(from: 0.1) }) { $0[0].map { max($0, 0.1) } },
    Operation("repetition", [[3, 1]], run: { $0[0].broadcast(to: [2, 3, 4]) }) { given in
      Grid([2, 3, 4]) { given[0][$0[1], 0] }
    },
  ]

  @Test("give the values and slopes of float64", arguments: pairs + singles)
  func agree(_ operation: Operation) { check(operation, tolerance: 4e-5) }

  private func slopes(_ tensors: [Tensor], _ function: ([Tensor]) -> Tensor) -> [[Float]] {
    gradients(of: tensors) { function($0).sum() }.gradients.map(\.values)
  }

  @Test("share the gradient of equal numbers, and pass it at a limit itself, as PyTorch does")
  func ties() {
    let (a, b) = (Tensor([1, 2, 3], shape: [3]), Tensor([3, 2, 1], shape: [3]))
    #expect(slopes([a, b]) { .maximum($0[0], $0[1]) } == [[0, 0.5, 1], [1, 0.5, 0]])
    #expect(slopes([a, b]) { .minimum($0[0], $0[1]) } == [[1, 0.5, 0], [0, 0.5, 1]])
    #expect(slopes([a]) { $0[0].clamped(from: 2, to: 2.5) } == [[0, 1, 0]])
  }

  /// `torch.pow` of 0 and of negative numbers.
  @Test("have PyTorch's slopes where logarithms end")
  func zero() {
    let zero = Tensor([0, 0, 0], shape: [3])
    #expect(slopes([zero]) { $0[0].power(0) } == [[0, 0, 0]] && slopes([zero]) { $0[0].power(1) } == [[1, 1, 1]])
    #expect(slopes([zero, Tensor([0, 1, 2], shape: [3])]) { $0[0].power($0[1]) } == [[0, 1, 0], [0, 0, 0]])
    #expect(Tensor([-2], shape: [1]).power(3).values == [-8] && Tensor([-2], shape: [1]).power(0.5).values[0].isNaN)
  }

  @Test("give a slope of 0 to what was not chosen, even where it is not a number")
  func choice() {
    let (x, odd) = (Tensor([-1, 4], shape: [2]), Tensor([.nan, .nan], shape: [2]))
    #expect(Tensor.where(x .> 0, x * 2, odd).values[1] == 8 && Tensor.where(x .> 0, odd, x * 3).values[0] == -3)
    #expect(slopes([x, odd]) { .where($0[0] .> 0, $0[0] * 2, $0[1]) } == [[0, 2], [1, 0]])
  }

  @Test("compare to 1 and 0, and keep what is not a number")
  func comparisons() {
    let x = Tensor([-1, 0, 2], shape: [3])
    #expect((x .< 0).values == [1, 0, 0] && (x .<= 0).values == [1, 1, 0] && (x .> 0).values == [0, 0, 1])
    #expect((x .>= 0).values == [0, 1, 1] && (x .== 2).values == [0, 0, 1])
    #expect(slopes([x]) { $0[0] .> 0 } == [[0, 0, 0]])
    let odd = Tensor([.nan, 1], shape: [2])
    let other = Tensor([1, .nan], shape: [2])
    for y in [Tensor.minimum(odd, other), .maximum(odd, other)] { #expect(y.values.allSatisfy { $0.isNaN }) }
    #expect(odd.clamped(from: 0, to: 1).values[0].isNaN)
  }
}
