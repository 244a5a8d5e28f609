import Faults
import Formats
import Foundation
import Runs
import Scores
import TestSupport
import Testing

@Suite("A result that a repository keeps") struct ResultFileTests {
  /// Keeps the results of two runs, the first of them changed, and hands over the folder and the first file's name.
  private func withResults(
    _ change: (inout ResultFile) -> Void, _ body: (ResultFolder, String) throws -> Void
  ) throws {
    try withHome { home in
      let folder = ResultFolder(home.url.appending(path: "results"))
      for entry in ["alpha", "beta"] {
        let run = try #require(try FinishedRun(MadeRun(entry: entry).write(in: home)))
        var result = try ResultFile(run)
        if entry == "alpha" { change(&result) }
        _ = try folder.keep(result)
      }
      try body(folder, MadeRun(entry: "alpha").name)
    }
  }

  /// The first row of scores with another cell.
  private func row(_ column: Int, _ text: String) -> (inout ResultFile) -> Void {
    { result in
      var cells = result.tests[0].scores[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      cells[column] = text
      result.tests[0].scores[1] = cells.joined(separator: ",")
    }
  }

  @Test(arguments: [
    (4, "nan", "'rmse' is nan"), (4, "-1", "'rmse' is -1.0"), (5, "inf", "'mae' is inf"), (6, "1.1", "'r2' is 1.1"),
    (6, "nan", "'r2' is nan"), (3, "0", "'trials' is 0"), (3, "-2", "'trials' is -2"),
  ])
  func `is refused with its file, its row and what to do`(_ column: Int, _ text: String, _ words: String) throws {
    try withResults(row(column, text)) { folder, run in
      expectFault(
        .data, "/\(run).json: scores.json: row 1 (subject H01, subset overall, output all): \(words)", "; expected ",
        "; add the run again (hipzoo results add), or take the file out of the folder."
      ) { try folder.results() }
    }
  }

  @Test func `is refused with a row that is there twice, without rows and without their heading`() throws {
    try withResults({ $0.tests[0].scores.append($0.tests[0].scores[1]) }) { folder, _ in
      expectFault(.data, "(subject H01, subset overall, output all): it is there twice, first as row 1") {
        try folder.results()
      }
    }
    for rows in [[], ["subject,subset,output,trials,rmse,mae,r2"], ["H01,overall,,1,1,1,1"]] {
      try withResults({ $0.tests[0].scores = rows }) { folder, _ in
        expectFault(.data, "scores.json: its rows begin with ", "expected subject,subset,") { try folder.results() }
      }
    }
  }

  @Test func `keeps none of the others from being read, and all that are broken are counted`() throws {
    try withResults(row(4, "nan")) { folder, run in
      let all = try folder.read()
      #expect(
        all.count == 2 && (try? all[0].result.get()) == nil && (try? all[1].result.get())?.run.hasPrefix("beta") == true
      )
      try Data("{".utf8).write(to: folder.url.appending(path: "zeta.json"))
      expectFault(.data, "\(run).json: ", "; 1 other file is broken, too (hipzoo results check).") {
        try folder.results()
      }
    }
  }

  @Test func `says what a run can say of itself`() throws {
    for (change, words) in [
      ({ $0.description.split.fingerprint = "x" }, "the fingerprint of the split is 'x'; expected 64"),
      ({ $0.description.cohort.trials = -1 }, "the trials of the cohort 'walkers' are -1"),
      ({ $0.description.entry.parameters = -7 }, "the entry's parameters are -7"),
      ({ $0.tests[0].artifact = "12" }, "the fingerprint of the weights is '12'"),
      ({ $0.description.split.divisions[0].test.append("H01") }, "its split names 'H01' twice in one part"),
    ] as [((inout ResultFile) -> Void, String)] {
      try withResults(change) { folder, run in
        let home = HomeFolder(folder.url.path)
        let (file, result) = try #require(try folder.results().first)
        expectFault(.data, "\(run).json: ", words) { try FinishedRun(result, of: file, in: home) }
      }
    }
  }
}
