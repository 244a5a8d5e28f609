/// NumPy's `default_rng(seed)`: PCG64 (XSL-RR, 128 bits) seeded through `SeedSequence` (docs/semantics.md, section 7).
///
/// With it `shuffle` gives the subjects the order that the published split has.
public struct NumPyGenerator: Sendable {
  private static let multiplier: UInt128 = 0x2360_ED05_1FC6_5DA4_4385_DF64_9FCC_F645
  private var state: UInt128 = 0
  private let increment: UInt128
  private var half: UInt32?

  /// Seeds a generator.
  public init(seed: UInt64) {
    let words = SeedSequence(seed).state(words: 8)
    let wide = stride(from: 0, to: 8, by: 2).map { UInt64(words[$0]) | UInt64(words[$0 + 1]) << 32 }
    increment = (UInt128(wide[2]) << 64 | UInt128(wide[3])) << 1 | 1
    step()
    state &+= UInt128(wide[0]) << 64 | UInt128(wide[1])
    step()
  }

  /// The next 64 random bits.
  public mutating func next64() -> UInt64 {
    step()
    let folded = UInt64(truncatingIfNeeded: state >> 64) ^ UInt64(truncatingIfNeeded: state)
    let turn = UInt64(truncatingIfNeeded: state >> 122)
    return turn == 0 ? folded : folded >> turn | folded << (64 - turn)
  }

  /// The next 32 random bits: the low half of 64 first, then the high half.
  public mutating func next32() -> UInt32 {
    if let high = half {
      half = nil
      return high
    }
    let both = next64()
    half = UInt32(truncatingIfNeeded: both >> 32)
    return UInt32(truncatingIfNeeded: both)
  }

  /// A number from 0 to a limit, by masked rejection as `shuffle` draws it.
  public mutating func number(upTo limit: UInt64) -> UInt64 {
    guard limit > 0 else { return 0 }
    let mask = UInt64.max >> UInt64(limit.leadingZeroBitCount)
    while true {
      let draw = (limit > UInt64(UInt32.max) ? next64() : UInt64(next32())) & mask
      if draw <= limit { return draw }
    }
  }

  /// `rng.shuffle(list)`: puts the elements into a random order.
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    for i in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(i, Int(number(upTo: UInt64(i))))
    }
  }

  private mutating func step() { state = state &* Self.multiplier &+ increment }
}

/// NumPy's way from a seed to the words that start a generator, after O'Neill's `seed_seq_fe128`.
private struct SeedSequence {
  private var pool: [UInt32]

  init(_ seed: UInt64) {
    let entropy = [UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32), 0, 0]
    var constant: UInt32 = 0x43B0_D7E5
    func hash(_ value: UInt32) -> UInt32 {
      var value = value ^ constant
      constant &*= 0x931E_8875
      value &*= constant
      return value ^ value >> 16
    }
    func mix(_ x: UInt32, _ y: UInt32) -> UInt32 {
      let mixed = 0xCA01_F9DD &* x &- 0x4973_F715 &* y
      return mixed ^ mixed >> 16
    }
    pool = entropy.map(hash)
    for source in pool.indices {
      for target in pool.indices where target != source {
        pool[target] = mix(pool[target], hash(pool[source]))
      }
    }
  }

  func state(words: Int) -> [UInt32] {
    var constant: UInt32 = 0x8B51_F9DD
    return (0..<words).map { index in
      var value = pool[index % pool.count] ^ constant
      constant &*= 0x58F3_8DED
      value &*= constant
      return value ^ value >> 16
    }
  }
}
