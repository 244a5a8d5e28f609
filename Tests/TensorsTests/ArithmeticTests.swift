import Tensors
import Testing

@Suite("Arithmetic with broadcasting")
struct ArithmeticTests {
  static let shapes: [([Int], [Int])] = [
    ([3, 4], [3, 4]), ([2, 3, 4], [4]), ([4], [2, 3, 4]), ([2, 3, 4], [3, 1]), ([2, 1, 4], [3, 1]), ([5], []),
    ([], [2, 2]), ([2, 3, 1, 5], [1, 3, 4, 1]), ([1], [7]), ([1, 1], [1]), ([37, 33], [33]), ([2, 37], [2, 1]),
  ]

  static let operators: [(String, @Sendable (Tensor, Tensor) -> Tensor, @Sendable (Double, Double) -> Double)] = [
    ("sum", { $0 + $1 }, { $0 + $1 }), ("difference", { $0 - $1 }, { $0 - $1 }),
    ("product", { $0 * $1 }, { $0 * $1 }), ("quotient", { $0 / $1 }, { $0 / $1 }),
  ]

  static let cases = operators.flatMap { name, run, reference in
    shapes.map { a, b in
      Operation(name, [a, b], in: 0.5...2, run: { run($0[0], $0[1]) }) { combine($0[0], $0[1], reference) }
    }
  }

  /// NumPy's rule, index by index: axes are aligned at the last one, and an axis of size 1 is repeated.
  static func combine(_ a: Grid, _ b: Grid, _ function: (Double, Double) -> Double) -> Grid {
    let rank = max(a.shape.count, b.shape.count)
    func padded(_ shape: [Int]) -> [Int] { [Int](repeating: 1, count: rank - shape.count) + shape }
    let (left, right) = (padded(a.shape), padded(b.shape))
    func number(_ grid: Grid, _ shape: [Int], _ index: [Int]) -> Double {
      Grid(shape, grid.values)[zip(index, shape).map { $1 == 1 ? 0 : $0 }]
    }
    return Grid(zip(left, right).map { max($0, $1) }) { function(number(a, left, $0), number(b, right, $0)) }
  }

  @Test("gives NumPy's values and the gradients of central differences", arguments: cases)
  func broadcasting(_ operation: Operation) { check(operation) }

  @Test(
    "with a number does too",
    arguments: [
      Operation("x + 3", [[2, 5]], run: { $0[0] + 3 }) { $0[0].map { $0 + 3 } },
      Operation("x - 3", [[2, 5]], run: { $0[0] - 3 }) { $0[0].map { $0 - 3 } },
      Operation("3 - x", [[2, 5]], run: { 3 - $0[0] }) { $0[0].map { 3 - $0 } },
      Operation("x * 3", [[2, 5]], run: { $0[0] * 3 }) { $0[0].map { $0 * 3 } },
      Operation("-x", [[33]], run: { -$0[0] }) { $0[0].map { -$0 } },
      Operation("3 + x", [[2, 5]], run: { 3 + $0[0] }) { $0[0].map { 3 + $0 } },
      Operation("3 * x", [[2, 5]], run: { 3 * $0[0] }) { $0[0].map { 3 * $0 } },
      Operation("x / 3", [[2, 5]], run: { $0[0] / 3 }) { $0[0].map { $0 / 3 } },
      Operation("3 / x", [[2, 5]], in: 0.5...2, run: { 3 / $0[0] }) { $0[0].map { 3 / $0 } },
      Operation("3 / x", [[]], in: 0.5...2, run: { 3 / $0[0] }) { $0[0].map { 3 / $0 } },
    ])
  func numbers(_ operation: Operation) { check(operation) }

  @Test("divides by a number as PyTorch does, not by its reciprocal")
  func quotients() {
    let values = (1...100).map { Float($0) }
    #expect((Tensor(values, shape: [100]) / 49).values == values.map { $0 / 49 })
  }

  @Test("of a value with itself adds both gradients up")
  func itself() {
    let x = Tensor([1, -2, 3], shape: [3])
    let twice: [@Sendable (Tensor) -> Tensor] = [{ $0 + $0 }, { $0 - $0 }, { $0 * $0 }, { $0 / $0 }]
    for (run, expected) in zip(twice, [[2, 2, 2], [0, 0, 0], [2, -4, 6], [0, 0, 0]] as [[Float]]) {
      #expect(gradients(of: [x]) { run($0[0]).sum() }.gradients[0].values == expected)
    }
  }
}
