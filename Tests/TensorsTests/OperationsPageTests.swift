import Foundation
import Testing

@Suite("The page of operations")
struct OperationsPageTests {
  private static let root = URL(fileURLWithPath: #filePath).appending(path: "../../..").standardized

  @Test("says what the documentation comments say")
  func agrees() throws {
    let page = try OperationsPage(tensors: Self.root.appending(path: "Sources/Tensors"))
    let url = Self.root.appending(path: "docs/operations.md")
    if ProcessInfo.processInfo.environment["HIPZOO_RECORD_OPERATIONS"] == "1" {
      try page.text.write(to: url, atomically: true, encoding: .utf8)
    }
    let written = try String(contentsOf: url, encoding: .utf8)
    let (old, new) = (written.split(separator: "\n"), page.text.split(separator: "\n"))
    for line in new.difference(from: old).prefix(20) { Issue.record("docs/operations.md: \(line)") }
    #expect(written == page.text, "HIPZOO_RECORD_OPERATIONS=1 swift test --filter OperationsPageTests writes it anew")
    // The reading itself works.
    for name in [
      "x.convolved(", "x.lstm(", "Tensor.where(", "**Linear**", "Initialiser.orthogonal(", "a: Tensor, b",
      "`x.shape: [Int]`", "`x[index: Int] -> Tensor`", "`scope.parameter(", "`scope[name: String] -> Scope`",
      "`generator.uniform(", "`pass.isTraining: Bool`",
    ] {
      #expect(written.contains(name), "\(name)")
    }
    #expect(written.count { $0 == "\n" } > 400)
  }

  @Test("changes with a comment, a shape or a default")
  func changes() {
    let source = """
      /// How.
      public enum Way: Sendable {
        /// One.
        case one
      }

      extension Tensor {
        /// Does it, see ``Tensor/other(_:)``.
        ///
        /// More of it.
        ///
        /// - Parameters:
        ///   - weight: `[outputs,
        ///     inputs]`.
        ///   - way: how.
        /// - Returns: `[batch]`.
        public func done(
          _ weight: Tensor, way: Way = .one
        ) -> Tensor {
          body { 1 }
        }

        /// Not seen.
        func hidden() {}
      }
      """
    let found = DocumentedSource(source).declarations
    #expect(
      found.map(\.signature) == [
        "enum Way: Sendable", "case one", "func done(_ weight: Tensor, way: Way = .one) -> Tensor",
      ])
    #expect(found.last?.summary == "Does it, see `other(_:)`.")
    #expect(found.last?.items.map(\.text) == ["`[outputs, inputs]`.", "how.", "`[batch]`."])
    let page = OperationsPage.section(named: "RMSNorm", of: DocumentedSource(source)).joined()
    for change in [("Does it", "Does not"), ("inputs]", "others]"), (".one\n", ".two\n"), ("[batch]", "[]")] {
      let changed = DocumentedSource(source.replacing(change.0, with: change.1))
      #expect(OperationsPage.section(named: "RMSNorm", of: changed).joined() != page, "\(change)")
    }
    #expect(OperationsPage.title("RMSNormalisation") == "RMS normalisation" && OperationsPage.title("GRU") == "GRU")
    #expect(OperationsPage.title("LSTMLayers") == "LSTM layers")
  }
}
