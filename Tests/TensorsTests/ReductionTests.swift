import Tensors
import Testing

@Suite("Sums and means")
struct ReductionTests {
  static func sum(_ x: Grid, axis: Int) -> Grid {
    var shape = x.shape
    let size = shape.remove(at: axis)
    return Grid(shape) { index in
      (0..<size).reduce(0) { sum, place in
        var full = index
        full.insert(place, at: axis)
        return sum + x[full]
      }
    }
  }

  static func total(_ x: Grid) -> Double { x.values.reduce(0, +) }

  static func squares(_ arguments: [Grid]) -> Double {
    zip(arguments[0].values, arguments[1].values).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }

  static let whole: [Operation] = [[], [7], [2, 3, 5], [33, 17]].flatMap { (shape: [Int]) in
    [
      Operation("sum", [shape], run: { $0[0].sum() }) { Grid([], [total($0[0])]) },
      Operation("mean", [shape], run: { $0[0].mean() }) { Grid([], [total($0[0]) / Double($0[0].values.count)]) },
      Operation("mean squared error", [shape, shape], run: { $0[0].meanSquaredError($0[1]) }) {
        Grid([], [squares($0) / Double($0[0].values.count)])
      },
      Operation("a share of a mean squared error", [shape, shape], run: { $0[0].meanSquaredError($0[1], over: 50) }) {
        Grid([], [squares($0) / 50])
      },
    ]
  }

  /// An axis counted from the front.
  static func place(_ axis: Int, in shape: [Int]) -> Int { axis < 0 ? shape.count + axis : axis }

  static let axes: [Operation] = [
    ([4], 0), ([3, 4], 0), ([3, 4], 1), ([2, 3, 5], 1), ([2, 37, 3], 1), ([5, 33], 1), ([2, 3, 4], -1),
    ([2, 3, 4], -2),
    ([2, 3, 4], -3),
  ]
  .flatMap { (shape: [Int], axis: Int) in
    [
      Operation("sum along \(axis)", [shape], run: { $0[0].sum(axis: axis) }) {
        sum($0[0], axis: place(axis, in: shape))
      },
      Operation("mean along \(axis)", [shape], run: { $0[0].mean(axis: axis) }) { arguments in
        let axis = place(axis, in: shape)
        return sum(arguments[0], axis: axis).map { $0 / Double(shape[axis]) }
      },
    ]
  }

  @Test("give the values and slopes of float64", arguments: whole + axes)
  func reductions(_ operation: Operation) { check(operation) }

  @Test("of a million equal numbers lose nothing")
  func precision() {
    let x = Tensor(repeating: 0.1, shape: [1000, 1000])
    #expect(x.mean().scalar == 0.1)
    #expect(x.sum().scalar == Float(1e6 * Double(Float(0.1))))
  }

  @Test("of nothing are zero and not a number")
  func nothing() {
    let x = Tensor([], shape: [2, 0, 3])
    #expect(x.sum().scalar == 0 && x.mean().scalar.isNaN && x.meanSquaredError(x).scalar.isNaN)
    #expect(x.sum(axis: 1).values == [0, 0, 0, 0, 0, 0] && x.sum(axis: 0).shape == [0, 3])
    #expect(x.mean(axis: 1).values.allSatisfy(\.isNaN) && x.mean(axis: 1).shape == [2, 3])
  }
}
