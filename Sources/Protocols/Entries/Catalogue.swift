import Faults
import Formats
import Foundation

/// All entries of the zoo.
public struct Catalogue: Sendable {
  /// The entries, sorted by name.
  public let entries: [Manifest]
  /// The files of folders that are no entries here, in the order in which they were read.
  public let skipped: [SkippedManifest]

  /// Reads and checks the manifests that are built in and those of folders.
  ///
  /// A file of a folder that equals a built-in one byte for byte is that entry, and a folder that is given twice is
  /// read once; any other name that is there twice is a fault. A file of a folder that is wrong shuts nothing but
  /// itself: it is ``skipped``, and so is one of a name that is taken.
  /// - Parameters:
  ///   - builtIn: the manifests inside the program, each with the name that messages use.
  ///   - folders: further folders of `*.yaml` files.
  ///   - architectures: the names of the compiled architectures.
  /// - Throws: `Fault` with `file:line:column` for a manifest that is built in, and for a folder that cannot be read.
  public init(
    builtIn: [EmbeddedFile], folders: [URL] = [], architectures: [String]
  ) throws {
    var found: [String: (manifest: Manifest, bytes: [UInt8])] = [:]
    for file in builtIn {
      let manifest = try Manifest(file)
      try manifest.check(architectures: architectures)
      try Catalogue.add(manifest, file.bytes, to: &found)
    }
    var (skipped, seen) = ([SkippedManifest](), Set<String>())
    for folder in folders where seen.insert(folder.resolvingSymlinksInPath().path).inserted {
      let files = try YAMLFile.each(in: folder)
      // Threads take longer to begin than a few files to be read.
      let threads = files.count < 100 ? 1 : ProcessInfo.processInfo.activeProcessorCount
      let manifests = concurrentMap(files.count, threads: threads) { number in
        Result { try Manifest(yaml: files[number].read.get().bytes, file: files[number].name, folder: folder) }
      }
      for (file, manifest) in zip(files, manifests) {
        let bytes = try? file.read.get().bytes
        do {
          let manifest = try manifest.get()
          if let advice = Catalogue.add(manifest, architectures, bytes ?? [], to: &found) { skipped.append(advice) }
        } catch { skipped.append(SkippedManifest(file.name, bytes, error)) }
      }
    }
    // Names are moved while they are sorted, and not the manifests, which are large.
    let sorted = found.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let names = Set(sorted).union(skipped.map(\.name))
    entries = try sorted.compactMap { found[$0]?.manifest }.filter { entry in
      do { try Catalogue.check(replacementOf: entry, among: names) } catch {
        guard entry.folder != nil else { throw error }
        skipped.append(SkippedManifest(entry.node.location.file ?? entry.name, nil, error))
        return false
      }
      return true
    }
    self.skipped = skipped
  }

  private init(entries: [Manifest], skipped: [SkippedManifest]) {
    self.entries = entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    self.skipped = skipped
  }

  /// The same entries and further ones whose names are not taken.
  public func adding(_ others: [Manifest]) -> Catalogue {
    guard !others.isEmpty else { return self }
    var taken = Set(entries.map(\.name))
    return Catalogue(entries: entries + others.filter { taken.insert($0.name).inserted }, skipped: skipped)
  }

  /// The same entries without those that a check refuses, which are skipped.
  public func passing(_ check: (Manifest) throws -> Void) -> Catalogue {
    var skipped = skipped
    let sound = entries.filter { entry in
      do { try check(entry) } catch {
        skipped.append(SkippedManifest(entry.node.location.file ?? entry.name, nil, error, named: entry.name))
        return false
      }
      return true
    }
    return Catalogue(entries: sound, skipped: skipped)
  }

  /// The same catalogue where nothing had to be skipped.
  /// - Throws: `Fault` for the first file that was.
  public func complete() throws -> Catalogue {
    if let first = skipped.first { throw first.fault }
    return self
  }

  /// Every name that stands for an entry or for a file that was skipped.
  public var names: [String] {
    var seen = Set<String>()
    return (entries.map(\.name) + skipped.map(\.name)).filter { seen.insert($0).inserted }
  }

  /// The entry of a name.
  /// - Throws: `Fault` of kind `missing` with the nearest name and all that there are; of kind `data` where a file of
  ///   the name was skipped.
  public func entry(named name: String) throws -> Manifest {
    if let skipped = skipped.first(where: { $0.name == name }) { throw skipped.fault }
    if let entry = entries.first(where: { $0.name == name }) { return entry }
    let names = entries.map(\.name)
    throw Fault(
      .missing,
      "No entry named \(quoted(name)).\(suggestion(for: name, in: names))"
        + " \(known(names)). (hipzoo list)")
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

  /// Adds an entry of a folder, or says why it is skipped.
  private static func add(
    _ manifest: Manifest, _ architectures: [String], _ bytes: [UInt8],
    to found: inout [String: (manifest: Manifest, bytes: [UInt8])]
  ) -> SkippedManifest? {
    let file = manifest.node.location.file ?? manifest.name
    do { try manifest.check(architectures: architectures) } catch {
      return SkippedManifest(file, nil, error, advice: SkippedManifest.build, named: manifest.name)
    }
    do { try add(manifest, bytes, to: &found) } catch {
      let isEdited = found[manifest.name].map { first in
        first.manifest.folder == nil && first.manifest.fileName == manifest.fileName
      }
      let advice = isEdited == true ? "Where it was edited after the build: \(SkippedManifest.buildCommand)." : nil
      return SkippedManifest(file, nil, error, advice: advice, named: manifest.name)
    }
    return nil
  }

  private static func check(replacementOf entry: Manifest, among names: Set<String>) throws {
    guard let name = entry.replacement, name == entry.name || !names.contains(name) else { return }
    let wrong = "'\(name)' is no other entry."
    // Thousands of files that are wrong alike would be compared with as many names, and each name them all.
    guard names.count <= 1000 else {
      throw Fault(.data, at: entry.location(of: "replaced_by"), wrong + " (hipzoo list)")
    }
    let others = names.filter { $0 != entry.name }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    throw Fault(
      .data, at: entry.location(of: "replaced_by"), wrong + suggestion(for: name, in: others) + " \(known(others)).")
  }
}

extension Manifest {
  fileprivate var fileName: String? { node.location.file?.split(separator: "/").last.map(String.init) }
}
