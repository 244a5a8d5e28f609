import Foundation
import Tensors
import Testing

@Suite("PyTorch's CPU generator")
struct TorchGeneratorTests {
  @Test("draws torch.rand of seed 0")
  func uniform() {
    var generator = TorchGenerator(seed: 0)
    let expected: [Float] = [
      0.4963, 0.7682, 0.0885, 0.1320, 0.3074, 0.6341, 0.4901, 0.8964, 0.4556, 0.6323, 0.3489, 0.4017,
    ]
    for (value, expected) in zip(generator.uniform(12, from: 0, to: 1), expected) {
      #expect((value - expected).magnitude < 5.1e-5)
    }
  }

  @Test("draws torch.randn of seed 0 in blocks of 16")
  func normal() {
    var generator = TorchGenerator(seed: 0)
    let expected: [Float] = [
      -1.1258, -1.1524, -0.2506, -0.4339, 0.8487, 0.6920, -0.3160, -2.1152, 0.3223, -1.2633, 0.3500, 0.3081, 0.1198,
      1.2377, 1.1168, -0.2473,
    ]
    for (value, expected) in zip(generator.normal(16), expected) {
      #expect((value - expected).magnitude < 5.1e-5)
    }
    // A last block that is not whole is drawn again: 17 numbers take 17 + 16 draws.
    var (some, all) = (TorchGenerator(seed: 4), TorchGenerator(seed: 4))
    _ = some.normal(17)
    for _ in 0..<33 { _ = all.next32() }
    #expect(some.next32() == all.next32())
  }

  @Test("keeps the low 32 bits of a seed, and takes the high half of 64 bits first")
  func seeds() {
    var (low, high) = (TorchGenerator(seed: 7), TorchGenerator(seed: 7 + 1 << 32))
    let (first, second) = (UInt64(low.next32()), UInt64(low.next32()))
    #expect(high.next64() == first << 32 | second)
    #expect(low.nextInteger() < 1 << 63)
    // MT19937 of seed 5489 is the reference implementation's default; its 10 000th number is in the C++ standard.
    var reference = TorchGenerator(seed: 5489)
    for _ in 1..<10_000 { _ = reference.next32() }
    #expect(reference.next32() == 4_123_659_995)
  }

  @Test("starts the published LSTM and its first epoch as PyTorch did")
  func published() {
    let scope = Scope(seed: 2025)
    _ = LSTMLayers(10, hidden: 128, layers: 2, dropout: 0.1, in: scope["lstm"])
    _ = Linear(128, 3, in: scope["fc"])
    let parameters = scope.parameters
    #expect(parameters.count == 204_163)
    let first: [Double] = [0.03269852, 0.07699148, -0.03711668, -0.01783690]
    for (value, expected) in zip(parameters.tensors[0].values, first) {
      #expect((Double(value) - expected).magnitude < 5.1e-9)
    }
    let bias: [Double] = [0.06861622, -0.06570911, -0.06213740]
    for (value, expected) in zip(parameters.tensors.last?.values ?? [], bias) {
      #expect((Double(value) - expected).magnitude < 5.1e-9)
    }
    // A loader draws one number for its workers before the one that seeds its sampler.
    var generator = scope.generator
    _ = generator.nextInteger()
    let seed = generator.nextInteger()
    #expect(seed == 5_270_125_667_980_207_999)
    var sampler = TorchGenerator(seed: seed)
    let order = sampler.permutation(569)
    #expect(order.prefix(8) == [64, 356, 166, 94, 29, 268, 63, 396])
    #expect(order.sorted() == Array(0..<569))
  }
}
