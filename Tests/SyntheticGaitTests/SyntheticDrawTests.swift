import SyntheticGait
import Testing

@Suite struct `Counter-based draws` {
  let draw = SyntheticDraw(seed: 11)

  @Test func `depend on seed, part and purpose alone`() {
    #expect(draw.bell("height") == SyntheticDraw(seed: 11).bell("height"))
    let different = [
      draw.bits("a"), draw.bits("b"), draw.bits("a", 1), draw.of("a").bits("a"), draw.of("b").bits("a"),
      draw.of("a", 1).bits("a"), draw.of("a", -1).bits("a"), SyntheticDraw(seed: 12).bits("a"),
    ]
    #expect(Set(different).count == different.count)
  }

  // The bytes of a cohort rest on these; a change of the mixing must be seen.
  @Test func `keep the values that cohorts were made with`() {
    #expect(SyntheticDraw(seed: 60).bits("golden") == 12_514_975_036_123_612_602)
    #expect(SyntheticDraw(seed: 60).of("trial", 3).bits("golden", 2) == 11_815_855_843_551_461_612)
  }

  @Test func `are uniform or bell-shaped with the moments they promise`() {
    let uniform = (0..<20_000).map { draw.uniform(2, 4, "uniform", $0) }
    let bell = (0..<20_000).map { draw.bell("bell", $0) }
    #expect(uniform.least >= 2 && uniform.most < 4)
    #expect(abs(uniform.mean - 3) < 0.02)
    #expect(abs(uniform.deviation - 2 / 12.0.squareRoot()) < 0.01)
    #expect(bell.map(abs).most <= 3.47)
    #expect(abs(bell.mean) < 0.03)
    #expect(abs(bell.deviation - 1) < 0.03)
  }
}
