import Fixtures
import Foundation
import Testing

/// What the compiler takes our word for has that word written beside it.
@Suite("What the compiler does not check") struct UnsafeSentenceTests {
  @Test func `has a sentence beside it that says why it holds`() throws {
    let root = Fixtures.url("../..").standardized
    var found = 0
    for folder in ["Sources", "Plugins", "examples", "Fuzzing/Readers", "Fuzzing/Sources"] {
      for path in try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path).sorted()
      where path.hasSuffix(".swift") {
        let text = try String(contentsOf: root.appending(path: "\(folder)/\(path)"), encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated()
        where line.contains("@unchecked Sendable") || line.contains("nonisolated(unsafe)") {
          guard !line.drop(while: { $0 == " " }).hasPrefix("//") else { continue }
          found += 1
          let near = lines[max(0, number - 4)...min(number + 1, lines.count - 1)]
          #expect(near.contains { $0.contains("//") }, "\(folder)/\(path):\(number + 1)")
        }
      }
    }
    #expect(found > 8)
  }
}
