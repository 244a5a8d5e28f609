import Foundation
import Testing

/// The drawing in `docs/architecture.md` is the one definition of what may import what; this holds the package to it.
@Suite("The house") struct ArrowTests {
  @Test func `is built as it is drawn, and every target has its tests`() throws {
    let root = URL(fileURLWithPath: #filePath).appending(path: "../../..").standardized
    let targets = try House.targets(of: root)
    let page = try String(contentsOf: root.appending(path: "docs/architecture.md"), encoding: .utf8)
    let drawing = try Drawing(page: page)
    let house = House(targets: targets, imports: try targets.flatMap { try House.imports(of: $0, in: root) })
    let problems = house.problems(drawing)
    #expect(problems.isEmpty, "\n\(problems.joined(separator: "\n"))")
    // The reading itself works.
    #expect(targets.count > 40 && house.imports.count > 500, "\(targets.count) targets, \(house.imports.count) imports")
    #expect(drawing.reachable(from: "Report").isSuperset(of: ["Registry", "Runs", "Protocols", "Faults"]))
    #expect(!drawing.reachable(from: "Report").contains("Tensors"))
  }

  @Test func `is drawn in words that the reading understands`() throws {
    let drawing = try Drawing(page: "# House\n\n```\nA <- B, C <- D;  E <- C\neverything <- F\n```\n```\nX <- Y\n```\n")
    #expect(drawing.names == ["A", "B", "C", "D", "E", "F"])
    #expect(drawing.reachable(from: "D") == ["A", "B", "C", "E"])
    #expect(drawing.reachable(from: "B") == ["A"])
    #expect(drawing.reachable(from: "F") == ["A", "B", "C", "D", "E"])
  }

  @Test(arguments: [
    (House.Target("A", uses: ["B"]), "A declares B, which the drawing does not let it use"),
    (House.Target("B", uses: ["A", "D"]), "B declares D, which the drawing does not let it use"),
    (House.Target("N"), "N is not in the drawing"),
    (House.Target("E", folder: "Sources/E"), "E has no tests; make ETests"),
    (House.Target("ATests", folder: "Tests/ATests", kind: .test, uses: ["B"]), "BTests tests no target"),
  ])
  func `finds what does not fit the drawing`(_ other: House.Target, _ words: String) throws {
    var house = Self.sound
    // The target takes the place of the sound one of its name.
    house.targets.removeAll { $0.name == other.name }
    house.targets.append(other)
    if words.hasPrefix("E ") { house.targets.removeAll { $0.name == "ETests" } }
    if words.hasPrefix("BTests") { house.targets.removeAll { $0.name == "B" } }
    let problems = try house.problems(Self.drawing())
    #expect(problems.contains { $0.hasPrefix(words) }, "\(problems)")
  }

  @Test(arguments: [
    ("A", "B", "A.swift:3: A imports B, which the drawing does not let it use"),
    ("B", "A", nil), ("B", "Foundation", nil),
    ("B", "Stranger", "B.swift:3: B imports Stranger, which Package.swift does not declare"),
    ("E", "B", "E.swift:3: E imports B, which Package.swift does not declare"),
    ("ATests", "E", "ATests.swift:3: ATests imports E, which nothing that it declares brings"),
    ("BTests", "A", nil),
  ])
  func `finds an import that does not fit`(_ target: String, _ module: String, _ words: String?) throws {
    var house = Self.sound
    house.imports = [.init(target: target, module: module, place: "\(target).swift:3")]
    let problems = try house.problems(Self.drawing())
    #expect(
      problems == (words.map { [$0 + "."] } ?? []) || problems.first?.hasPrefix(words ?? "-") == true, "\(problems)")
  }

  @Test func `knows an import line from the text of a template`() {
    let lines = House.modules(
      in: """
        // import Comment
        import A
        @testable import B
        package import struct C.Part
          import D
        let text = \"""
          import Template
          \"""
        important()
        """)
    #expect(lines.map(\.module) == ["A", "B", "C", "D"] && lines.map(\.line) == [2, 3, 4, 5])
  }

  private static func drawing() throws -> Drawing { try Drawing(page: "```\nA <- B <- E\nA <- D\n```") }
  private static let sound = House(
    targets: [
      .init("A"), .init("B", uses: ["A"]), .init("D", uses: ["A"]), .init("E", uses: ["A"]),
      .init("ATests", folder: "Tests/ATests", kind: .test, uses: ["A"]),
      .init("BTests", folder: "Tests/BTests", kind: .test, uses: ["B"]),
      .init("DTests", folder: "Tests/DTests", kind: .test, uses: ["D"]),
      .init("ETests", folder: "Tests/ETests", kind: .test, uses: ["E"]),
    ], imports: [])
}
