import Faults
import Formats
import Foundation
import Protocols

/// The folder of installed weights: one `ENTRY.safetensors` an entry, with its digest in `ENTRY.sha256`.
public struct InstalledWeights: Sendable {
  /// Where it is; it need not be there yet.
  public let folder: URL

  /// The weights installed in a folder.
  public init(_ folder: URL) { self.folder = folder }

  /// The weights file of an entry, which need not be there.
  public func file(of entry: String) -> URL { folder.appending(path: "\(entry).safetensors") }

  /// The weights file of an entry, or nil when none is installed.
  public func existingFile(of entry: String) -> URL? {
    let file = file(of: entry)
    return FileManager.default.fileExists(atPath: file.path) ? file : nil
  }

  /// The weights of an entry as they were installed; nil when there are none.
  ///
  /// - Throws: ``Fault`` of kind `data` when the file is damaged, is another's, or has changed since.
  package func artifact(of entry: String) throws -> (artifact: Artifact, data: Data)? {
    guard let file = existingFile(of: entry) else { return nil }
    let data = try BoundedFile.read(file, limit: WeightsImport.largestFile)
    return try locating(.file(file.lastPathComponent)) {
      try FileKind.expect(.weights, file)
      let artifact = try Artifact(data)
      guard artifact.entry == entry else {
        throw Fault(
          .data, "it holds the weights of \(quoted(artifact.entry)); install those of '\(entry)' again, with --replace."
        )
      }
      let digest = Digest.sha256(of: data)
      if let sealed = try sealedDigest(of: entry), sealed != digest {
        throw Fault(
          .data,
          "its SHA-256 is \(digest), when it was installed it was \(sealed); install it again from where it came from.")
      }
      return (artifact, data)
    }
  }

  /// Makes weights those of their name.
  ///
  /// - Parameter replacing: whether others of the name are given up for them.
  /// - Returns: the file that they are in now.
  /// - Throws: ``Fault``: `usage` when there are others and they are not to be replaced; as
  ///   ``Artifact/write(to:allowNonFinite:)``.
  @discardableResult
  public func install(_ artifact: Artifact, replacing: Bool = false) throws -> URL {
    let file = file(of: artifact.entry)
    if !replacing, existingFile(of: artifact.entry) != nil {
      let (found, wanted) = (try Digest.sha256(ofFile: file), try artifact.digest())
      guard found != wanted else { return file }
      let label = (try? Artifact.read(file))?.label.text ?? "damaged"
      throw Fault(
        .usage,
        "'\(artifact.entry)' has other weights installed already (\(label), SHA-256 \(found.prefix(8))); these are "
          + "\(artifact.label.text), SHA-256 \(wanted.prefix(8)). To take these instead, say --replace.")
    }
    try write(artifact, to: file)
    return file
  }

  /// Makes the weights in a file those of an entry, unless it has others already: nobody's weights are lost to a training.
  ///
  /// - Returns: the file that they are in now, or nil when the entry keeps the weights it had.
  /// - Throws: ``Fault`` when the file cannot be read or copied.
  @discardableResult
  public func install(_ weights: URL, unlessThereAreOthersOf entry: String) throws -> URL? {
    guard existingFile(of: entry) == nil else { return nil }
    let file = file(of: entry)
    try write(Artifact.read(weights), to: file)
    return file
  }

  /// Writes weights, and beside them what they were; a command that is killed in between leaves weights of which nothing
  /// is known, and none that seem to have changed.
  private func write(_ artifact: Artifact, to file: URL) throws {
    // What a file calls itself becomes a path here.
    guard Manifest.isName(artifact.entry) else {
      throw Fault(.data, "\(quoted(artifact.entry)) can be no name of weights.")
    }
    let seal = seal(of: artifact.entry)
    try? FileManager.default.removeItem(at: seal)
    try artifact.write(to: file)
    try AtomicFile.write(Data("\(artifact.digest())  \(file.lastPathComponent)\n".utf8), to: seal)
  }

  /// The file that says what SHA-256 an entry's weights had when they were installed, as `sha256sum` writes it.
  private func seal(of entry: String) -> URL { folder.appending(path: "\(entry).sha256") }

  /// The SHA-256 of an entry's weights when they were installed; nil where that was not kept, as by earlier versions.
  /// - Throws: ``Fault`` when the file that says so cannot be read.
  package func sealedDigest(of entry: String) throws -> String? {
    let seal = seal(of: entry)
    guard FileManager.default.fileExists(atPath: seal.path) else { return nil }
    return try String(decoding: BoundedFile.read(seal, limit: 4096).prefix(64), as: UTF8.self)
  }
}

extension InstalledWeights {
  /// Manifests of the installed weights whose name is no entry's, such as those of a fine-tuning.
  ///
  /// A file that cannot be read is left out; `hipzoo verify` says what is wrong with it.
  public func manifests(besides catalogue: Catalogue) -> [Manifest] {
    let ending = ".safetensors"
    let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    let taken = Set(catalogue.names)
    return files.filter {
      $0.hasSuffix(ending) && !$0.hasPrefix(".") && !taken.contains(String($0.dropLast(ending.count)))
    }
    .compactMap { file in
      guard let artifact = try? Artifact.read(folder.appending(path: file)),
        artifact.entry == String(file.dropLast(ending.count))
      else { return nil }
      return try? artifact.manifest
    }
  }
}

extension Artifact {
  /// A manifest that says what the file says.
  /// - Throws: ``Fault`` of kind `data` when the name, task or configuration is none of a manifest.
  var manifest: Manifest {
    get throws {
      let members: [String: JSON] = [
        "name": .text(entry), "architecture": .text(architecture), "task": .text(task),
        "configuration": configuration, "description": .text("Weights, \(label.text)."),
      ]
      return try Manifest(yaml: Array(JSON.object(members).canonical.utf8), file: "\(entry).safetensors")
    }
  }
}
