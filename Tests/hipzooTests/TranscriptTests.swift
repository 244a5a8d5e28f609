import Fixtures
import Foundation
import TestSupport
import Testing

/// What the README shows of commands, as they print it.
@Suite("The transcripts of the README") struct TranscriptTests {
  /// The commands of the blocks with the lines under each.
  private func transcripts() throws -> [(command: String, output: String)] {
    let text = try String(contentsOf: Fixtures.url("../../README.md").standardized, encoding: .utf8)
    let blocks = text.components(separatedBy: "```console\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
    return blocks.flatMap { block in
      "\n\(block)".components(separatedBy: "\n$ ").dropFirst().map { part in
        let lines = part.split(separator: "\n").map(String.init)
        return (lines[0], lines.dropFirst().map { "\($0)\n" }.joined())
      }
    }
  }

  @Test func `are what the making of a cohort prints`() throws {
    try Workshop.open { shop in
      let all = try transcripts()
      #expect(all.count >= 5)
      let made = try #require(all.first { $0.command.hasPrefix("hipzoo cohort synthesize ") })
      let run = try Command(made.command.split(separator: " ").dropFirst().map(String.init), in: shop.folder)
      #expect(run.status == 0 && run.output == made.output, "\(run.output)")
    }
  }
}
