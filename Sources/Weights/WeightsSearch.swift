import Faults
import Formats
import Foundation
import Protocols
import Zoo

/// Finds the weights of an entry on this machine.
public struct WeightsSearch: Sendable {
  private let catalogue: Catalogue
  private let architectures: [any Architecture.Type]
  private let installed: InstalledWeights

  /// Makes a search among installed weights.
  public init(_ catalogue: Catalogue, architectures: [any Architecture.Type], installed: InstalledWeights) {
    self.catalogue = catalogue
    self.architectures = architectures
    self.installed = installed
  }

  /// The weights of an entry, or of a file when the name is one, with how they were read.
  ///
  /// - Parameters:
  ///   - name: an entry, or the path of a file: anything with a dot or a slash in it.
  ///   - folder: where to look before the installed ones: for `ENTRY.safetensors`, or for a file whose SHA-256 the
  ///     entry's manifest names.
  ///   - owner: the entry that a file's weights belong to, where the file does not tell.
  ///   - description: what a file does not say itself.
  /// - Throws: ``Fault``: missing when there are none, saying how to get them; usage when a description is given of the
  ///   weights of an entry; as ``WeightsImport/imported(_:as:calling:describedBy:)`` of a file.
  public func weights(
    _ name: String, in folder: URL? = nil, as owner: String? = nil,
    describedBy description: WeightsDescription = WeightsDescription()
  ) throws -> ImportedWeights {
    if name.contains(where: { $0 == "." || $0 == "/" }) {
      return try WeightsImport(catalogue, architectures: architectures).imported(
        URL(fileURLWithPath: name), as: owner, describedBy: description)
    }
    guard owner == nil, description == WeightsDescription() else {
      throw Fault(
        .usage,
        "'\(name)' is an entry, whose weights say all themselves; --as, --mean, --deviation and --standardisation "
          + "belong to a file of weights.")
    }
    return ImportedWeights(artifact: try artifact(ofEntry: name, in: folder), remarks: [])
  }

  /// The weights of an entry, or of a file when the name is one.
  /// - Throws: ``Fault``, as ``weights(_:in:as:describedBy:)`` does.
  public func artifact(_ name: String, in folder: URL? = nil) throws -> Artifact {
    try weights(name, in: folder).artifact
  }

  private func artifact(ofEntry name: String, in folder: URL?) throws -> Artifact {
    let entry = try catalogue.entry(named: name)
    if let folder { return try artifact(of: entry, in: folder) }
    if let found = try installed.artifact(of: entry.name)?.artifact {
      try locating(.file("\(entry.name).safetensors")) {
        try WeightsImport(catalogue, architectures: architectures).check(entry, against: found)
      }
      return found
    }
    let home = installed.folder.deletingLastPathComponent()
    let trained = Self.runs(in: home.appending(path: "runs"), of: entry.name)
    let advice =
      trained.isEmpty
      ? advice(entry)
      : "Trained here: \(trained.map { "runs/\($0)" }.joined(separator: ", ")); to use one: hipzoo weights install "
        + "\(trained[trained.count - 1])."
    throw Fault(.missing, "There are no weights of '\(entry.name)' installed in \(home.relativePath). \(advice)")
  }

  /// The runs whose final weights are those of an entry, sorted.
  private static func runs(in folder: URL, of entry: String) -> [String] {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    return names.filter { name in
      let file = folder.appending(path: "\(name)/weights.safetensors")
      return name.hasPrefix("\(entry)-") && (try? Artifact.label(of: file))?.name == entry
    }
  }

  private func artifact(of entry: Manifest, in folder: URL) throws -> Artifact {
    let own = folder.appending(path: "\(entry.name).safetensors")
    if FileManager.default.fileExists(atPath: own.path) { return try Artifact.read(own) }
    let importing = WeightsImport(catalogue, architectures: architectures)
    for weights in entry.weights {
      let file = folder.appending(path: weights.fileName)
      guard FileManager.default.fileExists(atPath: file.path) else { continue }
      let digest = try Digest.sha256(ofFile: file)
      guard digest == weights.sha256 else {
        throw Fault(
          .data, at: .file(file.relativePath),
          "its SHA-256 is \(digest), the manifest of '\(entry.name)' says \(weights.sha256); "
            + "fetch the file again.")
      }
      return try importing.artifact(file, as: entry.name)
    }
    let names = ["\(entry.name).safetensors"] + entry.weights.map(\.fileName)
    throw Fault(
      .missing, at: .file(folder.relativePath), "none of \(names.joined(separator: ", ")) is there. \(advice(entry))")
  }

  private func advice(_ entry: Manifest) -> String {
    if case .process = entry.implementation {
      return
        "It is a program: predict and evaluate use what it learnt in a run here (hipzoo train \(entry.name)), and nothing "
        + "but its own 'fit' can change that."
    }
    if let count = entry.training?.ensemble, count > 1 {
      return
        "It is \(count) networks that predict together: predict and evaluate use them as they stand in a run; all else "
        + "takes one of them by its file, runs/.../members/1/weights.safetensors."
    }
    guard let published = entry.weights.first else {
      return "None are published; train them: hipzoo train \(entry.name)."
    }
    return "Fetch \(published.address) and run: hipzoo weights import \(published.fileName)."
  }
}

extension PublishedWeights {
  /// The URL or path that the manifest names.
  public var address: String {
    switch source {
    case .address(let url): url.absoluteString
    case .path(let path): path
    }
  }

  /// The last part of the address.
  public var fileName: String { address.split(separator: "/").last.map(String.init) ?? address }
}
