import Faults
import Formats
import Foundation
import Protocols
import Zoo

/// Turns a file of weights, a PyTorch checkpoint or safetensors, into the artifact of an entry.
public struct WeightsImport: Sendable {
  private let catalogue: Catalogue
  private let architectures: [any Architecture.Type]

  /// The largest file that is read.
  public static let largestFile = 512 << 20

  /// Makes an import into the entries of a catalogue.
  public init(_ catalogue: Catalogue, architectures: [any Architecture.Type]) {
    self.catalogue = catalogue
    self.architectures = architectures
  }

  /// Reads a file.
  ///
  /// A `.pt` file belongs to the entry that names its SHA-256, else to the only entry with its model type and
  /// outputs; a safetensors file that HipZoo wrote says whose it is.
  ///
  /// - Parameters:
  ///   - url: the file.
  ///   - name: the entry, where the file alone does not tell.
  ///   - fileName: what the file is called, where it lies under another name, such as its digest in a cache.
  /// - Throws: ``Fault`` when the file is hostile or damaged, or its tensors are not the entry's parameters.
  public func artifact(_ url: URL, as name: String? = nil, calling fileName: String? = nil) throws -> Artifact {
    let data = try BoundedFile.read(url, limit: Self.largestFile)
    let file = fileName ?? url.lastPathComponent
    let artifact = try locating(.file(file)) {
      // A ZIP archive begins with "PK"; safetensors with a length and an opening brace.
      data.starts(with: [0x50, 0x4B])
        ? try checkpoint(data, file, as: name) : try safetensors(data, as: name)
    }
    _ = try locating(.file(file)) { try artifact.predictor(among: architectures) }
    return artifact
  }

  private func safetensors(_ data: Data, as name: String?) throws -> Artifact {
    var artifact = try Artifact(data)
    // Weights with a name of their own are those of no entry.
    if let name, artifact.entry != name || catalogue.entries.contains(where: { $0.name == name }) {
      let entry = try catalogue.entry(named: name)
      try check(entry, against: artifact)
      artifact.entry = name
    }
    return artifact
  }

  /// Reads a file that HipZoo wrote, to be installed under a name.
  ///
  /// - Parameter name: an entry's name, which takes weights of that entry only, or one of their own; nil for what the file
  ///   says.
  /// - Throws: ``Fault``: `usage` for a name that is none; `data` when the weights are not the entry's or do not load.
  public func naming(_ url: URL, _ name: String?) throws -> Artifact {
    var artifact = try Artifact.read(url)
    try locating(.file(url.lastPathComponent)) {
      _ = try artifact.predictor(among: architectures)
      try give(name ?? artifact.entry, to: &artifact)
    }
    return artifact
  }

  private func give(_ name: String, to artifact: inout Artifact) throws {
    if let entry = catalogue.entries.first(where: { $0.name == name }) {
      try check(entry, against: artifact)
      artifact.entry = name
    } else {
      artifact.entry = name
      do { _ = try artifact.manifest } catch {
        throw Fault(
          .usage,
          "'\(name.prefix(80))' can be no name of weights: at most 64 lower-case letters, digits, '.' and '-', the first a "
            + "letter or digit.")
      }
    }
  }

  private func check(_ entry: Manifest, against artifact: Artifact) throws {
    let configured = try entry.configured(among: architectures)
    let same = configured.configuration.json == artifact.configuration
    guard entry.task.name == artifact.task, type(of: configured.architecture).name == artifact.architecture, same
    else {
      throw Fault(
        .data,
        "the weights are of \(artifact.architecture) for \(artifact.task) with \(artifact.configuration.canonical); the entry "
          + "'\(entry.name)' is \(type(of: configured.architecture).name) for \(entry.task.name) with "
          + "\(configured.configuration.canonicalJSON).")
    }
  }

  private func checkpoint(_ data: Data, _ file: String, as name: String?) throws -> Artifact {
    let checkpoint = try TorchCheckpoint(data)
    let digest = Digest.sha256(of: data)
    let entry = try name.map { try catalogue.entry(named: $0) } ?? owner(of: checkpoint, digest)
    let configured = try entry.configured(among: architectures)
    guard let standardisation = checkpoint.standardisation else {
      throw Fault(
        .data, "there is no standardisation ('mu_x', 'sd_x') in the checkpoint, so nothing can be predicted from it.")
    }
    let task = entry.task
    if let outputs = checkpoint.outputs, outputs != task.outputs {
      throw Fault(
        .data,
        "the checkpoint predicts \(outputs.joined(separator: ", ")); the entry '\(entry.name)' predicts "
          + "\(task.outputs.joined(separator: ", ")).")
    }
    var provenance = ["source_file": file, "source_sha256": digest]
    provenance["license"] = entry.weights.first { $0.sha256 == digest }?.license
    // The manifest says of its published file which cohort it was trained on; the file itself names who was left out.
    let trainedOn = entry.weights.first { $0.sha256 == digest }?.trainedOn.map { cohort in
      TrainedOn(allBut: [cohort: Set((checkpoint.testSubjects ?? []).map { PersonKey($0).digest })])
    }
    return try Artifact(
      entry: entry.name, architecture: type(of: configured.architecture).name, task: task.name,
      configuration: configured.configuration.json, standardisation: standardisation,
      inputs: checkpoint.inputs ?? task.inputs, outputs: task.outputs, unit: task.unit, rawUnit: task.rawUnit,
      weights: checkpoint.weights, provenance: provenance, trainedOn: trainedOn)
  }

  /// The entry that a checkpoint belongs to.
  private func owner(of checkpoint: TorchCheckpoint, _ digest: String) throws -> Manifest {
    if let entry = catalogue.entries.first(where: { $0.weights.contains { $0.sha256 == digest } }) { return entry }
    let fitting = catalogue.entries.filter { entry in
      guard case .architecture(let architecture) = entry.implementation else { return false }
      return architecture.lowercased() == checkpoint.modelType?.lowercased()
        && entry.task.outputs == checkpoint.outputs
    }
    if let entry = fitting.first, fitting.count == 1 { return entry }
    let known = catalogue.entries.map(\.name).joined(separator: ", ")
    throw Fault(
      .usage, "the file does not tell which entry its weights belong to; say it with --as ENTRY (one of \(known)).")
  }
}
