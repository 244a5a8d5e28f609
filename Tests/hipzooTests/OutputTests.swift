import Formats
import Foundation
import TestSupport
import Testing

@Suite("Output that cannot be written") struct OutputTests {
  /// Help and completions are results as much as a table is.
  @Test(arguments: [
    ["list"], ["list", "--json"], ["--help"], ["--version"], ["--generate-completion-script", "bash"],
  ])
  func `ends with 74 on a full disk`(_ arguments: [String]) throws {
    try Workshop.open { shop in
      let command = try redirected(arguments, "> /dev/full", shop)
      #expect(command.status == 74, "\(arguments): \(command.errors)")
      #expect(command.errors.hasPrefix("hipzoo: error: the output could not be written whole: No space left on device"))
    }
  }

  @Test func `ends quietly when its reader has gone`() throws {
    try Workshop.open { shop in
      let command = try redirected(["list"], "| true", shop)
      #expect(command.status == 0 && command.errors.isEmpty, "\(command.errors)")
    }
  }

  /// Without this a limit ends the process by a signal.
  @Test func `beyond the limit of a file's size is a line`() throws {
    try Workshop.open { shop in
      let command = try redirected(
        ["cohort", "synthesize", "--output", "c", "--subjects", "3"], "", shop, before: "ulimit -f 8; ")
      #expect(command.status == 74, "\(command.status): \(command.errors)")
      #expect(command.errors.contains("File too large"), "\(command.errors)")
    }
  }

  /// No process has a number above the largest that Linux gives.
  @Test func `goes without what a killed command left beside it`() throws {
    try Workshop.open { shop in
      try FileManager.default.createDirectory(at: shop.url("c"), withIntermediateDirectories: true)
      let living = TemporaryFile.name(for: "a.npz")
      let dead = living.replacing("-\(getpid())-", with: "-4194305-")
      try #require(dead != living)
      for name in [living, dead] { try Data().write(to: shop.url("c/\(name)")) }
      try shop.run("cohort", "synthesize", "--output", "c", "--subjects", "3").expectSuccess()
      let left = try FileManager.default.contentsOfDirectory(atPath: shop.url("c").path)
      #expect(left.contains(living) && !left.contains(dead))
    }
  }

  private func redirected(
    _ arguments: [String], _ place: String, _ shop: Workshop, before: String = ""
  ) throws -> Command {
    let hipzoo = try #require(Command.binary).path
    return try Command(
      ["-c", "\(before)\"$0\" \"$@\" \(place)", hipzoo] + arguments, in: shop.folder, program: URL(filePath: "/bin/sh"))
  }
}
