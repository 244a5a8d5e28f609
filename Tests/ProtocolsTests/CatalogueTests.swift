import Faults
import Foundation
import Protocols
import TestSupport
import Testing

@Suite("The catalogue") struct CatalogueTests {
  /// A new folder that is gone after the call.
  private func withFolder(_ files: [String: String] = [:], _ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "catalogue-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    try body(folder)
  }

  private func entry(_ name: String, _ more: String = "") -> String {
    manifestText(("name: toy", "name: \(name)")) + "\n" + more
  }

  private func catalogue(_ builtIn: [String], _ folders: [URL] = []) throws -> Catalogue {
    let files = builtIn.enumerated().map { EmbeddedFile(name: "zoo/\($0.offset).yaml", text: $0.element) }
    return try Catalogue(builtIn: files, folders: folders, architectures: ["Toy"])
  }

  @Test func `finds entries by name and suggests the nearest`() throws {
    let catalogue = try catalogue([entry("lstm-mf60"), entry("gru")])
    #expect(catalogue.entries.map(\.name) == ["gru", "lstm-mf60"])
    #expect(try catalogue.entry(named: "gru").name == "gru")
    #expect {
      try catalogue.entry(named: "lstmm-mf60")
    } throws: {
      $0 as? Fault
        == Fault(
          .missing,
          "No entry named 'lstmm-mf60'. Did you mean 'lstm-mf60'? Known: gru, lstm-mf60. (hipzoo list)")
    }
  }

  @Test func `reads folders beside what is built in`() throws {
    try withFolder(["b.yaml": entry("b"), "a.yaml": entry("a"), "c.txt": "no", ".d.yaml": "no"]) { folder in
      let catalogue = try catalogue(
        [entry("z"), entry("a")], [folder, folder.appending(path: "../\(folder.lastPathComponent)")])
      #expect(catalogue.entries.map(\.name) == ["a", "b", "z"])
      #expect(catalogue.entries.map { $0.folder == nil } == [false, false, true])
    }
  }

  @Test func `refuses a name that is there twice, naming both files`() throws {
    #expect(
      message { _ = try catalogue([entry("a"), entry("a")]) }
        == "zoo/1.yaml:2:7: the name 'a' is taken by zoo/0.yaml:2:7 (built in). Give this entry another name or "
        + "remove one.")
    try withFolder(["a.yaml": entry("a"), "b.yaml": entry("a")]) { folder in
      #expect(
        message { _ = try catalogue([], [folder]).complete() }
          == "\(folder.path)/b.yaml:2:7: the name 'a' is taken by \(folder.path)/a.yaml:2:7. Give this entry another "
          + "name or remove one.")
      #expect(
        message { _ = try catalogue([entry("a", "# newer")], [folder]).complete() }
          == "\(folder.path)/a.yaml:2:7: the name 'a' is taken by zoo/0.yaml:2:7 (built in). Give this entry another "
          + "name or remove one.")
    }
  }

  @Test func `refuses a successor that is no other entry`() throws {
    #expect(
      try catalogue([entry("new-a"), entry("a", "replaced_by: new-a")]).entries.first?.replacement == "new-a")
    #expect(
      message { _ = try catalogue([entry("new-a"), entry("a", "replaced_by: new-b")]) }
        == "zoo/1.yaml:16:14: 'new-b' is no other entry. Did you mean 'new-a'? Known: new-a.")
  }

  /// Each of thousands would otherwise be held against all names, and its message name them.
  @Test func `says little of each of very many that are wrong`() throws {
    let files = Dictionary(
      uniqueKeysWithValues: (0...1000).map { ("e\($0).yaml", entry("e\($0)", "replaced_by: e99999")) })
    try withFolder(files) { folder in
      let skipped = try catalogue([], [folder]).skipped
      #expect(skipped.count == 1001)
      let text = try #require(skipped.first).fault.text
      #expect(text == "'e99999' is no other entry. (hipzoo list)")
    }
  }

  @Test func `refuses an architecture that is not compiled`() throws {
    let text = manifestText(("architecture: Toy", "architecture: Toi"))
    #expect(
      message { _ = try catalogue([text]) }
        == "zoo/0.yaml:3:15: unknown architecture 'Toi'. Did you mean 'Toy'? Compiled: Toy.")
  }

  @Test func `refuses links out of the folder and what is no file`() throws {
    try withFolder(["outside.yaml": entry("a")]) { outside in
      try withFolder { folder in
        let manager = FileManager.default
        let link = folder.appending(path: "a.yaml")
        try manager.createSymbolicLink(at: link, withDestinationURL: outside.appending(path: "outside.yaml"))
        #expect(
          message { _ = try catalogue([], [folder]).complete() }
            == "\(folder.path)/a.yaml: it is a link out of its folder, which is not allowed. Copy the file instead."
        )
        try manager.removeItem(at: link)
        try manager.createDirectory(at: link, withIntermediateDirectories: true)
        #expect(
          message { _ = try catalogue([], [folder]).complete() } == "\(folder.path)/a.yaml: it is not a regular file.")
      }
    }
    #expect {
      try catalogue([], [URL(fileURLWithPath: "no/such/folder")])
    } throws: {
      $0 as? Fault == Fault(.missing, "There is no folder 'no/such/folder' to read entries from.")
    }
  }

  @Test func `a broken file of a folder shuts nothing but itself`() throws {
    let files = [
      "good.yaml": entry("good"), "yaml.yaml": "name: [", "key.yaml": entry("key", "oops: 1"),
      "unknown.yaml": entry("unknown").replacing("architecture: Toy", with: "architecture: MyNet"),
      "gone.yaml": entry("gone", "replaced_by: nobody"), "twice.yaml": entry("a", "# edited"),
    ]
    try withFolder(files) { folder in
      try FileManager.default.createDirectory(
        at: folder.appending(path: "folder.yaml"), withIntermediateDirectories: true)
      let catalogue = try catalogue([entry("a")], [folder])
      #expect(catalogue.entries.map(\.name) == ["a", "good"])
      #expect(catalogue.skipped.map(\.name).sorted() == ["a", "folder", "gone", "key", "unknown", "yaml"])
      #expect(catalogue.names.count == 7)
      for skipped in catalogue.skipped {
        #expect(skipped.line.hasPrefix("skipped \(folder.path)/") && !skipped.line.contains("\n"), "\(skipped.line)")
        #expect(message { _ = try catalogue.entry(named: skipped.name) } == skipped.fault.description)
      }
      let unknown = try #require(catalogue.skipped.first { $0.name == "unknown" })
      #expect(unknown.row == 3 && unknown.column == 15)
      #expect(unknown.reason.contains("'MyNet'") && unknown.reason.contains("swift build -c release"))
      #expect(catalogue.skipped.first { $0.name == "key" }?.reason.contains("'oops'") == true)
      // What is left out by a check joins them, and further entries do not take their places.
      let passing = catalogue.passing { if $0.name == "good" { throw Fault(.data, "it is not.") } }
      #expect(passing.entries.map(\.name) == ["a"] && passing.adding([]).skipped.count == 7)
    }
  }

  @Test func `finds weights in the folder of their manifest only`() throws {
    let text = manifestText(("https://example.org/toy.pt", "toy.pt"))
    try withFolder(["toy.yaml": text, "toy.pt": "weights"]) { folder in
      let toy = try catalogue([], [folder]).entry(named: "toy")
      let weights = try #require(toy.weights.first)
      #expect(try toy.url(of: weights).lastPathComponent == "toy.pt")
      try FileManager.default.removeItem(at: folder.appending(path: "toy.pt"))
      #expect(message { _ = try toy.url(of: weights) } == "\(folder.path)/toy.pt: there is no such file.")
      #expect(
        message { _ = try manifest(text).url(of: weights) }
          == "zoo/toy.yaml:7:3: 'toy.pt' lies in a zoo folder, and 'toy' is built in.")
    }
  }
}
