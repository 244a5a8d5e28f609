import Fixtures
import Formats
import Foundation
import TestSupport
import Testing

/// A home that version 0.1 left: what is in it, and how it was made, is told in `Tests/Fixtures/home-0.1-expected/README.md`.
@Suite struct HomeBeforeTests {
  @Test func aHomeOfBeforeIsRebuiltToTheSameLeaderboardsComparisonsAndFingerprints() throws {
    try withHomeOfBefore { folder in
      let rebuilt = try Command(["registry", "rebuild"], in: folder)
      rebuilt.expectSuccess()
      expectSame(rebuilt.output, "rebuild.txt")
      try expectEveryOutput(in: folder)
    }
  }

  @Test func anIndexOfBeforeIsShownWithoutBeingAskedToRebuildIt() throws {
    try withHomeOfBefore { try expectEveryOutput(in: $0) }
  }

  @Test func theReportOfAHomeOfBeforeHasTheSameNumbers() throws {
    try withHomeOfBefore { folder in
      try Command(["registry", "rebuild"], in: folder).expectSuccess()
      let report = try Command(["report", "--output", "report.html"], in: folder)
      try #require(report.status == 0, "\(report.errors)")
      let made = try files(of: folder.appending(path: "report_files")).filter { $0.key.hasSuffix(".csv") }
      var expected = try files(of: Self.expected("outputs/report"))
      let list = expected.removeValue(forKey: "SHA256SUMS")
      let sums = String(decoding: try #require(list), as: UTF8.self)
      var digests = [String: String]()
      for line in sums.split(separator: "\n") {
        let words = line.split(separator: " ")
        digests[String(try #require(words.last))] = words.first.map(String.init)
      }
      for (name, data) in expected { digests[name] = Digest.sha256(of: data) }
      #expect(digests.count > 70)
      // Figures are named by cohort since; every file of before is there with its bytes, each under one new name that ends
      // as the old one did.
      let byDigest = Dictionary(grouping: made.keys.sorted()) { made[$0].map { Digest.sha256(of: $0) } ?? "" }
      for (name, digest) in digests {
        let ending = name.split(separator: "-").last.map(String.init) ?? name
        let same = (byDigest[digest] ?? []).filter { $0.hasSuffix(ending) }
        #expect(!same.isEmpty, "\(name): \(byDigest[digest] ?? [])")
      }
    }
  }

  @Test func noCommandThatReadsAHomeChangesItsRuns() throws {
    try withHomeOfBefore { folder in
      let home = folder.appending(path: ".hipzoo")
      let before = try files(of: home).filter { !$0.key.hasPrefix("registry.sqlite") }
      #expect(before.count > 100)
      try Command(["registry", "rebuild"], in: folder).expectSuccess()
      try Command(["leaderboard"], in: folder).expectSuccess()
      #expect(try Command(["report"], in: folder).status == 0)
      let after = try files(of: home).filter { !$0.key.hasPrefix("registry.sqlite") }
      #expect(after.keys.sorted() == before.keys.sorted())
      for (name, data) in before { #expect(after[name] == data, "\(name)") }
    }
  }

  private static func expected(_ path: String) -> URL { Fixtures.url("home-0.1-expected/\(path)") }

  /// A folder with a copy of the home as `.hipzoo`, and the manifests, protocols and cohorts that go with it.
  private func withHomeOfBefore(_ body: (URL) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try FileManager.default.copyItem(at: Fixtures.url("home-0.1"), to: folder.appending(path: ".hipzoo"))
      for name in ["zoo", "protocols", "plan_JM60.npz", "plan_MF60.npz"] {
        try FileManager.default.copyItem(at: Self.expected(name), to: folder.appending(path: name))
      }
      try body(folder)
    }
  }

  /// Runs every line of `commands.txt`: the name of a file of outputs, then arguments.
  private func expectEveryOutput(in folder: URL) throws {
    let lines = try String(contentsOf: Self.expected("commands.txt"), encoding: .utf8).split(separator: "\n")
    #expect(lines.count > 12)
    for line in lines {
      let words = line.split(separator: " ").map(String.init)
      let command = try Command(Array(words.dropFirst()), in: folder)
      #expect(command.status == 0, "\(line): \(command.errors)")
      // Since then a comparison begins by saying who is better, and what keeps an entry from a rank; all that stood there
      // before still does.
      let verdicts = ["RMSE: ", "MAE: ", "R2: ", "note: "]
      let lines = command.output.split(separator: "\n", omittingEmptySubsequences: false)
      let output =
        words.contains("compare")
        ? Self.withoutNotes(lines.filter { line in !verdicts.contains(where: line.hasPrefix) }) : lines
      expectSame(output.joined(separator: "\n"), try #require(words.first))
    }
  }

  /// The lines of JSON without lists of notes, which such runs have, since they were not sealed.
  private static func withoutNotes(_ lines: [Substring]) -> [Substring] {
    var isNote = false
    return lines.filter { line in
      let text = line.drop { $0 == " " }
      if text == #""notes" : ["# { isNote = true }
      defer { if isNote, text == "]," { isNote = false } }
      return !isNote
    }
  }

  @Test func `is better where the error is smaller and where R2 is larger`() throws {
    try withHomeOfBefore { folder in
      for (metric, better, other) in [
        ("rmse", "small-lstm-mf60", "small-transformer-mf60"), ("r2", "small-lstm-mf60", "small-transformer-mf60"),
      ] {
        let text = try Command(
          ["compare", "small-transformer-mf60", "small-lstm-mf60", "--metric", metric], in: folder
        ).output
        #expect(text.contains("\(metric.uppercased()): \(better) is better than \(other) by "), "\(text)")
      }
    }
  }

  /// Expects the bytes of a file of outputs, and shows the first line that differs.
  private func expectSame(_ text: String, _ file: String, sourceLocation: SourceLocation = #_sourceLocation) {
    guard let data = try? Data(contentsOf: Self.expected("outputs/\(file)")) else {
      Issue.record("There is no file outputs/\(file).", sourceLocation: sourceLocation)
      return
    }
    guard Data(text.utf8) != data else { return }
    let lines = [text, String(decoding: data, as: UTF8.self)].map {
      $0.split(separator: "\n", omittingEmptySubsequences: false)
    }
    let place = zip(lines[0], lines[1]).enumerated().first { $0.element.0 != $0.element.1 }
    Issue.record(
      """
      \(file), line \((place?.offset ?? min(lines[0].count, lines[1].count)) + 1):
      \(place.map { String($0.element.0) } ?? "\(lines[0].count) lines")
      expected:
      \(place.map { String($0.element.1) } ?? "\(lines[1].count) lines")
      """, sourceLocation: sourceLocation)
  }

  /// The files of a folder by their paths in it.
  private func files(of folder: URL) throws -> [String: Data] {
    var files = [String: Data]()
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
      let url = folder.appending(path: path)
      if (try url.resourceValues(forKeys: [.isRegularFileKey])).isRegularFile == true {
        files[path] = try Data(contentsOf: url)
      }
    }
    return files
  }
}
