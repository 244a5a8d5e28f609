import Foundation
import Tensors
import Testing

@Suite("Functions of each number")
struct ElementwiseTests {
  typealias Function = (String, ClosedRange<Double>, @Sendable (Tensor) -> Tensor, @Sendable (Double) -> Double)

  @Sendable static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
  @Sendable static func gelu(_ x: Double) -> Double { 0.5 * x * (1 + erf(x / 2.0.squareRoot())) }
  @Sendable static func softplus(_ x: Double) -> Double { x > 20 ? x : log1p(exp(x)) }

  static let functions: [Function] = [
    ("exp", -3...3, { $0.exp() }, { exp($0) }), ("log", 0.1...9, { $0.log() }, { log($0) }),
    ("tanh", -4...4, { $0.tanh() }, { tanh($0) }), ("sigmoid", -6...6, { $0.sigmoid() }, sigmoid),
    ("silu", -6...6, { $0.silu() }, { $0 * sigmoid($0) }), ("gelu", -4...4, { $0.gelu() }, gelu),
    ("softplus", -8...8, { $0.softplus() }, softplus), ("softplus", 19...21, { $0.softplus() }, softplus),
    ("square", -2...2, { $0.squared() }, { $0 * $0 }),
    ("square root", 0.2...4, { $0.squareRoot() }, { $0.squareRoot() }),
    ("sine", -7...7, { $0.sin() }, { sin($0) }), ("cosine", -7...7, { $0.cos() }, { cos($0) }),
    ("abs", 0.1...2, { $0.abs() }, { abs($0) }), ("abs", -2...(-0.1), { $0.abs() }, { abs($0) }),
    ("relu", 0.1...2, { $0.relu() }, { max($0, 0) }), ("relu", -2...(-0.1), { $0.relu() }, { max($0, 0) }),
  ]

  // 37 numbers leave a rest behind every width of register.
  static let cases = functions.flatMap { name, range, run, reference in
    [[3, 4], [37], []].map { Operation(name, [$0], in: range, run: { run($0[0]) }) { $0[0].map(reference) } }
  }

  @Test("give the values and slopes of float64", arguments: cases)
  func agree(_ operation: Operation) { check(operation) }

  @Test("are 0 below 0 where they cut off, with a slope of 0 at 0 itself")
  func relu() {
    let x = Tensor([-1, 0, 2], shape: [3])
    #expect(gradients(of: [x]) { $0[0].relu().sum() }.gradients[0].values == [0, 0, 1])
    #expect(gradients(of: [x]) { $0[0].abs().sum() }.gradients[0].values == [-1, 0, 1])
  }

  @Test("stay finite far out, and keep what is not a number")
  func extremes() {
    let x = Tensor([-1000, -90, 90, 1000, .nan], shape: [5])
    let sigmoid = x.sigmoid().values
    #expect(sigmoid[0] < 1e-37 && sigmoid[1] < 1e-37 && sigmoid[2...3] == [1, 1])
    #expect(x.tanh().values.dropLast() == [-1, -1, 1, 1])
    #expect(x.softplus().values.dropLast() == [0, 0, 90, 1000])
    #expect(x.exp().values.prefix(2) == [0, 0])
    for y in [x.exp(), x.sigmoid(), x.tanh(), x.silu(), x.relu(), x.gelu(), x.softplus(), x.squared(), x.abs()] {
      #expect(y.values[4].isNaN)
    }
  }
}
