import Formats
import Foundation
import Registry
import Runs
import Scores
import TestSupport
import Testing

@Suite struct FoldComparisonTests {
  /// Leaves a run whose folds are over, each with two people whose RMSE is 0.1 and 0.2, and what the entry adds.
  @discardableResult
  private func run(
    _ entry: String, plus shift: Double = 0, folds: [Int], seed: UInt64 = 1, rules: String = "rules",
    in home: HomeFolder
  ) throws -> RunFolder {
    var made = MadeRun(entry: entry, seed: seed, rules: rules)
    (made.folds, made.table) = ([[], [], []], ScoreTable(scores: []))
    let folder = try made.write(in: home)
    for fold in folds {
      let scores = [0.1, 0.2].enumerated().map { place, rmse in
        SubjectScore(
          subject: "H\(fold)\(place)", subset: "overall", output: nil, trials: 2, rmse: rmse + shift, mae: rmse, r2: 0.5
        )
      }
      try RunWriter.write(
        FoldResult(
          bestEpoch: 1, epochs: 2, bestValidationLoss: 0.1, trainingTrials: 4, validationTrials: 4,
          validationSubjects: 2,
          scores: ScoreTable(scores: scores)), in: folder.part("fold-\(fold)", division: 0, of: 1))
    }
    return folder
  }

  private func rmse(_ names: [String], in home: HomeFolder, current: [String: String] = [:]) throws -> Comparison.Pair {
    let compared = try PairedEntries.byFolds(names, in: home, current: current)
    return try #require(compared.first?.pairs.first { $0.metric == .rmse })
  }

  @Test func peopleOfTheFoldsThatAllHaveDoneArePaired() throws {
    try withHome { home in
      try run("alpha", plus: 0.3, folds: [1, 2, 3], in: home)
      try run("beta", folds: [2, 3], in: home)
      let compared = try #require(try PairedEntries.byFolds(["alpha", "beta"], in: home).first)
      let pair = try #require(compared.pairs.first { $0.metric == .rmse })
      #expect(pair.n == 4)
      #expect(abs(pair.difference - 0.3) < 1e-9)
      #expect(compared.sentence.contains("2 of 3 folds") && compared.sentence.contains("alpha has done 3"))
    }
  }

  @Test func seedsAreAveragedForEachPersonFirst() throws {
    try withHome { home in
      try run("alpha", plus: 0.3, folds: [1], in: home)
      try run("alpha", plus: 0.5, folds: [1], seed: 2, in: home)
      try run("beta", folds: [1], in: home)
      let pair = try rmse(["alpha", "beta"], in: home)
      #expect(pair.n == 2)
      #expect(abs(pair.difference - 0.4) < 1e-9)
    }
  }

  @Test func aPersonOfSeveralFoldsCountsOnceAndACadenceOfOneFoldCounts() throws {
    try withHome { home in
      for (entry, shift) in [("alpha", 0.3), ("beta", 0.0)] {
        let folder = try run(entry, plus: shift, folds: [1, 2], in: home)
        for (fold, subset) in [(1, "med"), (2, "slow")] {
          let part = folder.part("fold-\(fold)", division: 0, of: 1)
          var result = try JSONText.read(FoldResult.self, from: RunFolder.result(in: part))
          result.scores.scores = ["overall", subset].flatMap { subset in
            [nil, "flexion"].map { output in
              SubjectScore(
                subject: "H1", subset: subset, output: output, trials: 2, rmse: shift + Double(fold), mae: 1, r2: nil)
            }
          }
          try RunWriter.write(result, in: part)
        }
      }
      let compared = try #require(try PairedEntries.byFolds(["alpha", "beta"], in: home).first)
      let pairs = compared.pairs.filter { $0.metric == .rmse }
      #expect(
        pairs.map { "\($0.output ?? "") \($0.subset) \($0.n)" } == [
          " overall 1", " slow 1", " med 1", "flexion overall 1", "flexion slow 1", "flexion med 1",
        ])
      let means = try #require(compared.means).filter { $0.metric == .rmse && $0.entry == "beta" }
      #expect(means.map(\.mean) == [1.5, 2, 1])
    }
  }

  @Test func foldsOfOtherRulesArePairedWithNothing() throws {
    try withHome { home in
      try run("alpha", folds: [1], in: home)
      try run("beta", folds: [2], in: home)
      try run("beta", folds: [1], rules: "others", in: home)
      try run("gamma", folds: [], in: home)
      expectFault(.missing, "alpha, beta", "one protocol") {
        _ = try PairedEntries.byFolds(["alpha", "beta"], in: home)
      }
      expectFault(.missing, "No fold of 'gamma'") { _ = try PairedEntries.byFolds(["alpha", "gamma"], in: home) }
      expectFault(.missing, "Did you mean 'beta'") { _ = try PairedEntries.byFolds(["alpha", "betta"], in: home) }
      expectFault(.usage, "at least two") { _ = try PairedEntries.byFolds(["alpha", "alpha"], in: home) }
    }
  }

  @Test func aFoldThatWasChangedAfterTheSealIsRefused() throws {
    try withHome { home in
      let sealed = try run("alpha", folds: [1], in: home)
      try run("beta", folds: [1], in: home)
      try sealed.seal()
      #expect(try rmse(["alpha", "beta"], in: home).n == 2)
      let file = sealed.url.appending(path: "fold-1/result.json")
      try String(contentsOf: file, encoding: .utf8).replacing("\"rmse\" : 0.1", with: "\"rmse\" : 0.01")
        .write(to: file, atomically: true, encoding: .utf8)
      expectFault(.data, "fold-1/result.json", "changed after") { _ = try rmse(["alpha", "beta"], in: home) }
    }
  }

  @Test func ofAnEntrysVersionsThePresentOneIsMeant() throws {
    try withHome { home in
      let past = try run("alpha", plus: 0.3, folds: [1], in: home)
      try run("beta", folds: [1], in: home)
      let text = try String(contentsOf: past.description, encoding: .utf8)
      let (now, before) = (MadeRun.fingerprint("entry alpha"), MadeRun.fingerprint("before"))
      let other = RunFolder(home.runs.appending(path: "before"))
      try FileManager.default.copyItem(at: past.url, to: other.url)
      try text.replacing(now, with: before).write(to: other.description, atomically: true, encoding: .utf8)
      expectFault(.usage, "alpha@\(before.prefix(8))", "more than one") { _ = try rmse(["alpha", "beta"], in: home) }
      #expect(try rmse(["alpha@\(before.prefix(8))", "beta"], in: home).n == 2)
      #expect(try rmse(["alpha", "beta"], in: home, current: ["alpha": now]).n == 2)
    }
  }

  @Test func aRunThatCannotBeReadIsSaidAndLeftOut() throws {
    try withHome { home in
      for name in ["alpha", "beta"] { try run(name, folds: [1], in: home) }
      let damaged = try run("gamma", folds: [1], in: home)
      try "{".write(to: damaged.description, atomically: true, encoding: .utf8)
      var notes = [String]()
      #expect(try PairedEntries.byFolds(["alpha", "beta"], in: home) { notes.append($0) }.count == 1)
      #expect(notes.count == 1 && notes[0].contains("gamma") && notes[0].contains("left out"), "\(notes)")
    }
  }
}
