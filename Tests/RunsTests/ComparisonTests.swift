import Runs
import Scores
import Testing

@Suite("Entries held against each other") struct ComparisonTests {
  /// One seed's scores of subjects, all trials pooled; MAE is half and R² is one less the RMSE.
  private func table(_ numbers: [(String, Double)], subset: String = "overall", output: String? = nil) -> ScoreTable {
    ScoreTable(
      scores: numbers.map {
        SubjectScore(
          subject: $0, subset: subset, output: output, trials: 1, rmse: $1, mae: $1 / 2, r2: 1 - $1)
      })
  }

  private func eight(_ shift: Double) -> [(String, Double)] {
    (1...8).map { ("H0\($0)", 0.125 * Double($0) + shift) }
  }

  @Test func `are tested by subject and corrected over their pairs`() throws {
    let pairs = Comparison.pairs([
      .init("a", [table(eight(0))]), .init("b", [table(eight(0.25))]), .init("c", [table(eight(0.5))]),
    ]).filter { $0.metric == .rmse }
    #expect(pairs.map { [$0.first, $0.second] } == [["a", "b"], ["a", "c"], ["b", "c"]])
    #expect(pairs.map(\.difference) == [-0.25, -0.5, -0.25])
    #expect(pairs.allSatisfy { $0.n == 8 && $0.deviation == 0 && $0.effectSize == -1 && $0.statistic == 0 })
    // Of 256 choices of signs two are as far out; three tests are corrected for.
    #expect(pairs.allSatisfy { $0.pValue == 2.0 / 256 && $0.adjusted == 6.0 / 256 })
  }

  @Test func `have a larger R² where the error is smaller`() {
    let pairs = Comparison.pairs([.init("a", [table(eight(0))]), .init("b", [table(eight(0.25))])])
    #expect(pairs.map(\.metric) == [.rmse, .mae, .r2])
    #expect(pairs.map(\.difference) == [-0.25, -0.125, 0.25])
    #expect(pairs.map(\.effectSize) == [-1, -1, 1])
  }

  @Test func `have the mean over seeds as a subject's score`() {
    let two = [table([("H01", 1), ("H02", 2)]), table([("H01", 2), ("H02", 5)])]
    let pair = Comparison.pairs([.init("a", two), .init("b", [table([("H01", 1), ("H02", 1)])])])[0]
    // (1.5 - 1 + 3.5 - 1) / 2.
    #expect(pair.n == 2 && pair.difference == 1.5)
    #expect(abs((pair.deviation ?? .nan) - 2.0.squareRoot()) < 1e-15)
  }

  @Test func `are compared over the subjects that both have`() {
    let pairs = Comparison.pairs([
      .init("a", [table([("H01", 1), ("H02", 2), ("H03", 3)])]),
      .init("b", [table([("H03", 1), ("H02", 1), ("H04", 9)])]),
      .init("c", [table([("H09", 1)])]),
    ]).filter { $0.metric == .rmse }
    #expect(pairs.map(\.n) == [2])
    #expect(pairs.map(\.difference) == [1.5])
  }

  @Test func `are corrected apart for every subset and output`() {
    func tables(_ shift: Double) -> [ScoreTable] {
      let pooled = table(eight(shift)).scores
      let slow = table(eight(shift / 2), subset: "slow").scores
      let output = table(eight(shift * 2), output: "moment").scores
      return [ScoreTable(scores: pooled + slow + output)]
    }
    let pairs = Comparison.pairs([.init("a", tables(0)), .init("b", tables(1))])
    #expect(pairs.count == 9 && pairs.allSatisfy { $0.adjusted == $0.pValue })
    let differences = pairs.filter { $0.metric == .rmse }.map { "\($0.output ?? "all") \($0.subset) \($0.difference)" }
    #expect(differences == ["all overall -1.0", "all slow -0.5", "moment overall -2.0"])
  }
}
