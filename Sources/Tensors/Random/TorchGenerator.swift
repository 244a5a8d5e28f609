/// PyTorch's CPU generator, so that initial weights and batch orders equal those of the published runs
/// (docs/semantics.md, section 7b).
///
/// A Mersenne twister MT19937 seeded with the low 32 bits of the seed.
public struct TorchGenerator: Sendable {
  private var state: [UInt32]
  private var next = 624

  /// Makes the generator that `torch.manual_seed(seed)` leaves behind.
  public init(seed: UInt64) {
    state = [UInt32](repeating: 0, count: 624)
    state[0] = UInt32(truncatingIfNeeded: seed)
    for i in 1..<624 {
      state[i] = 1_812_433_253 &* (state[i - 1] ^ (state[i - 1] >> 30)) &+ UInt32(i)
    }
  }

  /// The next 32 random bits.
  public mutating func next32() -> UInt32 {
    if next == 624 { twist() }
    var y = state[next]
    next += 1
    y ^= y >> 11
    y ^= (y << 7) & 0x9D2C_5680
    y ^= (y << 15) & 0xEFC6_0000
    return y ^ (y >> 18)
  }

  /// The next 64 random bits: the first draw is the high half.
  public mutating func next64() -> UInt64 {
    let high = UInt64(next32())
    return high << 32 | UInt64(next32())
  }

  /// `torch.Tensor.random_()` on int64: uniform over 0 to 2^63 - 1.
  public mutating func nextInteger() -> UInt64 { next64() & (1 << 63 - 1) }

  /// `torch.Tensor.uniform_(low, high)`.
  public mutating func uniform(_ count: Int, from low: Double, to high: Double) -> [Float] {
    let low = Float(low)
    let span = Double(Float(high) - low)
    return (0..<count).map { _ in
      Float(Double(next32() & 0xFF_FFFF) * 0x1p-24 * span + Double(low))
    }
  }

  /// `torch.randperm(n)`.
  public mutating func permutation(_ n: Int) -> [Int] {
    var order = Array(0..<n)
    for i in 0..<max(n - 1, 0) {
      order.swapAt(i, i + Int(next32() % UInt32(truncatingIfNeeded: n - i)))
    }
    return order
  }

  private mutating func twist() {
    for i in 0..<624 {
      let y = (state[i] & 0x8000_0000) | (state[(i + 1) % 624] & 0x7FFF_FFFF)
      state[i] = state[(i + 397) % 624] ^ (y >> 1) ^ (y & 1 == 0 ? 0 : 0x9908_B0DF)
    }
    next = 0
  }
}
