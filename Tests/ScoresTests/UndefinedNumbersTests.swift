import Fixtures
import Formats
import Foundation
import Scores
import Testing

/// Numbers that a score does not have, and differences that are equal but for rounding.
@Suite struct UndefinedNumbersTests {
  private static let bootstrap = Bootstrap(samples: 200, seed: 0)

  /// The score table of a file of predictions on a cohort, both in the cohort's layout.
  private func table(_ predictions: String, on cohort: String) throws -> ScoreTable {
    let arrays = try NPZ.read(Fixtures.url("cases/\(cohort)"))
    let numbers = try #require(NPZ.read(Fixtures.url("cases/\(predictions)"))["Y_pred"]?.floats)
    let targets = try #require(arrays["Y"]?.floats)
    let masses = try #require(arrays["weight_kg"]?.floats)
    let each = targets.count / masses.count
    return try ScoreTable(
      numbers, references: targets.indices.map { targets[$0] / masses[$0 / each] },
      subjects: #require(arrays["subject_id"]?.strings), cadences: #require(arrays["speed_label"]?.strings),
      outputs: #require(arrays["out_cols"]?.strings))
  }

  @Test func `R2 of a silent muscle is undefined and its mean is over the others`() throws {
    let table = try table(
      "17-r2-of-a-silent-muscle/P.npz", on: "17-r2-of-a-silent-muscle/silent_MF60.npz")
    let own = table.outputs.filter { output in table.rows(output: output).contains { $0.r2 == nil } }
    let silent = try #require(own.first)
    #expect(own.count == 1)
    #expect(table.rows(output: silent).map { $0.r2 == nil } == [true, true, false, false])
    let summary = try #require(table.summary(.r2, output: silent, Self.bootstrap))
    #expect(summary.n == 2 && abs(summary.mean - 0.968) < 5e-4, "\(summary)")
    #expect(table.summary(.rmse, output: silent, Self.bootstrap)?.n == 4)
    #expect(summary.text(of: 4).hasSuffix("(n 2)") && !summary.text(of: 2).contains("n"))
    // Pooled over outputs the references deviate.
    #expect(table.summary(.r2, ScoreTable.overall, Self.bootstrap)?.n == 4)
  }

  @Test(arguments: [(0, false), (0.5e-6, false), (3e-6, true), (1, true)] as [(Float, Bool)])
  func `R2 needs references that deviate by a millionth of the unit`(amplitude: Float, isDefined: Bool) throws {
    // Half the numbers are off by the amplitude to each side, so that it is the population deviation; about 0, where
    // float32 resolves it.
    let references = (0..<360).map { $0 % 2 == 0 ? amplitude : -amplitude }
    var errors = Errors()
    for reference in references { errors.add(reference, reference + 0.1) }
    #expect((errors.r2 != nil) == isDefined)
    #expect(abs(errors.rmse - 0.1) < 1e-6)
  }

  @Test func `an undefined number is null in a file and stays so`() throws {
    let score = SubjectScore(subject: "A", subset: "overall", output: "a", trials: 1, rmse: 1, mae: 1, r2: nil)
    let text = String(decoding: try JSONText.line(score), as: UTF8.self)
    #expect(text.contains("\"r2\":null"))
    #expect(try JSONDecoder().decode(SubjectScore.self, from: Data(text.utf8)) == score)
    // A file of before: a muscle that is silent had a number as large as the deviation was small.
    let old = text.replacing("null", with: "-2000000000000")
    #expect(try JSONDecoder().decode(SubjectScore.self, from: Data(old.utf8)).r2 == nil)
  }

  @Test func `the deviation of one person is unknown`() throws {
    let one = try #require(Summary([0.25], Self.bootstrap))
    #expect(one.deviation == nil && one.n == 1 && one.mean == 0.25)
    #expect(one.text() == "0.2500")
    let text = String(decoding: try JSONText.line(one), as: UTF8.self)
    #expect(text.contains("\"deviation\":null"))
    #expect(try JSONDecoder().decode(Summary.self, from: Data(text.utf8)) == one)
    #expect(Summary([nil, nil], Self.bootstrap) == nil)
    #expect(Summary([nil, 2, .infinity, 4], Self.bootstrap)?.text(of: 4) == "3.0000 ± 1.4142 (n 2)")
    #expect(Summary.deviation([3]) == nil && Summary.deviation([3, 3]) == 0)
  }

  @Test func `differences that are equal but for rounding have one p-value`() throws {
    let folder = "18-wilcoxon-near-ties"
    let (first, second) = (
      try table("\(folder)/A.npz", on: "\(folder)/coh_JM60.npz"),
      try table("\(folder)/B.npz", on: "\(folder)/coh_JM60.npz")
    )
    for output in [nil] + first.outputs.map(Optional.some) {
      let differences = zip(first.rows(output: output), second.rows(output: output)).map { $0.rmse - $1.rmse }
      // SciPy 1.17.1 of the differences rounded to 1e-7; of the raw ones 0.0186 to 0.0229.
      #expect(abs(Wilcoxon(differences).pValue - 0.024976395279521446) < 1e-12, "\(output ?? "pooled")")
    }
  }

  @Test func `noise far below the resolution changes nothing`() {
    let exact = [0, 0.02, -0.02, 0.03, 0.05, -0.01, 0.02, 0.04, 0.06]
    let noisy = exact.enumerated().map { $1 + 1e-9 * Double($0 % 3 - 1) }
    #expect(Wilcoxon(noisy) == Wilcoxon(exact))
    #expect(Wilcoxon([1e-9, -2e-9, 1e-8]).pValue == 1)
    // Differences twice the resolution apart keep their order.
    #expect(Wilcoxon([1, -1.0000002, 1.0000004]).statistic == 2)
    #expect(Wilcoxon([-2e12, 3, 5, 7]).statistic == 4)
  }
}

@Suite struct ScoresOfBeforeTests {
  /// Version 0.1 wrote a number for a muscle that was silent: it is read as undefined, and no other number is.
  @Test(
    arguments: [
      (0.05, -211_647_763_703.45, false), (1e-9, 0.5, false), (0.05, -12.5, true), (0.05, -2e6, true), (0, 1, true),
      (0.1, 0.968, true),
    ] as [(Double, Double, Bool)])
  func `an R2 over references that did not deviate`(_ rmse: Double, _ r2: Double, _ isDefined: Bool) throws {
    let json =
      #"{"subject":"S1","subset":"overall","output":"addmag_r","trials":3,"rmse":\#(rmse),"mae":0,"r2":\#(r2)}"#
    let score = try JSONDecoder().decode(SubjectScore.self, from: Data(json.utf8))
    #expect(score.r2 == (isDefined ? r2 : nil) && score.rmse == rmse && score.output == "addmag_r")
    #expect(try JSONDecoder().decode(SubjectScore.self, from: JSONEncoder().encode(score)) == score)
  }
}
