import Foundation
import TestSupport
import Testing

/// What may import what, as the first fenced block of a page draws it: `A <- B, C` lets B and C import A.
struct Drawing {
  private(set) var names: Set<String> = []
  private var uses: [String: Set<String>] = [:]
  /// The word that stands for every other name.
  private static let everything = "everything"

  init() {}

  init(page: String) throws {
    let parts = page.components(separatedBy: "```")
    try #require(parts.count > 2, "the page has no drawing between ``` and ```")
    for chain in parts[1].split(whereSeparator: { ";\n".contains($0) }) {
      let groups = chain.components(separatedBy: "<-").map { group in
        group.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
      }
      for (used, users) in zip(groups, groups.dropFirst()) {
        for user in users { uses[user, default: []].formUnion(used) }
      }
      names.formUnion(groups.joined().filter { !$0.isEmpty && $0 != Self.everything })
    }
  }

  /// All that a name may import, because it is drawn so or follows from it.
  func reachable(from name: String) -> Set<String> {
    var (found, open) = (Set<String>(), [name])
    while let next = open.popLast() {
      let used = uses[next] ?? []
      let direct = used.contains(Self.everything) ? names : used
      open += direct.subtracting(found)
      found.formUnion(direct)
    }
    return found.subtracting([name])
  }
}

/// The targets of the package with what they declare and what they import.
struct House {
  /// A target as SwiftPM has read it from `Package.swift`.
  struct Target: Sendable, CustomTestStringConvertible {
    enum Kind: String, Sendable { case regular, executable, test, system, plugin }
    var name: String
    var folder: String
    var kind: Kind
    var uses: [String]
    /// Whether there is Swift in it; a C library brings none and is drawn only where it has an arrow of its own.
    var isSwift = true
    var testDescription: String { "\(name) with \(uses)" }

    init(_ name: String, folder: String? = nil, kind: Kind = .regular, uses: [String] = []) {
      self.name = name
      self.folder = folder ?? "Sources/\(name)"
      self.kind = kind
      self.uses = uses
    }

    /// What Swift code imports it as.
    var module: String { name.replacing("-", with: "_") }
    /// Its name in the drawing: all plugins of architectures are one, and so are the parts of a build plugin.
    var drawn: String {
      let parts = folder.split(separator: "/").map(String.init)
      return parts.first == "Plugins" ? "Plugins" : parts.count > 1 ? parts[1] : name
    }
    var isOfTests: Bool { folder.hasPrefix("Tests/") }
  }

  /// An import line.
  struct Import: Sendable {
    var target: String
    var module: String
    var place: String
  }

  var targets: [Target]
  var imports: [Import]

  /// What the toolchain and the system bring.
  private static let toolchain: Set<String> = [
    "Dispatch", "Foundation", "FoundationXML", "Glibc", "Darwin", "PackagePlugin", "Synchronization", "Testing",
  ]

  /// A line for everything that does not fit.
  func problems(_ drawing: Drawing) -> [String] {
    let own = Dictionary(targets.map { ($0.module, $0) }) { first, _ in first }
    let named = Dictionary(targets.map { ($0.name, $0) }) { first, _ in first }
    func mayUse(_ user: Target, _ used: Target) -> Bool {
      if used.drawn == user.drawn || !used.isSwift && !drawing.names.contains(used.drawn) { return true }
      return drawing.reachable(from: user.drawn).contains(used.drawn)
    }
    var problems = [String]()
    for target in targets where !target.isOfTests && target.isSwift {
      if !drawing.names.contains(target.drawn) { problems.append("\(target.name) is not in the drawing.") }
      for used in target.uses.compactMap({ named[$0] }) where !mayUse(target, used) {
        problems.append("\(target.name) declares \(used.name), which the drawing does not let it use.")
      }
      let tests = target.drawn == "Plugins" ? "PluginsTests" : "\(target.drawn)Tests"
      if !targets.contains(where: { $0.name == tests && $0.kind == .test }) {
        problems.append("\(target.name) has no tests; make \(tests).")
      }
    }
    let drawn = Set(targets.filter { !$0.isOfTests }.map(\.drawn))
    problems += drawing.names.subtracting(drawn).sorted().map { "The drawing has \($0), and there is no such target." }
    for target in targets where target.kind == .test && !drawn.contains(String(target.name.dropLast("Tests".count))) {
      problems.append("\(target.name) tests no target.")
    }
    for line in imports where !Self.toolchain.contains(line.module) {
      guard let user = named[line.target] else { continue }
      if user.isOfTests {
        if !brought(to: user).contains(line.module) {
          problems.append(
            "\(line.place): \(user.name) imports \(line.module), which nothing that it declares brings.")
        }
      } else if let used = own[line.module], !mayUse(user, used) {
        problems.append("\(line.place): \(user.name) imports \(line.module), which the drawing does not let it use.")
      } else if !user.uses.contains(where: { $0.replacing("-", with: "_") == line.module }) {
        problems.append("\(line.place): \(user.name) imports \(line.module), which Package.swift does not declare.")
      }
    }
    return problems
  }

