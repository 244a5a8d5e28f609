import CBLAS
import Tensors
import Testing

@Suite("Matrix products")
struct MatrixProductTests {
  /// Sums over the inner axis; `b` has the leading axes of `a`, or none.
  @Sendable static func matmul(_ arguments: [Grid]) -> Grid {
    let (a, b) = (arguments[0], arguments[1])
    let (rows, inner, columns) = (a.shape[a.shape.count - 2], a.shape[a.shape.count - 1], b.shape[b.shape.count - 1])
    var result = Grid(Array(a.shape.dropLast()) + [columns]) { _ in 0 }
    for row in 0..<result.values.count / columns {
      let matrix = b.shape.count == 2 ? 0 : row / rows * inner * columns
      for column in 0..<columns {
        for k in 0..<inner {
          result.values[row * columns + column] += a[row * inner + k] * b[matrix + k * columns + column]
        }
      }
    }
    return result
  }

  @Sendable static func linear(_ arguments: [Grid]) -> Grid {
    let (x, weight) = (arguments[0], arguments[1])
    let (outputs, inputs) = (weight.shape[0], weight.shape[1])
    var result = Grid(Array(x.shape.dropLast()) + [outputs]) { _ in 0 }
    for row in 0..<x.values.count / inputs {
      for output in 0..<outputs {
        var sum = arguments.count > 2 ? arguments[2][output] : 0
        for k in 0..<inputs { sum += x[row * inputs + k] * weight[output, k] }
        result.values[row * outputs + output] = sum
      }
    }
    return result
  }

  // The larger shapes cross the blocks of 8 rows, 32 columns and 256 inner numbers that kernels work in.
  static let products: [([Int], [Int])] = [
    ([3, 4], [4, 5]), ([1, 1], [1, 1]), ([2, 3, 4], [4, 5]), ([2, 3, 4], [2, 4, 5]), ([2, 2, 3, 4], [2, 2, 4, 3]),
    ([9, 300], [300, 37]), ([3, 11, 33], [3, 33, 16]),
  ]
  static let maps: [([Int], [Int])] = [
    ([3, 4], [5, 4]), ([2, 3, 4], [1, 4]), ([4], [3, 4]), ([11, 33], [40, 33]), ([2, 3, 270], [14, 270]),
  ]

  static let cases =
    products.map { Operation("matmul", [$0, $1], run: { $0[0].matmul($0[1]) }, reference: matmul) }
    + maps.flatMap { x, weight in
      [
        Operation("linear", [x, weight], run: { $0[0].linear($0[1]) }, reference: linear),
        Operation("linear", [x, weight, [weight[0]]], run: { $0[0].linear($0[1], $0[2]) }, reference: linear),
      ]
    }

  @Test("give the sums and slopes of float64", arguments: cases)
  func agree(_ operation: Operation) { check(operation) }

  @Test("of a matrix with itself add both gradients up")
  func square() {
    let operation = Operation("square", [[6, 6]], run: { $0[0].matmul($0[0]) }) { Self.matmul([$0[0], $0[0]]) }
    check(operation)
  }

  @Test("say what does them")
  func backend() { #expect(!Backend.matrixProducts.isEmpty) }

  @Test("are those of BLAS, which processors without wide registers use where it is there", arguments: [0, 1], [0, 1])
  func blas(turnsA: Int32, turnsB: Int32) throws {
    try #require(cb_load() == 1, "OpenBLAS is not installed; scripts/setup installs it.")
    #expect(cb_configuration().map { String(cString: $0) }?.contains("OpenBLAS") == true && cb_core() != nil)
    let a = Tensor(Grid.varied([5, 7], in: -1...1, seed: 1).floats, shape: [5, 7])
    let b = Tensor(Grid.varied([7, 3], in: -1...1, seed: 2).floats, shape: [7, 3])
    let (left, right) = (turnsA == 1 ? a.transposed(0) : a, turnsB == 1 ? b.transposed(0) : b)
    var product = [Float](repeating: 1, count: 15)
    left.withUnsafeValues { left in
      right.withUnsafeValues { right in
        cb_product(
          turnsA, turnsB, 5, 3, 7, left.baseAddress, turnsA == 1 ? 5 : 7, right.baseAddress, turnsB == 1 ? 7 : 3, 1,
          &product, 3)
      }
    }
    expectClose(product, (a.matmul(b) + 1).values.map(Double.init), 1e-5, "BLAS")
  }

  @Test("in parts give what splitting the whole product gives", arguments: [true, false])
  func parts(hasBias: Bool) {
    let layer = Linear(5, 12, hasBias: hasBias, in: Scope(seed: 4))
    let x = Tensor(Grid.varied([2, 3, 5], in: -1...1, seed: 1).floats, shape: [2, 3, 5])
    let parts = layer.split(x, sizes: [2, 7, 3])
    let expected = layer(x).split(axis: 2, sizes: [2, 7, 3])
    #expect(parts.map(\.shape) == expected.map(\.shape))
    #expect(parts.map(\.values) == expected.map(\.values))
  }
}
