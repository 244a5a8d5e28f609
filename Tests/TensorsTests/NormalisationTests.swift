import Foundation
import Tensors
import Testing

@Suite("Softmax and normalisations")
struct NormalisationTests {
  /// Applies a function to each run of numbers along the last axis.
  static func rows(_ x: Grid, _ function: ([Double]) -> [Double]) -> Grid {
    let width = x.shape.last ?? 1
    return Grid(
      x.shape, stride(from: 0, to: x.values.count, by: width).flatMap { function(Array(x.values[$0..<$0 + width])) })
  }

  static func softmax(_ row: [Double]) -> [Double] {
    let powers = row.map { exp($0 - (row.max() ?? 0)) }
    return powers.map { $0 / powers.reduce(0, +) }
  }

  static func normalised(_ row: [Double]) -> [Double] {
    let mean = row.reduce(0, +) / Double(row.count)
    let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(row.count)
    return row.map { ($0 - mean) / (variance + 1e-5).squareRoot() }
  }

  static let softmaxes = [[7], [3, 7], [2, 3, 33], [4, 1]].map { (shape: [Int]) in
    Operation("softmax", [shape], in: -3...3, run: { $0[0].softmax() }) { rows($0[0], softmax) }
  }

  static let layerNorms = [[9], [4, 9], [2, 3, 40]].map { (shape: [Int]) in
    Operation(
      "layer norm", [shape, [shape[shape.count - 1]], [shape[shape.count - 1]]], in: -2...2,
      run: {
        $0[0].layerNorm($0[1], $0[2])
      }
    ) { x in
      var column = -1
      return rows(x[0], normalised).map {
        column = (column + 1) % x[1].values.count
        return $0 * x[1][column] + x[2][column]
      }
    }
  }

  /// Every feature of a frame times its gain, plus its bias.
  static func scaled(_ x: Grid, _ gain: Grid, _ bias: Grid? = nil) -> Grid {
    Grid(x.shape) { x[$0] * gain[$0[$0.count - 1]] + (bias?[$0[$0.count - 1]] ?? 0) }
  }

  static func deviations(_ numbers: [Double]) -> (mean: Double, variance: Double) {
    let mean = numbers.reduce(0, +) / Double(numbers.count)
    return (mean, numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(numbers.count))
  }

  static let groupNorms = [(1, [2, 5, 6]), (3, [2, 5, 6]), (6, [1, 7, 6]), (2, [3, 1, 12])].map {
    (groups: Int, shape: [Int]) in
    Operation(
      "group norm of \(groups)", [shape, [shape[2]], [shape[2]]], in: -2...2,
      run: { $0[0].groupNorm(groups: groups, $0[1], $0[2]) }
    ) { given in
      let (x, width) = (given[0], shape[2] / groups)
      let normal = Grid(shape) { index in
        let group = index[2] / width
        let all = (0..<shape[1]).flatMap { frame in
          (group * width..<(group + 1) * width).map { x[index[0], frame, $0] }
        }
        let (mean, variance) = deviations(all)
        return (x[index] - mean) / (variance + 1e-5).squareRoot()
      }
      return scaled(normal, given[1], given[2])
    }
  }

  static let others: [Operation] = [[4, 9], [2, 3, 5]].flatMap { (shape: [Int]) in
    let features = shape[shape.count - 1]
    return [
      Operation("RMS norm", [shape, [features]], in: -2...2, run: { $0[0].rmsNorm($0[1]) }) { given in
        let roots = rows(given[0]) { row in
          let square = row.reduce(0) { $0 + $1 * $1 } / Double(row.count)
          return row.map { $0 / (square + 0x1p-23).squareRoot() }
        }
        return scaled(roots, given[1])
      },
      Operation(
        "batch norm by given statistics", [shape, [features], [features], [features], [features]], in: -2...2, -2...2,
        -2...2, -2...2, 0.2...2,
        run: { $0[0].batchNorm($0[1], $0[2], mean: $0[3], variance: $0[4]) }
      ) { given in
        let normal = Grid(shape) { index in
          let feature = index[index.count - 1]
          return (given[0][index] - given[3][feature]) / (given[4][feature] + 1e-5).squareRoot()
        }
        return scaled(normal, given[1], given[2])
      },
      Operation(
        "batch norm by the batch's statistics", [shape, [features], [features]], in: -2...2,
        run: {
          let (mean, variance) = $0[0].batchStatistics()
          return $0[0].batchNorm($0[1], $0[2], mean: mean, variance: variance)
        }
      ) { given in
        let normal = Grid(shape) { index in
          let feature = index[index.count - 1]
          let all = stride(from: feature, to: given[0].values.count, by: features).map { given[0].values[$0] }
          let (mean, variance) = deviations(all)
          return (given[0][index] - mean) / (variance + 1e-5).squareRoot()
        }
        return scaled(normal, given[1], given[2])
      },
    ]
  }

  @Test("give the values and slopes of float64", arguments: softmaxes + layerNorms + groupNorms + others)
  func normalisations(_ operation: Operation) { check(operation, tolerance: 5e-5) }

  @Test("are layers with PyTorch's names that begin as the identity of what is normal")
  func layers() {
    let scope = Scope(seed: 1)
    let (group, root) = (GroupNorm(2, 4, in: scope["group"]), RMSNorm(4, in: scope["root"]))
    #expect(scope.parameters.names == ["group.weight", "group.bias", "root.weight"])
    let x = Tensor([1, -1, 3, -3, 1, -1, 3, -3], shape: [1, 2, 4])
    expectClose(group(x).values, [1, -1, 1, -1, 1, -1, 1, -1], 1e-5, "group norm")
    let share = 1 / 5.0.squareRoot()
    expectClose(root(x).values, x.values.map { Double($0) * share }, 1e-6, "RMS norm")
  }

  @Test("of huge numbers stay finite and sum to one")
  func overflow() {
    let y = Tensor([1000, 999, -1000, 0], shape: [1, 4]).softmax().values
    #expect((y.reduce(0, +) - 1).magnitude < 1e-6 && y.allSatisfy(\.isFinite))
  }
}
