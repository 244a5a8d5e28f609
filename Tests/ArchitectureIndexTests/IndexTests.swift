import Foundation
import TestSupport
import Testing

/// The program that the build plugin runs, run as the plugin does: what it writes, and what it says of broken files.
@Suite("What a build embeds") struct IndexTests {
  private static let manifest = """
    name: tiny
    architecture: LSTM
    task: joint-moment
    configuration: {hidden: 2, layers: 1, dropout: 0}

    """

  /// The program beside these tests; SwiftPM adds a word to the name of what it builds for plugins.
  private static let program: URL? = {
    var folder = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL ?? Bundle.main.bundleURL
    for _ in 0..<5 {
      for name in ["architecture-index-tool", "architecture-index"] {
        let file = folder.appending(path: name)
        if FileManager.default.isExecutableFile(atPath: file.path), !file.hasDirectoryPath { return file }
      }
      folder.deleteLastPathComponent()
    }
    return nil
  }()

  /// Runs it on a package of these files.
  private func index(_ files: [String: String], architectures: [String] = ["LSTM", "GRU"]) throws
    -> (status: Int32, source: String, errors: String)
  {
    var result = (status: Int32(-1), source: "", errors: "")
    try withTemporaryFolder { folder in
      let sources = architectures.map { ("Plugins/\($0)/\($0).swift", "public struct \($0) {}") }
      for (path, text) in files.merging(sources, uniquingKeysWith: { first, _ in first }) {
        let url = folder.appending(path: path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
      }
      let (output, errors) = (folder.appending(path: "Index.swift"), folder.appending(path: "errors.txt"))
      try Data().write(to: errors)
      let process = Process()
      let program: URL = try #require(Self.program, "no built architecture-index beside the tests")
      process.executableURL = program
      process.arguments = [output.path, folder.path] + architectures
      process.standardError = try FileHandle(forWritingTo: errors)
      try process.run()
      process.waitUntilExit()
      let source = (try? String(contentsOf: output, encoding: .utf8)) ?? ""
      result = (process.terminationStatus, source, try String(contentsOf: errors, encoding: .utf8))
    }
    return result
  }

  @Test func `is the architectures in the order of the package and the files by name`() throws {
    let run = try index(["zoo/b.yaml": Self.manifest.replacing("tiny", with: "b"), "zoo/a.yaml": Self.manifest])
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
    #expect(run.source.contains("\nimport GRU\nimport LSTM\nimport Zoo\n"))
    #expect(run.source.contains("= [\n  LSTM.self,\n  GRU.self,\n]"))
    #expect(run.source.contains("{\n  requirePlugin(LSTM.self)\n  requirePlugin(GRU.self)\n}"))
    let words = ["zoo/a.yaml", "name: tiny", "zoo/b.yaml", "name: b"]
    let places = words.compactMap { run.source.firstRange(of: $0)?.lowerBound }
    #expect(places.count == 4 && places == places.sorted())
  }

  @Test(arguments: [
    (manifest.replacing("LSTM", with: "LSTN"), "zoo/a.yaml:2:15: error: ", "LSTM"),
    ("name: [", "zoo/a.yaml:", ": error: "),
    ("", "zoo/a.yaml", "error: "),
  ])
  func `is refused in the words of a compiler`(_ text: String, _ place: String, _ words: String) throws {
    let run = try index(["zoo/a.yaml": text])
    #expect(run.status == 1 && run.source.isEmpty)
    #expect(run.errors.hasPrefix(place) && run.errors.contains(words), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1)
  }

  @Test func `has each name once, and every broken file is named`() throws {
    let twice = try index(["zoo/a.yaml": Self.manifest, "zoo/b.yaml": Self.manifest])
    #expect(twice.status == 1 && twice.errors.contains("tiny"), "\(twice.errors)")
    let broken = try index(["zoo/a.yaml": "x", "zoo/b.yaml": "y", "protocols/p.yaml": "schema: 1\nkind: hold-in\n"])
    let lines = broken.errors.split(separator: "\n")
    #expect(broken.status == 1 && lines.count == 3, "\(broken.errors)")
    for (line, file) in zip(lines, ["zoo/a.yaml", "zoo/b.yaml", "protocols/p.yaml"]) { #expect(line.hasPrefix(file)) }
  }

  @Test(arguments: [
    ("struct GRU: Architecture {}", false), ("public struct GRU: Architecture {}", true),
    ("public struct GRUCell {}", false), ("@frozen public struct GRU<A> {}", true), ("public final class GRU {}", true),
    ("internal enum GRU {}\npublic func f() { struct GRU {} }", false),
  ])
  func `asks for a public type of the architecture's name`(_ source: String, _ isTaken: Bool) throws {
    let run = try index(["zoo/a.yaml": Self.manifest, "Plugins/GRU/GRU.swift": source])
    #expect((run.status == 0) == isTaken, "\(run.errors)")
    guard !isTaken else { return }
    #expect(run.errors.hasPrefix("Plugins/GRU/GRU.swift: error: no file of Plugins/GRU declares a public type 'GRU'"))
    #expect(run.errors.split(separator: "\n").count == 1)
  }

  @Test func `says what is missing of a folder without its word`() throws {
    let run = try index([
      "zoo/a.yaml": Self.manifest.replacing("LSTM", with: "MyNet"), "Plugins/MyNet/MyNet.swift": "",
    ])
    #expect(run.status == 1 && run.errors.hasPrefix("zoo/a.yaml:2:15: error: unknown architecture 'MyNet'"))
    #expect(run.errors.contains("Plugins/MyNet is there: add \"MyNet\" to the list at the top of Package.swift."))
  }

  /// SwiftPM plans again when a folder of a target changes, and the plugin's has links to what it reads.
  @Test(arguments: ["zoo", "protocols", "cohorts", "tasks", "recipes"])
  func `is planned again when a file comes or goes`(_ folder: String) throws {
    let root = URL(fileURLWithPath: #filePath).appending(path: "../../..").standardized
    let link = root.appending(path: "Sources/ArchitectureIndex/Plugin/\(folder)")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == "../../../\(folder)")
    #expect(FileManager.default.fileExists(atPath: link.path))
  }

  @Test(arguments: ["\"\"\"", "a \"\"\"# b", "\\(x) \\n \\#(y)", "###\"\"\"##", "é \t tab"])
  func `holds any text as it is`(_ text: String) throws {
    let run = try index(["zoo/a.yaml": "# \(text)\n" + Self.manifest])
    #expect(run.status == 0, "\(run.errors)")
    // However many marks there are around the text, none of that many is in it.
    let start = try #require(run.source.firstRange(of: "\"\"\"\n# \(text)\nname: tiny\n"))
    let around = run.source[..<start.lowerBound].reversed().prefix { $0 == "#" }.count
    #expect(around > 0)
    #expect(!text.contains("\"\"\"" + String(repeating: "#", count: around)))
    #expect(!text.contains("\\" + String(repeating: "#", count: around)))
  }

  @Test func `keeps a carriage return that Swift would not`() throws {
    let run = try index(["zoo/a.yaml": Self.manifest.replacing("\n", with: "\r\n")])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.source.contains("name: tiny\\#r\narchitecture"))
  }

  @Test func `says how it is called`() throws {
    let process = Process()
    let program: URL = try #require(Self.program)
    process.executableURL = program
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 64)
  }
}
