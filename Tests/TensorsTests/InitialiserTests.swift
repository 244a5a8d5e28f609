import Foundation
import Tensors
import Testing

@Suite("Initialisers")
struct InitialiserTests {
  static func draw(_ initialiser: Initialiser, _ shape: [Int]) -> [Float] {
    var generator = TorchGenerator(seed: 9)
    return initialiser(shape, &generator)
  }

  @Test(
    "stay within their bounds and fill them",
    arguments: [
      (Initialiser.kaimingUniform(fanIn: 128), 1 / 128.0.squareRoot()), (.kaimingUniform(fanIn: 4), 0.5),
      (.xavierUniform(fanIn: 128, fanOut: 384), 0.108253), (.uniform(0.25), 0.25),
    ])
  func bounds(_ initialiser: Initialiser, _ bound: Double) {
    let values = Self.draw(initialiser, [40, 50]).map(Double.init)
    #expect(values.allSatisfy { $0.magnitude <= bound * 1.00001 })
    #expect((values.max() ?? 0) > 0.99 * bound && (values.min() ?? 0) < -0.99 * bound)
    #expect((values.reduce(0, +) / 2000).magnitude < 0.06 * bound)
  }

  @Test("that are normal have mean 0 and deviation 1")
  func normal() {
    let values = Self.draw(.normal, [500, 128]).map(Double.init)
    let mean = values.reduce(0, +) / 64_000
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 64_000
    #expect(mean.magnitude < 0.02 && (variance - 1).magnitude < 0.03)
  }

  @Test("that are constant draw nothing; one after another draws for both")
  func draws() {
    var generator = TorchGenerator(seed: 9)
    #expect(Initialiser.constant(2)([2, 2], &generator) == [2, 2, 2, 2])
    #expect(Initialiser.values([5, 6])([2], &generator) == [5, 6])
    #expect(generator.uniform(4, from: -1, to: 1) == Self.draw(.uniform(1), [4]))
    var (both, twice) = (TorchGenerator(seed: 9), TorchGenerator(seed: 9))
    _ = Initialiser.uniform(1).then(.uniform(1))([4], &both)
    _ = twice.uniform(8, from: -1, to: 1)
    #expect(both.next32() == twice.next32())
  }

  /// The numbers that a matrix of 16 normal ones of seed 0 becomes: NumPy's QR of `torch.randn` of seed 0.
  @Test("that are orthogonal are the orthogonal part of what PyTorch draws")
  func orthogonal() {
    var (square, wide) = (TorchGenerator(seed: 0), TorchGenerator(seed: 0))
    let expected = [
      -0.7758, -0.1477, -0.0426, -0.6120, 0.5848, 0.0192, -0.3732, -0.7200, 0.2221, -0.7883, 0.5589, -0.1302, 0.0826,
      0.5970, 0.7393, -0.3002,
    ]
    expectClose(Initialiser.orthogonal()([4, 4], &square), expected, 3e-4, "a square matrix")
    let rows = [
      -0.3835, -0.3925, -0.0854, -0.1478, 0.2891, 0.2357, -0.1076, -0.7205, 0.2811, -0.4798, 0.1966, 0.1969, -0.0372,
      0.5190, 0.5734, 0.1173,
    ]
    expectClose(Initialiser.orthogonal(gain: 2)([2, 4, 2], &wide), rows.map { 2 * $0 }, 3e-4, "a wide one")
    let tall = Self.draw(.orthogonal(), [40, 12]).map(Double.init)
    for (i, j) in (0..<12).flatMap({ i in (0...i).map { (i, $0) } }) {
      let product = (0..<40).reduce(0.0) { $0 + tall[$1 * 12 + i] * tall[$1 * 12 + j] }
      #expect((product - (i == j ? 1 : 0)).magnitude < 1e-6)
    }
  }

  @Test("that are truncated are the normal numbers of the probabilities that PyTorch draws")
  func truncated() {
    let values = Self.draw(.truncatedNormal(mean: 1, deviation: 0.5, from: 0.4, to: 3), [40, 50]).map(Double.init)
    @Sendable func probability(_ x: Double) -> Double { erf((x - 1) / 0.5 / 2.0.squareRoot()) }
    let uniform = Self.draw(
      Initialiser { $1.uniform($0.reduce(1, *), from: probability(0.4), to: probability(3)) }, [40, 50])
    for (value, drawn) in zip(values, uniform) { #expect((probability(value) - Double(drawn)).magnitude < 2e-6) }
    #expect(values.allSatisfy { 0.4...3 ~= $0 } && (values.min() ?? 1) < 0.41 && (values.max() ?? 1) > 2)
    // SciPy's `truncnorm(-2, 2).std()` and, for wide limits, the normal distribution itself.
    let (standard, wide) = (
      Self.draw(.truncatedNormal(), [100, 640]), Self.draw(.truncatedNormal(from: -9, to: 9), [100, 640])
    )
    #expect((Self.deviation(standard) - 0.8796).magnitude < 0.01 && (Self.deviation(wide) - 1).magnitude < 0.01)
  }

  static func deviation(_ values: [Float]) -> Double {
    NormalisationTests.deviations(values.map(Double.init)).variance.squareRoot()
  }

  @Test("that scale by fans have the deviations of PyTorch's formulas")
  func fans() {
    // 128 times 3 numbers come in, 96 times 3 go out.
    let shape = [96, 128, 3]
    let cases: [(Initialiser, Double)] = [
      (.xavierUniform(), (2.0 / 672).squareRoot()), (.xavierNormal(gain: 5 / 3), 5 / 3 * (2.0 / 672).squareRoot()),
      (.kaimingUniform(), (2.0 / 384).squareRoot()), (.kaimingNormal(), (2.0 / 384).squareRoot()),
      (.kaimingUniform(.outgoing, gain: 1), (1.0 / 288).squareRoot()),
      (.kaimingNormal(.outgoing), (2.0 / 288).squareRoot()), (.normal(mean: 3, deviation: 0.02), 0.02),
    ]
    for (initialiser, expected) in cases {
      #expect((Self.deviation(Self.draw(initialiser, shape)) / expected - 1).magnitude < 0.02)
    }
    #expect(Self.draw(.xavierUniform(), [4, 6]) == Self.draw(.xavierUniform(fanIn: 6, fanOut: 4), [4, 6]))
    // nn.Linear's own: the gain of a leaky rectifier of slope sqrt(5).
    #expect(
      Self.draw(.kaimingUniform(gain: (2.0 / 6).squareRoot()), [4, 6]) == Self.draw(.kaimingUniform(fanIn: 6), [4, 6]))
  }
}
