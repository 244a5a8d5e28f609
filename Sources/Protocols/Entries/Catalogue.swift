import Faults
import Formats
import Foundation

/// All entries of the zoo.
public struct Catalogue: Sendable {
  /// The entries, sorted by name.
  public let entries: [Manifest]

  /// Reads and checks the manifests that are built in and those of folders.
  ///
  /// A file of a folder that equals a built-in one byte for byte is that entry, and a folder that is given twice is
  /// read once; any other name that is there twice is a fault.
  /// - Parameters:
  ///   - builtIn: the manifests inside the program, each with the name that messages use.
  ///   - folders: further folders of `*.yaml` files.
  ///   - architectures: the names of the compiled architectures.
  /// - Throws: `Fault` with `file:line:column`.
  public init(
    builtIn: [EmbeddedFile], folders: [URL] = [], architectures: [String]
  ) throws {
    var found: [String: (manifest: Manifest, bytes: [UInt8])] = [:]
    for file in builtIn { try Catalogue.add(try Manifest(file), file.bytes, to: &found) }
    var seen: Set<String> = []
    for folder in folders where seen.insert(folder.resolvingSymlinksInPath().path).inserted {
      let files = try YAMLFile.files(in: folder)
      // Threads take longer to begin than a few files to be read.
      let threads = files.count < 100 ? 1 : ProcessInfo.processInfo.activeProcessorCount
      let manifests = concurrentMap(files.count, threads: threads) { number in
        Result { try Manifest(yaml: files[number].bytes, file: files[number].name, folder: folder) }
      }
      for (file, manifest) in zip(files, manifests) { try Catalogue.add(manifest.get(), file.bytes, to: &found) }
    }
    // Names are moved while they are sorted, and not the manifests, which are large.
    let names = found.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    entries = names.compactMap { found[$0]?.manifest }
    for entry in entries {
      try entry.check(architectures: architectures)
      try check(replacementOf: entry)
    }
  }

  private init(entries: [Manifest]) {
    self.entries = entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// The same entries and further ones whose names are not taken.
  public func adding(_ others: [Manifest]) -> Catalogue {
    guard !others.isEmpty else { return self }
    var taken = Set(entries.map(\.name))
    return Catalogue(entries: entries + others.filter { taken.insert($0.name).inserted })
  }

  /// The entry of a name.
  /// - Throws: `Fault` of kind `missing` with the nearest name and all that there are.
  public func entry(named name: String) throws -> Manifest {
    if let entry = entries.first(where: { $0.name == name }) { return entry }
    let names = entries.map(\.name)
    throw Fault(
      .missing,
      "No entry named \(quoted(name)).\(suggestion(for: name, in: names))"
        + " Known: \(names.joined(separator: ", ")). (hipzoo list)")
  }

  private static func add(
    _ manifest: Manifest, _ bytes: [UInt8], to found: inout [String: (manifest: Manifest, bytes: [UInt8])]
  ) throws {
    if let first = found[manifest.name] {
      let isBuiltIn = first.manifest.folder == nil
      guard isBuiltIn, manifest.folder != nil, first.bytes == bytes else {
        let place = "\(first.manifest.location(of: "name"))\(isBuiltIn ? " (built in)" : "")"
        throw Fault(
          .data, at: manifest.location(of: "name"),
          "the name '\(manifest.name)' is taken by \(place)."
            + " Give this entry another name or remove one.")
      }
    }
    found[manifest.name] = (manifest, bytes)
  }

  private func check(replacementOf entry: Manifest) throws {
    guard let name = entry.replacement else { return }
    let others = entries.map(\.name).filter { $0 != entry.name }
    guard !others.contains(name) else { return }
    throw Fault(
      .data, at: entry.location(of: "replaced_by"),
      "'\(name)' is no other entry.\(suggestion(for: name, in: others))"
        + " Known: \(others.joined(separator: ", ")).")
  }
}
