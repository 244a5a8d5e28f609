import Foundation
import Testing

/// What comments and documents cite has to be in the repository: the document, the section, the link's heading.
@Suite("A citation") struct CitationTests {
  let repository: CitedRepository

  init() throws { repository = try CitedRepository(containing: #filePath) }

  @Test func `is of a document, a section and a source that are there`() throws {
    var sections = 0
    var problems = [String]()
    for file in try repository.files where file.lastPathComponent != "CitationTests.swift" {
      let citations = Citations(in: try repository.text(of: file), of: file.relativePath)
      sections += citations.documents.reduce(0) { $0 + $1.sections.count }
      problems += try repository.problems(with: citations)
    }
    #expect(problems.isEmpty, "\n\(problems.joined(separator: "\n"))")
    #expect(sections >= 40, "only \(sections) sections are cited; the search does not see them any more")
  }

  @Test(
    "of what is not there is found",
    arguments: [
      ("/// As docs/nowhere.md says.", "docs/nowhere.md"),
      ("/// As `docs/semantics.md`, section 99.9, says.", "section 99.9"),
      ("/// (docs/semantics.md, sections 1, 6 and 99)", "section 99"),
      ("/// (docs/semantics.md, sections 2 to 99b)", "section 99b"),
      ("/// as in docs/semantics.md,\n  /// section 98", "section 98"),
      ("// section 97 of docs/limits.md", "section 97"),
      ("# docs/limits.md, section 96", "section 96"),
      ("[limits](docs/limits.md#no-such-heading)", "#no-such-heading"),
      ("/// (SAFETY section 2)", "SAFETY"), ("// DESIGN.md", "DESIGN"), ("/// See SEMANTICS.", "SEMANTICS"),
    ])
  func absent(_ text: String, _ expected: String) throws {
    let problems = try repository.problems(with: Citations(in: text, of: "Sources/Any.swift"))
    #expect(problems.count == 1 && problems.allSatisfy { $0.contains(expected) }, "\(problems)")
  }

  @Test(
    "of what is there is left alone",
    arguments: [
      "/// docs/semantics.md, sections 1.3, 7 and 7b: ...", "/// (docs/semantics.md, section 2).",
      "[section 3 of docs/semantics.md]", "see [limits](docs/limits.md#2-zip-archives)",
      "// FIPS 180-4, section 4.2.2.", "let address = \"https://example.org/README.md\"",
      "\"cards/lstm.md\" beside `cards/*.md`",
    ])
  func present(_ text: String) throws {
    #expect(try repository.problems(with: Citations(in: text, of: "Sources/Any.swift")).isEmpty)
  }

  @Test func `of a document's own section, of a neighbour and of a source is checked too`() throws {
    func problems(_ text: String, _ file: String) throws -> [String] {
      try repository.problems(with: Citations(in: text, of: file))
    }
    #expect(try problems("the masks of section 7c", "docs/semantics.md").isEmpty)
    #expect(try problems("the masks of section 70c", "docs/semantics.md").count == 1)
    #expect(try problems("the [cohort](cohorts.md)", "docs/examination.md").isEmpty)
    #expect(try problems("the [cohort](cohort.md)", "docs/examination.md").count == 1)
    #expect(try problems("`ZipLimits.swift`", "docs/limits.md").isEmpty)
    #expect(try problems("`ZipLimit.swift`", "docs/limits.md").count == 1)
  }
}

/// What a text cites.
struct Citations {
  struct Document {
    var path: String
    var sections: [String]
    var anchor: String?
    var line: Int
  }

  let file: String
  private(set) var documents = [Document]()
  /// Names of sources, in documents that say what the code does.
  private(set) var sources = [(name: String, line: Int)]()

  init(in text: String, of file: String) {
    self.file = file
    let isPage = file.hasSuffix(".md")
    guard isPage || text.contains(".md") || Self.former.contains(where: text.contains) else { return }
    var text = text
    // A line may end anywhere in a citation; the next one then begins with the comment's marker.
    let gap = #"(?:\s|//+|[#*])+"#
    let number = #"\d+(?:\.\d+)*[a-z]?"#
    let list = "sections?\(gap)(\(number)(?:(?:,|,?\(gap)(?:and|or|to)\\b)\(gap)\(number)\\b)*)"
    let path = #"(?<![\w./:\\-])((?:[\w.*-]+/)*[\w*-]+\.md)\b(?:#([\w-]+))?"#
    // Each kind takes its text away, so that the next one does not see it again.
    take("\(list)\(gap)of\(gap)[`\\[(]*\(path)", from: &text) { [$0[2], $0[1], $0[3]] }
    take("\(path)[`\"'\\])]*,?(?:\(gap)\(list))?", from: &text) { [$0[1], $0[3], $0[2]] }
    if isPage { take("\\b\(list)", from: &text) { [file, $0[1], ""] } }
    take("\\b(\(Self.former.joined(separator: "|")))\\b", from: &text) { [$0[1], "", ""] }
    if ["docs/semantics.md", "docs/limits.md"].contains(file) {
      for match in Self.matches(#"`([\w+]+\.(?:swift|c|h|yaml))`"#, text) {
        sources.append((match.groups[1], Self.line(of: match.start, text)))
      }
    }
  }

  /// Documents that comments cited before they were written anew under `docs/`.
  private static let former = ["SEMANTICS", "DESIGN", "SAFETY"]

  private mutating func take(_ pattern: String, from text: inout String, _ parts: ([String]) -> [String]) {
    let matches = Self.matches(pattern, text)
    for match in matches {
      let found = parts(match.groups)
      let numbers = Self.matches(#"\d+(?:\.\d+)*[a-z]?"#, found[1]).map { $0.groups[0] }
      documents.append(
        Document(
          path: found[0], sections: numbers, anchor: found[2].isEmpty ? nil : found[2],
          line: Self.line(of: match.start, text)))
    }
    let blank = NSMutableString(string: text)
    for match in matches {
      let lines = match.groups[0].filter(\.isNewline).count
      let filler = String(repeating: "\n", count: lines)
      blank.replaceCharacters(
        in: match.range, with: filler.padding(toLength: match.range.length, withPad: " ", startingAt: 0))
    }
    text = blank as String
  }

  private static func matches(_ pattern: String, _ text: String) -> [(groups: [String], range: NSRange, start: Int)] {
    guard let expression = try? NSRegularExpression(pattern: pattern) else {
      Issue.record("'\(pattern)' is no regular expression")
      return []
    }
    let whole = text as NSString
    return expression.matches(in: text, range: NSRange(location: 0, length: whole.length)).map { match in
      let groups = (0..<match.numberOfRanges).map { group in
        let range = match.range(at: group)
        return range.location == NSNotFound ? "" : whole.substring(with: range)
      }
      return (groups, match.range, match.range.location)
    }
  }

  private static func line(of offset: Int, _ text: String) -> Int {
    1 + (text as NSString).substring(to: offset).filter(\.isNewline).count
  }
}

/// The repository that holds this file.
struct CitedRepository {
  let root: URL

  private static let places = [
    "Sources", "Plugins", "Tests", "Benchmarks", "Fuzzing", "examples", "docs", "zoo", "protocols", "tasks", "cohorts",
    "recipes", "README.md", "CONTRIBUTING.md", "Package.swift",
  ]
  private static let endings: Set<String> = ["swift", "c", "h", "md", "yaml", "py"]

  init(containing path: String) throws {
    var folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    while !FileManager.default.fileExists(atPath: folder.appending(path: "CONTRIBUTING.md").path) {
      try #require(folder.pathComponents.count > 1, "no folder above \(path) is the repository")
      folder.deleteLastPathComponent()
    }
    root = folder
  }

  /// Every text that may cite, by its path in the repository; hidden folders and built documentation are left out.
  var files: [URL] {
    get throws {
      let keys: [URLResourceKey] = [.isRegularFileKey]
      var found = [URL]()
      for place in Self.places.map({ root.appending(path: $0) }) where isThere(place) {
        found.append(place)
        let all = FileManager.default.enumerator(
          at: place, includingPropertiesForKeys: keys, options: [.skipsHiddenFiles])
        while let file = all?.nextObject() as? URL {
          if file.path == root.appending(path: "docs/api").path { all?.skipDescendants() }
          found.append(file)
        }
      }
      let texts = found.filter { Self.endings.contains($0.pathExtension) }
      try #require(texts.count > 100, "only \(texts.count) files were found under \(root.path)")
      return texts.map { URL(filePath: name(of: $0), relativeTo: root) }.sorted { $0.relativePath < $1.relativePath }
    }
  }

  func text(of file: URL) throws -> String { try String(contentsOf: file, encoding: .utf8) }

  /// A line for everything that is cited and not there.
  func problems(with citations: Citations) throws -> [String] {
    let file = citations.file
    var problems = [String]()
    // A model card belongs to a published zoo, and a star stands for several files.
    for citation in citations.documents where !citation.path.hasPrefix("cards/") && !citation.path.contains("*") {
      let place = "\(file):\(citation.line):"
      let beside = URL(filePath: file, relativeTo: root).deletingLastPathComponent()
      let candidates = [root, beside].map { $0.appending(path: citation.path).standardizedFileURL }
      guard let page = candidates.first(where: isThere) else {
        problems.append("\(place) there is no document \(citation.path)")
        continue
      }
      let headings = try Headings(of: text(of: page))
      for section in citation.sections where !headings.numbers.contains(section) {
        problems.append("\(place) there is no section \(section) in \(name(of: page))")
      }
      if let anchor = citation.anchor, !headings.anchors.contains(anchor) {
        problems.append("\(place) there is no heading #\(anchor) in \(name(of: page))")
      }
    }
    if !citations.sources.isEmpty {
      let names = Set(try files.map(\.lastPathComponent))
      problems += citations.sources.filter { !names.contains($0.name) }.map {
        "\(file):\($0.line): there is no source \($0.name)"
      }
    }
    return problems
  }

  private func isThere(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }

  private func name(of url: URL) -> String {
    let path = url.standardizedFileURL.path
    return path.hasPrefix(root.path + "/") ? String(path.dropFirst(root.path.count + 1)) : path
  }
}

/// The headings of a document, by number and as links name them.
private struct Headings {
  private(set) var numbers: Set<String> = []
  private(set) var anchors: Set<String> = []

  init(of text: String) {
    var isCode = false
    for line in text.split(whereSeparator: \.isNewline) {
      if line.hasPrefix("```") { isCode.toggle() }
      guard !isCode, line.hasPrefix("#") else { continue }
      let title = line.drop { $0 == "#" }.trimmingCharacters(in: .whitespaces)
      let first = title.prefix { $0 != " " }
      if first.first?.isNumber ?? false { numbers.insert(String(first.hasSuffix(".") ? first.dropLast() : first)) }
      let kept = title.lowercased().filter { $0.isLetter || $0.isNumber || " -_".contains($0) }
      anchors.insert(String(kept.map { $0 == " " ? "-" : $0 }))
    }
  }
}