  /// The modules that are built before a target, because it declares them or something that declares them.
  private func brought(to target: Target) -> Set<String> {
    let named = Dictionary(targets.map { ($0.name, $0) }) { first, _ in first }
    var (found, open) = (Set<String>(), target.uses)
    while let next = open.popLast() {
      if found.insert(next).inserted { open += named[next]?.uses ?? [] }
    }
    return Set(found.map { $0.replacing("-", with: "_") })
  }
}

// MARK: Reading

extension House {
  /// Asks SwiftPM for the targets of a package; the manifest is copied, since a build may hold the folder's lock.
  static func targets(of root: URL) throws -> [Target] {
    var targets = [Target]()
    try withTemporaryFolder { folder in
      try FileManager.default.copyItem(
        at: root.appending(path: "Package.swift"), to: folder.appending(path: "Package.swift"))
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = ["swift", "package", "--package-path", folder.path, "dump-package"]
      let output = folder.appending(path: "package.json")
      try Data().write(to: output)
      process.standardOutput = try FileHandle(forWritingTo: output)
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      try #require(process.terminationStatus == 0, "'swift package dump-package' fails")
      let package = try JSONSerialization.jsonObject(with: Data(contentsOf: output)) as? [String: Any]
      for part in try #require(package?["targets"] as? [[String: Any]]) {
        let name = try #require(part["name"] as? String)
        let kind = try #require((part["type"] as? String).flatMap(Target.Kind.init), "\(name)")
        // A dependency is its kind with a list that begins with its name.
        let uses = (part["dependencies"] as? [[String: [Any]]] ?? []).flatMap(\.values).compactMap {
          $0.first as? String
        }
        var target = Target(name, folder: part["path"] as? String, kind: kind, uses: uses)
        target.isSwift = try !sources(of: target, in: root).isEmpty
        targets.append(target)
      }
    }
    return targets
  }

  /// The import lines of a target's sources.
  static func imports(of target: Target, in root: URL) throws -> [Import] {
    try sources(of: target, in: root).flatMap { file in
      let text = try String(contentsOf: root.appending(path: "\(target.folder)/\(file)"), encoding: .utf8)
      return modules(in: text).map {
        Import(target: target.name, module: $0.module, place: "\(target.folder)/\(file):\($0.line)")
      }
    }
  }

  private static func sources(of target: Target, in root: URL) throws -> [String] {
    let folder = root.appending(path: target.folder)
    guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
    return try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }.sorted()
  }

  /// The modules that a source imports; what stands in a text over several lines is no import.
  static func modules(in source: String) -> [(module: String, line: Int)] {
    let kinds: Set<String> = ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var", "actor"]
    let levels: Set<String> = ["public", "package", "internal", "fileprivate", "private"]
    var (found, isText) = ([(module: String, line: Int)](), false)
    for (number, line) in source.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let wasText = isText
      let marks = line.replacing("\\\"\"\"", with: "").components(separatedBy: "\"\"\"")
      if marks.count.isMultiple(of: 2) { isText.toggle() }
      let words = line.split(separator: " ").drop { $0.hasPrefix("@") || levels.contains(String($0)) }
      guard !wasText, words.first == "import" else { continue }
      let name = words.dropFirst().drop { kinds.contains(String($0)) }.first ?? ""
      found.append((String(name.prefix { $0 != "." && $0 != ";" }), number + 1))
    }
    return found
  }
}
