import Tensors
import Testing

@Suite("Changes of shape")
struct ShapeTests {
  static func swapped(_ x: Grid, _ axis: Int) -> Grid {
    var shape = x.shape
    shape.swapAt(axis, axis + 1)
    return Grid(shape) { index in
      var index = index
      index.swapAt(axis, axis + 1)
      return x[index]
    }
  }

  static func part(_ x: Grid, _ axis: Int, _ range: Range<Int>) -> Grid {
    var shape = x.shape
    shape[axis] = range.count
    return Grid(shape) { index in
      var index = index
      index[axis] += range.lowerBound
      return x[index]
    }
  }

  static func joined(_ parts: [Grid], _ axis: Int) -> Grid {
    var shape = parts[0].shape
    shape[axis] = parts.reduce(0) { $0 + $1.shape[axis] }
    return Grid(shape) { index in
      var index = index
      var place = 0
      while index[axis] >= parts[place].shape[axis] {
        index[axis] -= parts[place].shape[axis]
        place += 1
      }
      return parts[place][index]
    }
  }

  static func place(_ axis: Int, in shape: [Int]) -> Int { ReductionTests.place(axis, in: shape) }

  static let transposes = [
    ([3, 4], 0), ([2, 3, 4], 0), ([2, 3, 4], 1), ([2, 3, 4, 5], 1), ([1, 40, 35], 1), ([2, 3, 4], -2), ([2, 3, 4], -3),
  ].map { (shape: [Int], axis: Int) in
    Operation("transpose \(axis)", [shape], run: { $0[0].transposed(axis) }) { swapped($0[0], place(axis, in: shape)) }
  }

  static let parts = [
    ([5], 0, 1..<3), ([3, 4], 0, 0..<2), ([3, 4], 1, 2..<4), ([2, 6, 3], 1, 1..<5), ([2, 6, 3], -2, 1..<5),
    ([2, 6], -1, 2..<3),
  ].map { (shape: [Int], axis: Int, range: Range<Int>) in
    Operation("narrow \(axis)", [shape], run: { $0[0].narrowed(axis: axis, to: range) }) {
      part($0[0], place(axis, in: shape), range)
    }
  }

  static let joins = [
    ([[2], [3]], 0), ([[2, 3], [1, 3], [4, 3]], 0), ([[2, 3], [2, 1]], 1), ([[2, 3, 2], [2, 1, 2]], 1),
    ([[2, 3, 2], [2, 3, 5]], 2), ([[2, 3, 2], [2, 3, 5]], -1), ([[2, 3, 2], [2, 0, 2], [2, 1, 2]], -2),
  ].map { (shapes: [[Int]], axis: Int) in
    Operation("concatenate \(axis)", shapes, run: { .concatenated($0, axis: axis) }) {
      joined($0, place(axis, in: shapes[0]))
    }
  }

  // As PyTorch's `x[1:3]`: gradients go to the rows of the part, and add up where parts overlap.
  static let slices: [Operation] = [
    Operation("slice", [[5]], run: { $0[0].slice(1..<3) }) { part($0[0], 0, 1..<3) },
    Operation("slice", [[4, 2, 3]], run: { $0[0].slice(0..<3) }) { part($0[0], 0, 0..<3) },
    Operation("slice of a slice of a square", [[6, 3]], run: { $0[0].squared().slice(1..<6).slice(2..<4) }) {
      part($0[0].map { $0 * $0 }, 0, 3..<5)
    },
    Operation("slices that overlap", [[5, 2]], run: { $0[0].slice(0..<3) * $0[0].slice(2..<5) }) { x in
      Grid([3, 2]) { x[0][$0[0], $0[1]] * x[0][$0[0] + 2, $0[1]] }
    },
  ]

  static let others: [Operation] = [
    Operation("reshape", [[2, 6]], run: { $0[0].reshaped([3, 4]) }) { Grid([3, 4], $0[0].values) },
    Operation("transpose", [[2, 3, 4]], run: { $0[0].transposed() }) { swapped($0[0], 1) },
    Operation("index", [[3, 2, 2]], run: { $0[0][1] }) { Grid([2, 2], Array($0[0].values[4..<8])) },
    Operation("reverse 1", [[2, 5, 3]], run: { $0[0].reversed(axis: 1) }) { arguments in
      Grid([2, 5, 3]) { arguments[0][$0[0], 4 - $0[1], $0[2]] }
    },
    Operation("reverse -2", [[2, 5, 3]], run: { $0[0].reversed(axis: -2) }) { arguments in
      Grid([2, 5, 3]) { arguments[0][$0[0], 4 - $0[1], $0[2]] }
    },
    Operation("split -1", [[2, 7]], run: { $0[0].split(axis: -1, sizes: [0, 3, 4])[2] }) { part($0[0], 1, 3..<7) },
    // Each part weighs differently, and one of them is not used at all.
    Operation(
      "split", [[2, 7, 2]],
      run: { x in
        let parts = x[0].split(axis: 1, sizes: [2, 1, 4])
        return .concatenated([parts[2] * 3, parts[0] * 2], axis: 1)
      }
    ) { x in joined([part(x[0], 1, 3..<7).map { $0 * 3 }, part(x[0], 1, 0..<2).map { $0 * 2 }], 1) },
    Operation("rows of a table", [[4, 3]], run: { $0[0].rows([2, 0, 2, 2]) }) { x in
      Grid([4, 3]) { x[0][[2, 0, 2, 2][$0[0]], $0[1]] }
    },
    Operation(
      "broken into frames and joined again", [[2, 3, 4]],
      run: { x in
        .concatenated((0..<2).map { x[0][$0].reshaped([1, 12]) }, axis: 0)
      }
    ) { Grid([2, 12], $0[0].values) },
  ]

  @Test("move numbers and gradients to the same places", arguments: transposes + parts + joins + slices + others)
  func agree(_ operation: Operation) { check(operation) }

  @Test("share memory where a part is cut along the first axis")
  func memory() {
    let x = Tensor([1, 2, 3, 4, 5, 6], shape: [3, 2])
    let part = x.slice(1..<3)
    #expect(part.shape == [2, 2] && part.values == [3, 4, 5, 6])
    #expect(
      x.withUnsafeValues { whole in part.withUnsafeValues { $0.baseAddress == whole.baseAddress.map { $0 + 2 } } })
  }

  @Test("cut off from the tape let no gradient through")
  func detached() {
    let x = Tensor([1, 2], shape: [2])
    let found = gradients(of: [x]) { ($0[0] * $0[0].detached).sum() }
    #expect(found.loss == 5 && found.gradients[0].values == [1, 2])
  }
}
