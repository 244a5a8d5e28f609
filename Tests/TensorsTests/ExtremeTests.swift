import Tensors
import Testing

@Suite("The largest and the smallest number")
struct ExtremeTests {
  static func extreme(_ x: Grid, axis: Int, _ pick: (Double, Double) -> Double) -> Grid {
    var shape = x.shape
    let size = shape.remove(at: axis)
    return Grid(shape) { index in
      let run = (0..<size).map { place in
        var full = index
        full.insert(place, at: axis)
        return x[full]
      }
      return run.dropFirst().reduce(run[0], pick)
    }
  }

  static let whole: [Operation] = [[], [7], [2, 3, 5], [33, 17]].flatMap { (shape: [Int]) in
    [
      Operation("max", [shape], run: { $0[0].max() }) { Grid([], [$0[0].values.max() ?? .nan]) },
      Operation("min", [shape], run: { $0[0].min() }) { Grid([], [$0[0].values.min() ?? .nan]) },
    ]
  }

  static let axes: [Operation] = [
    ([4], 0), ([3, 4], 0), ([3, 4], 1), ([2, 37, 3], 1), ([5, 33], -1), ([2, 3, 4], -2), ([2, 3, 4], -3),
  ].flatMap { (shape: [Int], axis: Int) in
    let place = ReductionTests.place(axis, in: shape)
    return [
      Operation("max along \(axis)", [shape], run: { $0[0].max(axis: axis) }) { extreme($0[0], axis: place, max) },
      Operation("min along \(axis)", [shape], run: { $0[0].min(axis: axis) }) { extreme($0[0], axis: place, min) },
    ]
  }

  @Test("have the values and slopes of float64", arguments: whole + axes)
  func agree(_ operation: Operation) { check(operation) }

  @Test("share their gradient among numbers that are equal, as PyTorch's amax does")
  func ties() {
    let x = Tensor([3, 1, 3, 1, 2, 2, 2, -2], shape: [2, 4])
    #expect(slopes(x) { $0.max() } == [0.5, 0, 0.5, 0, 0, 0, 0, 0])
    #expect(slopes(x) { $0.min() } == [0, 0, 0, 0, 0, 0, 0, 1])
    #expect(slopes(x) { $0.max(axis: 1) * 3 } == [1.5, 0, 1.5, 0, 1, 1, 1, 0])
    #expect(slopes(x) { $0.min(axis: -1) } == [0, 0.5, 0, 0.5, 0, 0, 0, 1])
    #expect(slopes(x) { $0.max(axis: 0) } == [1, 0, 1, 1, 0, 1, 0, 0])
  }

  private func slopes(_ x: Tensor, _ extreme: (Tensor) -> Tensor) -> [Float] {
    gradients(of: [x]) { extreme($0[0]).sum() }.gradients[0].values
  }

  @Test("are not a number where one of the numbers is not, and nor are the slopes, as in PyTorch")
  func notANumber() {
    for values in [[.nan, 1, 2], [1, .nan, 2], [1, 2, .nan]] as [[Float]] {
      let x = Tensor(values, shape: [3])
      #expect(x.max().scalar.isNaN && x.min().scalar.isNaN)
      let slopes = slopes(x) { $0.max() }
      #expect(slopes.allSatisfy { $0.isNaN })
    }
    #expect(Tensor([-.infinity, .infinity], shape: [2]).max().scalar == .infinity)
  }
}
