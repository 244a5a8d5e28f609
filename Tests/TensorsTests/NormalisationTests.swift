import Foundation
import Tensors
import Testing

@Suite("Softmax and layer normalisation")
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

  @Test("give the values and slopes of float64", arguments: softmaxes + layerNorms)
  func normalisations(_ operation: Operation) { check(operation) }

  @Test("of huge numbers stay finite and sum to one")
  func overflow() {
    let y = Tensor([1000, 999, -1000, 0], shape: [1, 4]).softmax().values
    #expect((y.reduce(0, +) - 1).magnitude < 1e-6 && y.allSatisfy(\.isFinite))
  }
}
