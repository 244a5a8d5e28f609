import Tensors
import Testing

@Suite("Dropout and its random numbers")
struct DropoutTests {
  static let ones = Tensor(repeating: 1, shape: [8, 50, 20])

  static func mask(_ name: String = "drop", seed: UInt64 = 1, step: Int = 3, first: Int = 0) -> [Float] {
    Dropout(0.3, in: Scope(seed: 0)[name])(ones, .training(seed: seed, step: step, firstTrial: first)).values
  }

  @Test("keeps the share it should, scaled so that the mean stays")
  func share() {
    let mask = Self.mask()
    #expect(mask.allSatisfy { $0 == 0 || $0 == 1 / (1 - 0.3 as Float) })
    let kept = Double(mask.count { $0 != 0 }) / Double(mask.count)
    // Five standard deviations of 8 000 draws.
    #expect((kept - 0.7).magnitude < 0.026, "\(kept)")
  }

  @Test("does nothing in evaluation, and nothing with a probability of 0")
  func evaluation() {
    let scope = Scope(seed: 0)
    #expect(Dropout(0.3, in: scope)(Self.ones, .evaluation).values == Self.ones.values)
    #expect(Dropout(0, in: scope)(Self.ones, .training(seed: 1, step: 1)).values == Self.ones.values)
  }

  @Test("depends on the seed, the step, the layer and the trial, and on nothing else")
  func keys() {
    let mask = Self.mask()
    #expect(mask == Self.mask())
    for other in [Self.mask(seed: 2), Self.mask(step: 4), Self.mask("other"), Self.mask(first: 1)] {
      #expect(other != mask)
      let same = zip(mask, other).count { $0 == $1 }
      // 0.7^2 + 0.3^2 = 0.58 of independent masks agree.
      #expect((Double(same) / Double(mask.count) - 0.58).magnitude < 0.03)
    }
    #expect(Self.mask(first: 1).prefix(7 * 1000) == mask.suffix(7 * 1000))
  }

  @Test("lets gradients through where it let numbers through")
  func gradient() {
    let dropout = Dropout(0.3, in: Scope(seed: 0)["drop"])
    let weights = Grid.varied([8, 50, 20], in: -1...1, seed: 1).floats
    let slopes = gradients(of: [Self.ones]) {
      (dropout($0[0], .training(seed: 1, step: 3)) * Tensor(weights, shape: [8, 50, 20])).sum()
    }.gradients
    #expect(slopes[0].values == zip(Self.mask(), weights).map { $0 * $1 })
  }

  @Test(
    "draws the numbers that the authors of Philox give",
    arguments: [
      (0, (0, 0, 0, 0), (0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8)),
      (
        .max, (.max, .max, .max, .max), (0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD)
      ),
      (
        0x299F_31D0_A409_3822, (0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344),
        (0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1)
      ),
    ] as [(UInt64, (UInt32, UInt32, UInt32, UInt32), (UInt32, UInt32, UInt32, UInt32))])
  func philox(
    _ key: UInt64, _ counter: (UInt32, UInt32, UInt32, UInt32), _ words: (UInt32, UInt32, UInt32, UInt32)
  ) {
    #expect(Philox.words(key: key, counter: counter) == words)
  }
}
