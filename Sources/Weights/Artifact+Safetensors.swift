import Faults
import Formats
import Foundation
import Protocols
import Tensors

/// The keys of an artifact's metadata; a provenance key follows its prefix.
private enum Key: String {
  case format = "hipzoo"
  case entry, architecture, task, configuration, mean, deviation, inputs, outputs, unit
  case rawUnit = "raw_unit"
  case frames
  case trainedOn = "trained_on"
  static let provenance = "provenance."
}

extension Artifact {
  /// The bytes of the artifact as a safetensors file.
  /// - Throws: ``Fault`` `.data` for weights that are not finite, `.software` for names or shapes that cannot be written.
  public func encoded(allowNonFinite: Bool = false) throws -> Data {
    try validate()
    if !allowNonFinite { try refuseNonFinite() }
    let values: [Key: String] = [
      .format: "1", .entry: entry, .architecture: architecture, .task: task,
      .configuration: configuration.canonical,
      .mean: JSON.array(standardisation.mean.compactMap { JSON($0) }).canonical,
      .deviation: JSON.array(standardisation.deviation.compactMap { JSON($0) }).canonical,
      .inputs: JSON.array(inputs.map { .text($0) }).canonical,
      .outputs: JSON.array(outputs.map { .text($0) }).canonical,
      .unit: unit, .rawUnit: rawUnit, .frames: "\(frames)",
    ]
    var metadata = Dictionary(uniqueKeysWithValues: values.map { ($0.rawValue, $1) })
    metadata[Key.trainedOn.rawValue] = trainedOn?.canonical
    for (key, value) in provenance { metadata[Key.provenance + key] = value }
    let tensors = weights.map { Safetensors.Entry($0.name, shape: $0.shape, floats: $0.values) }
    return try Safetensors(tensors: tensors, metadata: metadata).encoded()
  }

  /// Reads an artifact from the bytes of a safetensors file.
  /// - Throws: ``Fault`` `.data` naming the key or tensor and the reason.
  public init(_ data: Data, allowNonFinite: Bool = false) throws {
    try self.init(try SafetensorsFile(data), allowNonFinite: allowNonFinite)
  }

  init(_ file: SafetensorsFile, allowNonFinite: Bool) throws {
    let metadata = Metadata(file.metadata)
    guard try metadata.text(.format) == "1" else {
      throw Fault(.data, "is an artifact of a later version; update hipzoo to read it.")
    }
    for tensor in file.arrays where tensor.type != .float32 {
      throw Fault(.data, "tensor '\(tensor.name)' has elements of type \(tensor.type.rawValue); weights are F32.")
    }
    try self.init(
      entry: try metadata.text(.entry), architecture: try metadata.text(.architecture),
      task: try metadata.text(.task),
      configuration: try locating(.part("the configuration")) { try JSON(try metadata.text(.configuration)) },
      standardisation: Standardisation(
        mean: try metadata.list(.mean, "numbers", \.float),
        deviation: try metadata.list(.deviation, "numbers", \.float)),
      inputs: try metadata.list(.inputs, "texts", \.text),
      outputs: try metadata.list(.outputs, "texts", \.text),
      unit: try metadata.text(.unit), rawUnit: try metadata.text(.rawUnit),
      frames: try metadata.count(.frames),
      weights: try file.weights(), provenance: metadata.provenance, trainedOn: try metadata.trainedOn())
    if !allowNonFinite { try refuseNonFinite() }
  }
}

private struct Metadata {
  private let values: [String: String]

  init(_ values: [String: String]) { self.values = values }

  func text(_ key: Key) throws -> String {
    if let value = values[key.rawValue] { return value }
    throw Fault(
      .data,
      "lacks '\(key.rawValue)' in its metadata, so it is no HipZoo artifact; 'hipzoo weights import' makes one."
    )
  }

  func list<Element>(_ key: Key, _ kind: String, _ read: (JSON) -> Element?) throws -> [Element] {
    let json = try locating(.part("metadata '\(key.rawValue)'")) { try JSON(try text(key)) }
    guard let array = json.array else {
      throw Fault(.data, "metadata '\(key.rawValue)' is no list of \(kind).")
    }
    let elements = array.compactMap(read)
    guard elements.count == array.count else {
      throw Fault(.data, "metadata '\(key.rawValue)' is no list of \(kind).")
    }
    return elements
  }

  func count(_ key: Key) throws -> Int {
    guard let count = Int(try text(key)), count > 0 else {
      throw Fault(.data, "metadata '\(key.rawValue)' is no positive integer.")
    }
    return count
  }

  func trainedOn() throws -> TrainedOn? {
    guard let text = values[Key.trainedOn.rawValue] else { return nil }
    return try locating(.part("metadata '\(Key.trainedOn.rawValue)'")) { try TrainedOn(canonical: text) }
  }

  var provenance: [String: String] {
    Dictionary(
      uniqueKeysWithValues: values.filter { $0.key.hasPrefix(Key.provenance) }.map {
        (String($0.key.dropFirst(Key.provenance.count)), $0.value)
      })
  }
}
