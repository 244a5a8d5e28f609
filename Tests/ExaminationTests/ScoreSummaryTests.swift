import Examination
import Foundation
import Protocols
import Runs
import Scores
import Testing

@Suite("The summary of scores") struct ScoreSummaryTests {
  @Test func `has mean and deviation over subjects, a row a subset`() throws {
    let named = FineTuning.rules(subjects: 1, epochs: 1, learningRate: 1, seed: 5)
    let summary = try ScoreSummary(
      scores([("A", "overall", 1), ("A", "slow", 3), ("B", "overall", 2), ("B", "fast", .nan)], named), named)
    #expect(summary.title == "joint-moment in Nm/kg, protocol finetune, cohort walkers")
    #expect(
      summary.rows == [
        ["mine", "5", "onfh", "overall", "2", "1.5000 ± 0.7071", "3.0000 ± 1.4142", "0.5000 ± 0.0000"],
        ["mine", "5", "onfh", "slow", "1", "3.0000", "6.0000", "0.5000"],
        ["mine", "5", "onfh", "fast", "1", "-", "-", "0.5000"],
      ])
    #expect(summary.rows.allSatisfy { $0.count == ScoreSummary.heading.count })
  }

  private func scores(_ rows: [(subject: String, subset: String, rmse: Double)], _ named: NamedProtocol) throws
    -> RunScores
  {
    let description = RunDescription(
      origin: .finetuned,
      entry: .init(name: "mine", architecture: "LSTM", configuration: "{}", parameters: 1, fingerprint: "e"),
      task: "joint-moment", rules: .init(named),
      cohort: .init(name: "walkers", fingerprint: "c", trials: 4, subjects: 2, isSynthetic: true),
      split: try .init([], of: []), seed: 5)
    return RunScores(
      run: "mine-run", description: description, population: .onfh, cohort: description.cohort, artifact: nil,
      table: ScoreTable(
        scores: rows.map {
          SubjectScore(
            subject: $0.subject, subset: $0.subset, output: nil, trials: 1, rmse: $0.rmse, mae: 2 * $0.rmse, r2: 0.5)
        }))
  }
}
