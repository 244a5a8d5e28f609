import Examination
import Testing

@Suite struct FinalEpochsTests {
  @Test(arguments: [
    ([7], 7), ([1, 2, 9], 2), ([9, 1, 2], 2), ([4, 9], 6), ([3, 4], 3), ([10, 1, 2, 11], 6), ([30, 8, 9, 300], 19),
    ([5, 5, 5, 6], 5), ([1, 1], 1), ([0], 1), ([], 1),
  ])
  func `the final training has the integer part of the folds' median, at least one`(_ best: [Int], _ epochs: Int) {
    #expect(medianEpoch(best) == epochs)
  }
}

@Suite struct FreezePatternTests {
  @Test(arguments: [
    ("a", "a", true), ("a", "b", false), ("ab", "a", false), ("a", "ab", false), ("lstm.weight", "*", true),
    ("", "*", true),
    ("a", "a*", true), ("a", "*a", true), ("a", "*a*", true), ("ba", "a*", false), ("ab", "*a", false),
    ("a", "a*a", false), ("aa", "a*a", true), ("aba", "a*a", true), ("abab", "a*a", false), ("aba", "ab*ba", false),
    ("abba", "ab*ba", true), ("abc", "a*b*c", true), ("acb", "a*b*c", false), ("abcbc", "a*b*c", true),
    ("aXc", "a*X*X*c", false), ("aXXc", "a*X*X*c", true), ("abc", "a**c", true), ("a.b", "a?b", false),
    ("A", "a", false),
  ])
  func `a star stands for any run of characters, and no character counts twice`(
    _ name: String, _ pattern: String, _ fits: Bool
  ) {
    #expect(TensorPlan.fits(name, pattern) == fits)
  }
}
