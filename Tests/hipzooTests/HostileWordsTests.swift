import Foundation
import TestSupport
import Testing

/// What files and servers say is shown, and never steers the terminal that shows it.
@Suite("Words of strangers") struct HostileWordsTests {
  private static let escape = "\\u001b[2J\\u009b31m\\u202e"

  /// Files by name, and a command that repeats a part of them.
  private static let cases: [(files: [String: String], command: [String], word: String)] = [
    (
      [
        "site/index.json": """
        {"schema": 1, "hipzoo": "0", "entries": [{"name": "a\(escape)", "task": "t", "architecture": "LSTM",
        "manifest": "m", "card": "c", "weights": []}]}
        """
      ], ["pull", "lstm-jm60", "--from", "site"], "Published: a\\u001B[2J"
    ),
    (
      ["more/a.yaml": "name: a\n\"k\(escape)\": 1\n"], ["list", "--zoo", "more"], "control characters"
    ),
    (
      [
        "more/a.yaml":
          "name: a-jm60\ndescription: \"says \(escape)\"\narchitecture: LSTM\ntask: joint-moment\nconfiguration: "
          + "{hidden: 4, layers: 1, dropout: 0}\n"
      ], ["show", "a-jm60", "--zoo", "more"], "control characters"
    ),
    (
      [
        "more/a.yaml":
          "name: a-jm60\nprocess: {command: [\"no\(escape)\"]}\ntask: joint-moment\nconfiguration: {}\n"
      ], ["benchmark", "--protocol", "quick", "--entries", "a-jm60", "--zoo", "more"], "control characters"
    ),
    (["c.npz": "\u{1B}[2Jnothing"], ["cohort", "validate", "c.npz"], "c.npz"),
    (
      ["t.mot": "\u{1B}[2J\u{202E}\nendheader\ntime\ta\u{1B}[2J\n0\tx\n"],
      ["predict", "lstm-jm60", "--input", "t.mot", "--mass", "70", "--output", "o.csv"], "t.mot"
    ),
    ([:], ["show", "a\u{1B}[2J\nb"], "a"),
    ([:], ["no\u{1B}[2Jcommand"], "no"),
  ]

  @Test(arguments: cases.indices) func `reach the terminal as letters`(_ number: Int) throws {
    let (files, arguments, word) = Self.cases[number]
    try Workshop.open { shop in
      for (name, text) in files {
        let url = shop.url(name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
      }
      let command = try Command(arguments, in: shop.folder)
      let said = command.output + command.errors
      #expect(said.contains(word), "\(said)")
      let steering = said.unicodeScalars.filter {
        ($0.properties.generalCategory == .control && $0 != "\n" && $0 != "\t") || $0.value == 0x202E
      }
      #expect(steering.isEmpty, "\(said.debugDescription)")
    }
  }

  @Test(arguments: [".hipzoo", ".hipzoo/site", ".", "link"]) func `publish keeps out of the home`(_ output: String)
    throws
  {
    try Workshop.open { shop in
      try FileManager.default.createSymbolicLink(at: shop.url("link"), withDestinationURL: shop.url(".hipzoo"))
      try shop.run("publish", "--output", output).expectFailure(64, "home folder", "--output site")
    }
  }
}
