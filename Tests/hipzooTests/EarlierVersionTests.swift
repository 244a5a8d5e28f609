import Foundation
import TestSupport
import Testing

/// A changed entry does not keep its score: the old row stands unranked until the new one has been measured.
@Suite struct EarlierVersionTests {
  private typealias Bench = WeightsNamesTests.Bench

  /// A program that predicts one number everywhere: bytes of one value, given in octal.
  private func program(_ octal: String) -> String {
    #"""
    #!/bin/sh
    set -eu
    [ "$1" = predict ] || { echo learnt > model/a; exit 0; }
    trials=$(sed 's/.*"trials":\([0-9]*\).*/\1/' call.json)
    bytes=$((trials * 180 * 3 * 4))
    header="{\"predictions\":{\"dtype\":\"F32\",\"shape\":[$trials,180,3],\"data_offsets\":[0,$bytes]}}"
    length=${#header}
    {
      printf "\\$(printf %03o $((length % 256)))\\$(printf %03o $((length / 256)))\\000\\000\\000\\000\\000\\000"
      printf %s "$header"
      head -c "$bytes" /dev/zero | tr '\000' '\OCTAL'
    } > predictions.safetensors

    """#.replacing("OCTAL", with: octal)
  }

  /// The rows of a name in the tables of the test's protocol: rank, RMSE and whether a note calls it an earlier version.
  private func rows(_ bench: Bench, _ name: String) throws -> [(rank: String, rmse: String)] {
    let csv = try bench.run("leaderboard", "--format", "csv").output.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let heading = try #require(csv.first)
    func cell(_ row: [String], _ name: String) -> String { heading.firstIndex(of: name).map { row[$0] } ?? "" }
    return csv.filter {
      cell($0, "entry") == name && cell($0, "metric") == "rmse" && cell($0, "subset") == "overall"
        && cell($0, "population") == "healthy"
    }.map { (cell($0, "rank"), cell($0, "mean")) }
  }

  @Test func `an edited program`() throws {
    try Bench.open { bench in
      let script = bench.folder.appending(path: "zoo/constant.sh")
      let manifest = "name: constant\nprocess: {command: [sh, constant.sh]}\ntask: joint-moment\nconfiguration: {}\n"
      try Data(manifest.utf8).write(to: bench.folder.appending(path: "zoo/constant.yaml"))
      try Data(program("000").utf8).write(to: script)
      try bench.benchmark("constant")
      let before = try rows(bench, "constant")
      #expect(before.map(\.rank) == ["1"])

      // 0x3f3f3f3f is 0.747.
      try Data(program("077").utf8).write(to: script)
      #expect(try rows(bench, "constant").map(\.rank) == [""])
      let text = try bench.run("leaderboard").output
      #expect(text.contains("note: constant: an earlier version: the entry's code or configuration has changed since"))

      let again = try bench.benchmark("constant").output
      #expect(again.contains("\n1     constant@"), "\(again)")
      let after = try rows(bench, "constant")
      #expect(after.map(\.rank) == ["1", ""] && after.last?.rmse == before.first?.rmse)
      #expect(after.first?.rmse != before.first?.rmse)

      // The same program again is the same entry: nothing is trained, and the ranks change places.
      try Data(program("000").utf8).write(to: script)
      #expect(try rows(bench, "constant").map(\.rmse).first == before.first?.rmse)
    }
  }

  @Test func `an edited configuration`() throws {
    try Bench.open { bench in
      try bench.benchmark()
      #expect(try rows(bench, "tiny").map(\.rank) == ["1"])
      try bench.entry(hidden: 3)
      #expect(try rows(bench, "tiny").map(\.rank) == [""])
      try bench.benchmark()
      #expect(try rows(bench, "tiny").map(\.rank) == ["1", ""])
    }
  }
}
