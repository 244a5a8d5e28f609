import Tensors
import Testing

@Suite("Running sums, chosen places and orders of axes")
struct AxisTests {
  static func running(_ x: Grid, axis: Int) -> Grid {
    Grid(x.shape) { index in
      (0...index[axis]).reduce(0) { sum, place in
        var other = index
        other[axis] = place
        return sum + x[other]
      }
    }
  }

  static let sums = [([5], 0), ([3, 4], 0), ([3, 4], -1), ([2, 7, 70], 1)].map { (shape: [Int], axis: Int) in
    Operation("running sum along \(axis)", [shape], run: { $0[0].cumulativeSum(axis: axis) }) {
      running($0[0], axis: ShapeTests.place(axis, in: shape))
    }
  }

  static let places = [([4], 0, [3, 0, 3]), ([2, 5, 3], 1, [4, 4, 0, 2]), ([2, 3], -1, [1])].map {
    (shape: [Int], axis: Int, indices: [Int]) in
    Operation("places \(indices)", [shape], run: { $0[0].selected(indices, axis: axis) }) { given in
      let place = ShapeTests.place(axis, in: shape)
      var result = shape
      result[place] = indices.count
      return Grid(result) { index in
        var index = index
        index[place] = indices[index[place]]
        return given[0][index]
      }
    }
  }

  static let gathers = [([3, 4], [3, 2], 1), ([3, 4], [5, 4], 0), ([2, 3, 2], [2, 4, 2], -2)].map {
    (shape: [Int], result: [Int], axis: Int) in
    let place = ShapeTests.place(axis, in: shape)
    let indices = (0..<result.reduce(1, *)).map { ($0 * 7 + $0 / 3) % shape[place] }
    return Operation("gather \(result)", [shape], run: { $0[0].gathered(indices, shape: result, axis: axis) }) {
      given in
      let table = Grid(result, indices.map(Double.init))
      return Grid(result) { index in
        var from = index
        from[place] = Int(table[index])
        return given[0][from]
      }
    }
  }

  static let orders = [
    ([3, 4], [1, 0]), ([2, 3, 4], [2, 0, 1]), ([2, 3, 4], [0, -1, 1]), ([2, 3, 4, 5], [0, 2, 1, 3]), ([5], [0]),
    ([], []),
  ].map { (shape: [Int], order: [Int]) in
    Operation("order \(order)", [shape], run: { $0[0].permuted(order) }) { given in
      let axes = order.map { ShapeTests.place($0, in: shape) }
      return Grid(axes.map { shape[$0] }) { index in
        var from = index
        for (to, axis) in axes.enumerated() { from[axis] = index[to] }
        return given[0][from]
      }
    }
  }

  static let stacks = [0, 1, 2, -1, -3].map { axis in
    Operation("stack at \(axis)", [[2, 3], [2, 3], [2, 3], [2, 3]], run: { .stacked($0, axis: axis) }) { given in
      let place = axis < 0 ? axis + 3 : axis
      var shape = [2, 3]
      shape.insert(4, at: place)
      return Grid(shape) { index in
        var index = index
        let part = index.remove(at: place)
        return given[part][index]
      }
    }
  }

  @Test("have the values and slopes of float64", arguments: sums + places + gathers + orders + stacks)
  func agree(_ operation: Operation) { check(operation) }

  /// `torch.gather` of the example in PyTorch's documentation, and `torch.cumsum`.
  @Test("have PyTorch's numbers")
  func numbers() {
    let x = Tensor([1, 2, 3, 4], shape: [2, 2])
    #expect(x.gathered([0, 0, 1, 0], shape: [2, 2], axis: 1).values == [1, 1, 4, 3])
    #expect(x.cumulativeSum(axis: 0).values == [1, 2, 4, 6] && x.cumulativeSum(axis: 1).values == [1, 3, 3, 7])
    let tenths = Tensor(repeating: 0.1, shape: [100_000]).cumulativeSum(axis: 0).values
    #expect(tenths[99_999] == Float(1e5 * Double(Float(0.1))))
  }

  @Test("of nothing are nothing")
  func empty() {
    let x = EmptyTests.zeros([2, 0, 3])
    #expect(x.permuted([2, 0, 1]).shape == [3, 2, 0] && x.cumulativeSum(axis: 1).shape == [2, 0, 3])
    #expect(x.selected([], axis: 0).shape == [0, 0, 3] && x.strided(axis: 1, by: 2).shape == [2, 0, 3])
    #expect(x.gathered([], shape: [2, 0, 3], axis: 1).count == 0 && Tensor.stacked([x, x], axis: 0).count == 0)
    #expect(x.resampled(frames: 0).shape == [2, 0, 3] && x.maxPooled(2).shape == [2, 0, 3])
    let weight = EmptyTests.zeros([4, 3, 3])
    #expect(x.convolved(weight, nil, stride: 2, padding: .circular).shape == [2, 0, 4])
    #expect(x.convolvedTransposed(EmptyTests.zeros([3, 4, 3]), nil, stride: 2, padding: .circular).shape == [2, 0, 4])
  }
}
