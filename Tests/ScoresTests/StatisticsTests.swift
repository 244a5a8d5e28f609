import Faults
import Foundation
import Scores
import Testing

@Suite("Statistics") struct StatisticsTests {
  @Test func `subjects are shuffled as NumPy shuffles them`() throws {
    let fixture = try ProtocolFixture.read()
    #expect(fixture.subjectShuffle.count >= 5)
    for shuffle in fixture.subjectShuffle {
      var order = shuffle.order.sorted()
      var generator = NumPyGenerator(seed: shuffle.seed)
      generator.shuffle(&order)
      #expect(order == shuffle.order, "seed \(shuffle.seed)")
    }
  }

  @Test func `the generator gives NumPy's first numbers`() {
    var generator = NumPyGenerator(seed: 42)
    let first = (0..<3).map { _ in generator.next64() }
    #expect(first == [14_276_969_152_011_380_360, 8_095_878_257_575_067_585, 15_838_336_090_824_644_132])
    var zero = NumPyGenerator(seed: 0)
    #expect(zero.next64() == 11_749_869_230_777_074_271)
    #expect(zero.next64() == 4_976_686_463_289_251_617)
  }

  @Test func `Wilcoxon's test gives SciPy's statistic and p-value`() throws {
    for test in try ProtocolFixture.read().wilcoxon.tests {
      let result = Wilcoxon(zip(test.a, test.b).map { $0 - $1 })
      // Sixty differences of which many are equal but for 1e-16: SciPy's numbers of those rounded to 1e-7.
      let isNoisy = test.kind == "ties" && test.a.count == 60
      let (statistic, p) = isNoisy ? (260.5, 6.173241791499931e-07) : (test.statistic, test.p)
      #expect(abs(result.statistic - statistic) < 1e-9, "\(test.kind), n \(test.a.count)")
      #expect(abs(result.pValue - p) < 1e-12, "\(test.kind), n \(test.a.count): \(result)")
    }
  }

  @Test func `Wilcoxon's test gives the golden values of every method and alternative`() {
    var d = [0.11, -0.23, 0.35, 0.47, -0.05, 0.61, 0.73, 0.09, 0.88, -0.14, 0.52, 0.29]
    #expect(Wilcoxon(d).statistic == 10)
    #expect(abs(Wilcoxon(d).pValue - 0.02099609375) < 1e-15)
    #expect(abs(Wilcoxon(d, alternative: .greater).pValue - 0.010498046875) < 1e-15)
    #expect(abs(Wilcoxon(d, alternative: .less).pValue - 0.991943359375) < 1e-15)
    #expect(abs(Wilcoxon(d, method: .asymptotic).pValue - 0.022909099354) < 1e-12)
    #expect(abs(Wilcoxon(d, method: .asymptotic, correction: true).pValue - 0.025369859822) < 1e-12)
    d[4] = 0
    #expect(Wilcoxon(d).statistic == 7)
    #expect(abs(Wilcoxon(d).pValue - 0.0185546875) < 1e-15)
    d[4] = -0.05
    d[0] = 0.23
    #expect(Wilcoxon(d).statistic == 8.5)
    #expect(abs(Wilcoxon(d).pValue - 0.0126953125) < 1e-15)
  }

  @Test func `Wilcoxon's test of no difference at all finds none`() {
    let none = Wilcoxon([0, 0, 0])
    #expect(none.pValue == 1 && none.statistic == 0 && none.effectSize == 0)
    #expect(Wilcoxon([1, 2, 3, 4]).effectSize == 1)
    #expect(Wilcoxon([-1, -2, -3, -4]).effectSize == -1)
  }

  @Test func `Holm's correction steps down`() throws {
    let fixture = try ProtocolFixture.read().holm
    for (adjusted, expected) in zip(holm(fixture.p), fixture.adjusted) { #expect(abs(adjusted - expected) < 1e-12) }
    let golden = holm([0.01, 0.04, 0.03, 0.005])
    for (adjusted, expected) in zip(golden, [0.03, 0.06, 0.06, 0.02]) { #expect(abs(adjusted - expected) < 1e-12) }
    #expect(holm([]).isEmpty)
  }

  @Test func `a subject's scores pool trials, frames and outputs`() throws {
    let fixture = try ProtocolFixture.read().metrics
    func flat(_ values: [[[Double]]]) -> [Float] { values.joined().joined().map { Float($0) } }
    let outputs = fixture.yTrue[0][0].indices.map { "output\($0)" }
    let table = try ScoreTable(
      flat(fixture.yPred), references: flat(fixture.yTrue), subjects: fixture.subjectId,
      cadences: fixture.subjectId.map { _ in "med" }, outputs: outputs)
    let rows = table.rows()
    #expect(rows.map(\.subject) == fixture.subjects.map(\.subject))
    for (row, expected) in zip(rows, fixture.subjects) {
      #expect(abs(row.rmse - expected.rmse) < 1e-6)
      #expect(abs(row.mae - expected.mae) < 1e-6)
      #expect(abs(try #require(row.r2) - expected.r2) < 1e-6)
    }
    #expect(table.outputs == outputs)
    #expect(table.subsets == ["overall", "med"])
    #expect(table.rows("med").map(\.rmse) == rows.map(\.rmse))
  }

  @Test func `pooled R2 is about one mean, an output's R2 about its own`() throws {
    // Two outputs far apart: predicting each output's mean is worthless by output and nearly perfect pooled.
    let references: [Float] = [0, 100, 1, 101, 0, 100, 1, 101]
    let predictions: [Float] = [0.5, 100.5, 0.5, 100.5, 0.5, 100.5, 0.5, 100.5]
    let table = try ScoreTable(
      predictions, references: references, subjects: ["A"], cadences: ["slow"], outputs: ["a", "b"])
    #expect(try #require(table.rows()[0].r2) > 0.9999)
    #expect(abs(try #require(table.rows(output: "a")[0].r2)) < 1e-9)
    #expect(abs(try #require(table.rows(output: "b")[0].r2)) < 1e-6)
  }

  @Test func `a summary has the spread with n - 1 and a seeded interval`() throws {
    let numbers = [1.0, 2, 3, 4, 10]
    let summary = try #require(Summary(numbers, Bootstrap(samples: 4000, seed: 0)))
    #expect(summary.mean == 4 && summary.n == 5)
    #expect(abs(try #require(summary.deviation) - 3.5355339059327378) < 1e-12)
    // Percentiles of the mean of five draws; SciPy's bootstrap (percentile) gives 1.8 to 7.2 for many seeds.
    #expect(abs(summary.low - 1.8) < 0.25 && abs(summary.high - 7.2) < 0.45)
    #expect(Summary(numbers, Bootstrap(samples: 4000, seed: 0)) == summary)
    #expect(Summary([.nan], Bootstrap(samples: 10, seed: 0)) == nil)
    #expect(Summary([.nan, 2], Bootstrap(samples: 10, seed: 0))?.mean == 2)
  }
}
