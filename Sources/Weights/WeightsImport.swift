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

  /// Reads a file; ``imported(_:as:calling:describedBy:)`` also says what was found out on the way.
  /// - Throws: ``Fault`` when the file is hostile or damaged, or its tensors are not the entry's parameters.
  public func artifact(_ url: URL, as name: String? = nil, calling fileName: String? = nil) throws -> Artifact {
    try imported(url, as: name, calling: fileName).artifact
  }

  /// Reads a file.
  ///
  /// A `.pt` file belongs to the entry that names its SHA-256, else to the only entry with its model type and
  /// outputs; a safetensors file that HipZoo wrote says whose it is. Of one that PyTorch wrote, the entry and the
  /// standardisation come from `description`, from its own metadata, or from `NAME.json` beside `NAME.safetensors`.
  ///
  /// - Parameters:
  ///   - url: the file.
  ///   - name: the entry, where the file alone does not tell.
  ///   - fileName: what the file is called, where it lies under another name, such as its digest in a cache.
  ///   - description: what the file does not say; it goes before what the file does say.
  /// - Throws: ``Fault`` when the file is hostile or damaged, or its tensors are not the entry's parameters.
  public func imported(
    _ url: URL, as name: String? = nil, calling fileName: String? = nil,
    describedBy description: WeightsDescription = WeightsDescription()
  ) throws -> ImportedWeights {
    let file = fileName ?? url.lastPathComponent
    try FileKind.expect(.weights, url, named: file)
    return try locating(.file(file)) {
      var found: ForeignWeights
      if try FileKind.of(url)?.isArchive == true {
        found = try ForeignWeights(checkpoint: url, file)
      } else {
        let tensors = try SafetensorsFile(url)
        if tensors.metadata["hipzoo"] != nil {
          guard description == WeightsDescription() else {
            throw Fault(
              .usage,
              "HipZoo wrote this file, which says all itself; --mean, --deviation and --standardisation belong to files "
                + "of PyTorch. Leave them out.")
          }
          return try own(tensors, as: name)
        }
        let isNamed = fileName == nil
        found = try ForeignWeights(safetensors: tensors, url, file, lookingBeside: isNamed)
      }
      try found.take(description)
      return try foreign(found, as: name)
    }
  }

  /// The weights of a file that HipZoo wrote.
  private func own(_ file: SafetensorsFile, as name: String?) throws -> ImportedWeights {
    var artifact = try Artifact(file, allowNonFinite: false)
    // Weights with a name of their own are those of no entry.
    if let name, artifact.entry != name { _ = try catalogue.entry(named: name) }
    _ = try artifact.predictor(among: architectures)
    try give(name ?? artifact.entry, to: &artifact)
    return ImportedWeights(artifact: artifact, remarks: [])
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
    let frames = try artifact.predicted.frames
    guard artifact.frames == frames else {
      throw Fault(
        .data, "the weights predict \(artifact.frames) frames; the task '\(artifact.task)' has \(frames).")
    }
    if let entry = catalogue.entries.first(where: { $0.name == name }) {
      try check(entry, against: artifact)
    } else if !Manifest.isName(name) {
      throw Fault(
        .usage,
        "\(quoted(name)) can be no name of weights: at most 64 lower-case letters, digits, '.' and '-', the first a "
          + "letter or digit.")
    }
    artifact.entry = name
  }

  /// Refuses weights that are not those of an entry, whatever they are called.
  func check(_ entry: Manifest, against artifact: Artifact) throws {
    guard case .architecture = entry.implementation else {
      throw Fault(.data, "the weights say that they are '\(entry.name)', which is a program and has none.")
    }
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

  private func foreign(_ found: ForeignWeights, as name: String?) throws -> ImportedWeights {
    var found = found
    let said = found.description
    let entry = try (name ?? said.entry).map { try catalogue.entry(named: $0) } ?? owner(of: found)
    let configured = try entry.configured(among: architectures)
    guard let standardisation = said.standardisation else { throw found.lacksStandardisation }
    let task = entry.task
    if let outputs = said.outputs, outputs != task.outputs {
      throw Fault(
        .data,
        "\(found.kind) predicts \(outputs.joined(separator: ", ")); the entry '\(entry.name)' predicts "
          + "\(task.outputs.joined(separator: ", ")).")
    }
    if let unit = found.unit, unit != task.unit {
      found.remarks.append("'target_unit' is '\(unit)'; the entry '\(entry.name)' predicts \(task.unit)")
    }
    found.removePrefixes(fitting: configured.parameters(of: task).names)
    var provenance = ["source_file": found.file, "source_sha256": found.digest]
    let published = entry.weights.first { $0.sha256 == found.digest }
    provenance["license"] = published?.license
    // The manifest says of its published file which cohort it was trained on; the file itself names who was left out.
    let trainedOn = published?.trainedOn.map { cohort in
      TrainedOn(allBut: [cohort: Set(found.testSubjects.map { PersonKey($0).digest })])
    }
    let artifact = try Artifact(
      entry: entry.name, architecture: type(of: configured.architecture).name, task: task.name,
      configuration: configured.configuration.json, standardisation: standardisation,
      inputs: said.inputs ?? task.inputs, outputs: task.outputs, unit: task.unit, rawUnit: task.rawUnit,
      frames: task.frames, weights: found.weights, provenance: provenance, trainedOn: trainedOn)
    try artifact.refuseNonFinite()
    _ = try artifact.predictor(among: architectures)
    return ImportedWeights(artifact: artifact, remarks: found.remarks)
  }

  /// The entry that weights belong to.
  private func owner(of found: ForeignWeights) throws -> Manifest {
    if let entry = catalogue.entries.first(where: { $0.weights.contains { $0.sha256 == found.digest } }) {
      return entry
    }
    let fitting = catalogue.entries.filter { entry in
      guard case .architecture(let architecture) = entry.implementation else { return false }
      return architecture.lowercased() == found.modelType?.lowercased()
        && entry.task.outputs == found.description.outputs
    }
    if let entry = fitting.first, fitting.count == 1 { return entry }
    if found.description.standardisation == nil { throw found.lacksStandardisation }
    let known = catalogue.entries.map(\.name).joined(separator: ", ")
    throw Fault(
      .usage, "the file does not tell which entry its weights belong to; say it with --as ENTRY (one of \(known)).")
  }
}
