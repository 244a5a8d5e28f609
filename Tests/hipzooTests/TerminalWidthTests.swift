import Fixtures
import Formats
import Foundation
import Testing

/// Tables in a terminal, which breaks lines that are too long in the middle of a cell.
@Suite("Tables in a terminal") struct TerminalWidthTests {
  private static let script = URL(fileURLWithPath: "/usr/bin/script")

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: script.path)), arguments: [60, 80, 120])
  func `of two entries, of runs and of all entries are no wider than it`(width: Int) throws {
    try Workshop.open { shop in
      let names = ["network-of-three-layers-jm60", "another-of-many-layers-jm60"]
      let folder = Fixtures.url("cases/18-wilcoxon-near-ties")
      for (name, file) in zip(names, ["A", "B"]) {
        try FileManager.default.copyItem(at: folder.appending(path: "\(file).npz"), to: shop.url("\(name).npz"))
        let run = try shop.run(
          "evaluate", "--predictions", "\(name).npz", "--cohort", folder.appending(path: "coh_JM60.npz").path,
          "--population", "healthy")
        #expect(run.status == 0, "\(run.errors)")
      }
      let binary = try #require(Command.binary).path
      for words in ["compare \(names.joined(separator: " "))", "runs list", "leaderboard", "list"] {
        let shown = try Command(
          ["-qec", "stty cols \(width); '\(binary)' \(words)", "/dev/null"], in: shop.folder, program: Self.script)
        #expect(shown.status == 0, "\(words): \(shown.output)")
        let lines = shown.output.split(whereSeparator: \.isNewline)
        #expect(lines.count > 3, "\(words): \(shown.output)")
        for line in lines { #expect(line.count <= width, "\(words): \(line)") }
      }
    }
  }
}
