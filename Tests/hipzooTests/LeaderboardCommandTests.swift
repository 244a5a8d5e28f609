import Foundation
import TestSupport
import Testing

/// What the published entries' authors report, shown without a single run.
@Suite("hipzoo leaderboard") struct LeaderboardCommandTests {
  @Test(arguments: [
    ("overall", "overall", ["0.1104", "0.1172", "0.1298"]), ("78", "slow", ["0.0982", "0.1025", "0.1224"]),
    ("115", "med", ["0.1076", "0.1112", "0.1176"]), ("135", "fast", ["0.1225", "0.1332", "0.1451"]),
  ])
  func `shows the cadence that was asked for, by its steps or its name`(
    _ steps: String, _ label: String, _ rmse: [String]
  ) throws {
    try withTemporaryFolder { folder in
      let runs = try [steps, label].map {
        try Command(["leaderboard", "--task", "joint-moment", "--subset", $0], in: folder)
      }
      for run in runs { run.expectSuccess() }
      #expect(runs[0].output == runs[1].output)
      #expect(runs[0].output.hasPrefix("joint-moment, \(label), RMSE and MAE in Nm/kg (reported)\n"))
      let rows = runs[0].output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
      let entries = rows.filter { $0.count > 2 && Int($0[0]) != nil }
      let ranked = zip(["transformer", "lstm", "mamba"], rmse).sorted { $0.1 < $1.1 }
      #expect(entries.prefix(3).map { $0[1] } == ranked.map { "\($0.0)-jm60" }, "\(runs[0].output)")
      #expect(entries.prefix(3).map { $0[2] } == ranked.map(\.1), "\(runs[0].output)")
    }
  }

  @Test func `ranks by the metric that was asked for`() throws {
    try withTemporaryFolder { folder in
      let run = try Command(
        ["leaderboard", "--task", "joint-moment", "--subset", "78", "--sort", "r2", "--format", "markdown"], in: folder)
      run.expectSuccess()
      let rows = run.output.split(separator: "\n").filter { $0.hasPrefix("| ") }.map {
        $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      }
      #expect(rows[0].prefix(5) == ["rank", "entry", "R2", "RMSE", "MAE"])
      #expect(rows[2].prefix(3) == ["1", "transformer-jm60", "0.8444"])
      #expect(rows[3].prefix(3) == ["2", "lstm-jm60", "0.8308"])
      try Command(["leaderboard", "--subset", "100"], in: folder).expectUsage("100", "--subset")
    }
  }
}

extension Command {
  /// Expects that the command was not understood, with some words of why.
  func expectUsage(_ words: String..., sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(status == 64 && output.isEmpty, "\(errors)", sourceLocation: sourceLocation)
    for word in words { #expect(errors.contains(word), "\(errors)", sourceLocation: sourceLocation) }
  }
}
