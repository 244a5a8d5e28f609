/// Random numbers for the synthetic cohort, each a function of a key and of what the number is for.
///
/// A key is mixed from the seed, the subject, the cadence and the trial; a number is asked for by its purpose.
/// So no number depends on which thread ran first or on which other numbers were drawn.
/// The mixing is the finaliser of SplitMix64 (Steele, Lea and Flood 2014) over 64-bit words; every value is
/// made with integer operations, `+`, `-` and `*` only and is therefore the same on every machine.
package struct SyntheticDraw: Sendable {
  private let key: UInt64

  /// The draws of a seed.
  package init(seed: UInt64) { key = Self.finalised(seed &+ Self.increment) }

  private init(key: UInt64) { self.key = key }

  /// The draws of one part of what this one describes, for example of one trial of a subject.
  package func of(_ part: String, _ number: Int = 0) -> SyntheticDraw {
    let word = Self.hash(part) &+ Self.finalised(UInt64(bitPattern: Int64(number)) &+ Self.increment)
    return SyntheticDraw(key: Self.finalised(key ^ (word &* Self.increment)))
  }

  /// The 64 bits of a purpose.
  package func bits(_ purpose: String, _ number: Int = 0) -> UInt64 { of(purpose, number).key }

  /// A number of the purpose, uniform in `[low, high)`.
  package func uniform(_ low: Double, _ high: Double, _ purpose: String, _ number: Int = 0) -> Double {
    low + (high - low) * Self.unit(bits(purpose, number))
  }

  /// A number of the purpose with mean 0 and standard deviation 1, never beyond 3.47.
  ///
  /// The sum of four uniform numbers (Irwin-Hall), scaled: bell-shaped, but without the tails that would make
  /// an impossible walker out of a rare draw.
  package func bell(_ purpose: String, _ number: Int = 0) -> Double {
    let part = of(purpose, number)
    var sum = 0.0
    for index in 0..<4 { sum += Self.unit(part.bits("uniform", index)) }
    return (sum - 2) * 1.7320508075688772
  }

  private static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15

  private static func unit(_ bits: UInt64) -> Double { Double(bits >> 11) * 0x1p-53 }

  private static func finalised(_ word: UInt64) -> UInt64 {
    var z = word
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// FNV-1a over the bytes of a name.
  private static func hash(_ name: String) -> UInt64 {
    name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
