import Scores
import Testing

@Suite struct SubsetTests {
  @Test func `cadences stand from slow to fast after all trials, other labels last by name`() {
    #expect(
      Subset.sorted(["self", "fast", "b", "overall", "med", "slow"]) == ["overall", "slow", "med", "fast", "b", "self"])
  }

  @Test func `titles say the pace, unknown labels themselves`() {
    #expect(
      ["overall", "slow", "med", "fast", "self"].map(Subset.title) == [
        "Overall", "78 steps/min (slow)", "115 steps/min (med)", "135 steps/min (fast)", "self",
      ])
  }

  /// `numpy.quantile([1, 2, 4, 8], q)`.
  @Test(arguments: [(0.0, 1.0), (0.025, 1.075), (0.25, 1.75), (0.5, 3.0), (0.75, 5.0), (1.0, 8.0)])
  func `a quantile is interpolated between neighbours`(_ share: Double, _ expected: Double) {
    #expect(abs(quantile(share, of: [1, 2, 4, 8]) - expected) < 1e-15)
    #expect(quantile(share, of: [7]) == 7)
  }
}
